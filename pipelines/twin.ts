import type { DuckDBConnection } from '@duckdb/node-api';
import { message } from '#queries/messages.ts';
import type { BatchReport } from './batches.ts';
import { batchReport } from './batches.ts';
import { settled, tellOf } from './beside-imports.ts';
import type { ImportOptions } from './import.ts';
import { ImportError } from './import-error.ts';
import type { Mapping } from './mapping.ts';
import { parseMapping } from './mapping.ts';
import { sourceOf } from './sources/sources.ts';
import type { Warehouse } from './warehouse/open.ts';

/** A file, or one sheet of it, that may have been imported before. */
export interface Twin {
	readonly sha256: string;
	readonly name: string;
	readonly sheet: string | null;
	/** The encoding in which a person wants it read; null where none was named. */
	readonly encoding: string | null;
	/** The mapping by which a person wants it read; null where none was named. */
	readonly asked: Mapping | null;
	/** The data folder in which somebody is told that the file is in; null where nobody is, as in a look at it. */
	readonly toldIn: string | null;
}

/** What an import asks of its file; a dry run tells nobody that it is in. */
export const twinOf = (
	file: Pick<Twin, 'sha256' | 'name' | 'sheet'>,
	{ encoding, mapping, dryRun }: Pick<ImportOptions, 'encoding' | 'mapping' | 'dryRun'>,
	dataDir: string
): Twin => ({
	...file,
	encoding: encoding ?? null,
	asked: mapping ?? null,
	toldIn: dryRun ? null : dataDir
});

/** What a mapping says of how a file is read, so that two say the same where this is. */
function saidBy({ name: _name, headings: _headings, ...said }: Mapping): string {
	const inOrder = (value: unknown): unknown => {
		if (typeof value !== 'object' || value === null) return value;
		const entries = Object.entries(value).filter(([, one]) => one !== undefined);
		return Object.fromEntries(
			entries
				.toSorted(([left], [right]) => (left < right ? -1 : 1))
				.map(([key, one]) => [key, inOrder(one)])
		);
	};
	return JSON.stringify(inOrder(said));
}

const isOfLearning = (id: string): boolean =>
	['enrolment', 'event'].includes(sourceOf(id)?.entity ?? '');

/**
 * Whether a file is to be read anew: by another mapping or in another encoding than the newest of its live batches. Enrolments and events may be,
 * because the models take the newest reading of a file. Throws `read_otherwise` for others, whose rows would count twice.
 */
function isOtherReading(
	{ asked, encoding }: Pick<Twin, 'asked' | 'encoding'>,
	{ batch_id, source_id, encoding: read, mapping }: Standing
): boolean {
	const isOtherText = encoding !== null && read !== null && encoding !== read;
	if (asked === null && !isOtherText) return false;
	if (asked !== null) {
		const isSame = mapping !== null && saidBy(parseMapping(JSON.parse(mapping))) === saidBy(asked);
		if (isSame && !isOtherText) return false;
		const [was, becomes] = [sourceOf(source_id)?.entity, sourceOf(asked.source)?.entity];
		if (was !== becomes && !(isOfLearning(source_id) && isOfLearning(asked.source))) return true;
	}
	if (isOfLearning(source_id)) return true;
	throw new ImportError('read_otherwise', message('import.file_was_read_otherwise', { batch_id }));
}

interface Standing {
	readonly batch_id: number;
	readonly source_id: string;
	readonly encoding: string | null;
	readonly mapping: string | null;
	/** Whether the models know all batches, so that no import may take its batch back any more. */
	readonly is_modelled: boolean;
}

/** Whether somebody may be told of a batch, of which note is taken. */
function mayTell(dataDir: string, { batch_id, is_modelled }: Standing): boolean {
	if (!is_modelled) return tellOf(dataDir, batch_id);
	settled(dataDir, batch_id);
	return true;
}

const sameFile = 'same_file';

/**
 * The report for a file that stands in a live batch: everything in it is a duplicate. Null where it does not, where it
 * is to be read anew, and where a cancelled import takes that batch back. Throws `read_otherwise`.
 */
export async function twinReport(
	connection: DuckDBConnection,
	{ sha256, name, sheet, encoding, asked, toldIn }: Twin
): Promise<BatchReport | null> {
	const reader = await connection.runAndReadAll(
		`select batch_id, source_id, json_extract(reading, '$.mapping')::varchar as mapping,
		json_extract_string(reading, '$.encoding') as encoding,
		coalesce((select any_value(value) from setting where name = 'data_version')
			= (select any_value(value) from setting where name = 'model_version'), false) as is_modelled
		from batch where sha256 = $sha256 and undone_at is null
		and coalesce(json_extract_string(reading, '$.sheet'), '') = $sheet
		order by batch_id desc`,
		{ sha256, sheet: sheet ?? '' }
	);
	const standing = reader.getRowObjectsJS() as unknown as readonly Standing[];
	const ofKind = (id: string) => sourceOf(id)?.entity === sourceOf(asked?.source ?? '')?.entity;
	const newest =
		standing.find(({ source_id }) => asked === null || ofKind(source_id)) ?? standing[0];
	if (newest === undefined || isOtherReading({ asked, encoding }, newest)) return null;
	if (toldIn !== null && !mayTell(toldIn, newest)) return null;
	const batchId = newest.batch_id;
	const report = await batchReport(connection, batchId);
	return {
		...report,
		file: name,
		rows_loaded: 0,
		rows_repaired: 0,
		rows_duplicate: report.rows_loaded + report.rows_duplicate,
		repairs: [],
		warnings: [
			{
				code: sameFile,
				message: message('import.this_very_file_in_warehouse_already', { batch_id: batchId })
			}
		]
	};
}

/** Whether a report is that of a file that stood in the warehouse already, of which nothing came in. */
export const isTwin = ({ warnings }: BatchReport): boolean =>
	warnings.some(({ code }) => code === sameFile);

/** `twinReport` on a connection of its own. */
export const findTwin = (warehouse: Warehouse, twin: Twin): Promise<BatchReport | null> =>
	warehouse.read((connection) => twinReport(connection, twin));
