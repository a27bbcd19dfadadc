import { metrics } from '#queries/catalogue.ts';
import { isModelled, missingNeeds, needNames } from '#queries/needs.ts';
import type { MappingLook } from '#pipelines/mapping-look.ts';
import { lookAtMapping } from '#pipelines/mapping-look.ts';
import { ImportError } from '#pipelines/import-error.ts';
import type { Mapping } from '#pipelines/mapping.ts';
import { parseMapping } from '#pipelines/mapping.ts';
import type { SavedMapping } from '#pipelines/saved-mappings.ts';
import {
	forgetMapping,
	savedMapping,
	savedMappings,
	saveMapping
} from '#pipelines/saved-mappings.ts';
import { message } from '#lib/messages.ts';
import { ApiError } from './api-problem.ts';
import { withConnection } from './batches.ts';
import { uploads } from './jobs-here.ts';
import type { FormSays } from './mapping-form.ts';
import { groundOf } from './mapping-form.ts';
import { dataFolder, warehouse } from './warehouse.ts';

export { ImportError };
export type { Mapping };

/** What the mapping page shows of an upload. */
export interface MappingPage extends MappingLook {
	readonly file: string;
	/** What the form is to hand back, so that a change of what the columns rest on is seen. */
	readonly ground: string;
	/** Measures that could be shown with this file and cannot without it. */
	readonly lights: readonly string[];
	/** How many measures have all that they need already. */
	readonly lit: number;
}

async function lightsOf(feeds: MappingLook['feeds']): Promise<Pick<MappingPage, 'lights' | 'lit'>> {
	const dark = await withConnection(async (connection) =>
		(await isModelled(connection)) ? missingNeeds(connection, needNames) : [...needNames]
	);
	const after = new Set<string>(dark.filter((need) => !feeds.includes(need)));
	const all = [...metrics().values()];
	const isDark = ({ needs }: (typeof all)[number]) => needs.some((need) => dark.includes(need));
	return {
		lit: all.filter((metric) => !isDark(metric)).length,
		lights: all
			.filter((metric) => isDark(metric) && !metric.needs.some((need) => after.has(need)))
			.map(({ name }) => name)
	};
}

/** An upload as a mapping reads it, or as one is suggested. Throws `ApiError` where there is none, `ImportError` for no table. */
export async function mappingPage(
	upload: string,
	given: Partial<Mapping> | null,
	open?: FormSays['open']
): Promise<MappingPage> {
	const file = await (await uploads()).whole(upload);
	const look = await lookAtMapping(file, given, { warehouse: await warehouse(), open });
	return {
		...look,
		file: file.name,
		ground: groundOf(look.mapping),
		...(await lightsOf(look.feeds))
	};
}

/** The saved mappings. */
export const allMappings = (): readonly SavedMapping[] => savedMappings(dataFolder());

/** The saved mapping of this name. Throws `unknown_mapping` (404). */
export function mappingOf(name: string): SavedMapping {
	const saved = savedMapping(dataFolder(), name);
	if (saved) return saved;
	throw new ApiError(404, 'unknown_mapping', message('mapping.unknown', { name }));
}

/** Keeps a mapping under its name. */
export function keepMapping(mapping: Mapping & { readonly name: string }): void {
	saveMapping(dataFolder(), mapping.name, mapping, message('imports.by_browser'));
}

/** Forgets the mapping of this name. */
export const dropMapping = (name: string): boolean => forgetMapping(dataFolder(), name);

/** Keeps a mapping that somebody shared as JSON. Answers its name, or why it cannot be kept. */
export function takeIn(text: string): { readonly name: string } | { readonly why: string } {
	try {
		const mapping = parseMapping(JSON.parse(text));
		if (mapping.name === undefined) return { why: message('mapping.nameless') };
		keepMapping({ ...mapping, name: mapping.name });
		return { name: mapping.name };
	} catch (cause) {
		if (cause instanceof ImportError) return { why: cause.message };
		if (cause instanceof SyntaxError) return { why: message('mapping.no_json') };
		throw cause;
	}
}
