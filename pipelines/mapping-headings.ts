import { mostAlike } from '#queries/alike.ts';
import { message } from '#queries/messages.ts';
import { ImportError } from './import-error.ts';
import type { Mapping } from './mapping.ts';
import { asItem, withMapping } from './mapping.ts';
import { normaliseHeader } from './sources/headers.ts';
import type { TableSource } from './sources/source.ts';
import { sourceOf } from './sources/sources.ts';
import { isReadAsCalled, slotsOf } from './suggest-mapping.ts';

/** The headings that a source knows, the most alike first. */
function nearest(heading: string, source: TableSource): readonly string[] {
	const plain = new Map(
		slotsOf(source).map((slot) => [normaliseHeader(slot.heading), slot.heading])
	);
	return mostAlike(normaliseHeader(heading), [...plain.keys()]).map((one) => plain.get(one) ?? one);
}

/** Headings that the mapping gives to columns and that its source does not know, so that the columns would not be read. */
function unknownHeadings(source: TableSource, { columns }: Mapping): readonly string[] {
	const isAsked = new Set([...source.required, ...source.telling].flat().map(normaliseHeader));
	return [...new Set(Object.values(columns))].filter(
		(heading) =>
			heading !== '' &&
			heading !== asItem &&
			!isReadAsCalled(source, heading, Object.values(columns)) &&
			!isAsked.has(normaliseHeader(heading))
	);
}

/**
 * Throws `not_readable` for a mapping that no file can be read by as it says: of a source that does not exist, with a
 * heading, a field or a meaning that its source does not know. A source whose columns may be items knows any heading.
 */
export function requireUsable(mapping: Mapping): void {
	const source = sourceOf(mapping.source);
	if (source === null)
		throw new ImportError(
			'not_readable',
			message('import.there_no_source_called_nothing_was', { named: mapping.source })
		);
	if (source.format !== 'table') return;
	withMapping(source, mapping);
	const unknown = unknownHeadings(source, mapping);
	if (unknown.length === 0) return;
	const list = unknown.map((heading) =>
		message('import.heading_and_nearest', {
			heading,
			nearest: nearest(heading, source)
				.map((name) => `"${name}"`)
				.join(', ')
		})
	);
	throw new ImportError(
		'not_readable',
		message('import.mapping_headings_unknown', { source: source.id, list: list.join('; ') })
	);
}
