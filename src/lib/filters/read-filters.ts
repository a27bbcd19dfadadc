import { z } from 'zod';
import { defaults, type Filters } from './filters.ts';

const day = z.union([z.iso.date(), z.literal('')]).catch('');

const shape = z
	.object({
		from: day.default(''),
		to: day.default(''),
		grain: z.enum(['month', 'quarter']).catch(defaults.grain).default(defaults.grain),
		unit: z.string().max(200).catch('').default(''),
		count: z.enum(['broad', 'strict']).catch(defaults.count).default(defaults.count)
	})
	.transform((read): Filters =>
		read.from !== '' && read.to !== '' && read.to <= read.from ? { ...read, to: '' } : read
	);

/** The filters that an address states; what cannot be read falls back to its default. */
export function readFilters(query: URLSearchParams): Filters {
	return shape.parse(Object.fromEntries(query));
}
