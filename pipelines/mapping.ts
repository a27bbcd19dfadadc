import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { message } from '#queries/messages.ts';
import { ImportError } from './import-error.ts';

const shape = z.strictObject({
	/** The source whose columns the headings below name. */
	source: z.string(),
	/** A heading of the file → a heading that the source knows. */
	columns: z.record(z.string(), z.string()).default({}),
	/** A field of ours → its value for every record, such as the wave of a survey. */
	fixed: z.record(z.string(), z.string()).optional()
});

/** How an export with headings of its own is to be read. */
export type Mapping = z.infer<typeof shape>;

/** Reads a mapping file (JSON: `source`, `columns`). Throws `not_readable` for one that is missing or says something else. */
export function readMapping(path: string): Mapping {
	try {
		return shape.parse(JSON.parse(readFileSync(path, 'utf8')));
	} catch (cause) {
		const why =
			cause instanceof z.ZodError ? z.prettifyError(cause) : message('import.missing_or_no_json');
		throw new ImportError(
			'not_readable',
			message('import.mapping_file_cannot_be_used_nothing', { why }),
			{},
			{ cause }
		);
	}
}
