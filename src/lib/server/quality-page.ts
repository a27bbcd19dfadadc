import { recordPlace } from '#pipelines/record-place.ts';
import {
	checkInWords,
	headingInWords,
	subjectOf,
	subjects,
	valueInWords
} from '#queries/checks.ts';
import type { CheckResult } from '#queries/checks.ts';
import { metrics } from '#queries/catalogue.ts';
import { tellAfterLeaving, tellUndated, tellUntold } from '#queries/learning-notes.ts';
import { faultOf } from '#queries/check-faults.ts';
import type { Fault } from '#queries/check-faults.ts';
import { modelOfCheck } from '#queries/model-checks.ts';
import { ledgerByMetric, suppressionLedger } from '#queries/ledger.ts';
import { formatDay } from '#lib/format/date.ts';
import { formatCount } from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';
import type { MessageKey } from '#lib/messages.ts';
import { allBatches, withConnection } from './batches.ts';
import { numberings } from './batches-reading.ts';
import { checkedState } from './warehouse.ts';

/** A cell of a table of rows: words, or a way to where they come from. */
export type Cell = string | { readonly text: string; readonly href: string };

/** One invariant in words, with the rows that break it as a table. */
export interface Finding extends Fault {
	readonly id: string;
	/** What the check promises, as a sentence. */
	readonly sentence: string;
	readonly offending: number;
	readonly columns: readonly string[];
	readonly rows: readonly (readonly Cell[])[];
}

/** What the page knows of an import that a row comes from. */
export interface KnownFile {
	readonly file: string;
	readonly numbering: 'line' | 'row' | 'record';
}
type Row = CheckResult['rows'][number];

/** A value as a page says it: days as days, else as everywhere. */
function text(value: unknown): string {
	const written = valueInWords(value);
	return /^\d{4}-\d{2}-\d{2}$/.test(written) ? formatDay(written) : written;
}

/** The line of a file that a row names, or the whole import; null where it names none that is known. */
function placeOf(row: Row, files: ReadonlyMap<number, KnownFile>): Cell | null {
	const batch = Number(row['batch_id'] ?? NaN);
	const known = files.get(batch);
	if (known === undefined) return null;
	const stored = Number(row['line'] ?? 0);
	if (stored < 1)
		return { text: message('quality.import_of', { file: known.file }), href: `/imports/${batch}` };
	const { line, column } = recordPlace(stored);
	return {
		text: message('trace.rows.line_of', { ...known, line: formatCount(line), column: column ?? 0 }),
		href: `/imports/${batch}/lines/${line}`
	};
}

/** A check as the page tells of it; each row leads to the line of the import that it comes from, where it has one. */
export function findingOf(
	{ check, offending, rows }: CheckResult,
	files: ReadonlyMap<number, KnownFile> = new Map()
): Finding {
	const places = rows.map((row) => placeOf(row, files));
	const isPlaced = places.some((place) => place !== null);
	const isAllPlaced = places.every((place) => place !== null);
	const columns = Object.keys(rows[0] ?? {}).filter(
		(column) =>
			!(isAllPlaced && (column === 'batch_id' || column === 'line')) &&
			rows.some((row) => row[column] !== null)
	);
	return {
		id: check,
		sentence: checkInWords(check),
		...faultOf(check),
		offending,
		columns: [
			...(isPlaced ? [message('quality.column.place')] : []),
			...columns.map(headingInWords)
		],
		rows: rows.map((row, index) => [
			...(isPlaced ? [places[index] ?? ''] : []),
			...columns.map((column) => text(row[column]))
		])
	};
}

async function knownFiles(): Promise<ReadonlyMap<number, KnownFile>> {
	const numberingOf = await numberings();
	const batches = await allBatches();
	return new Map(
		batches.map(({ batch_id, file }) => [
			batch_id,
			{ file, numbering: numberingOf.get(batch_id) ?? 'line' }
		])
	);
}

/** Every invariant, on the state that readers see. */
export async function qualityFindings(): Promise<Finding[]> {
	const results = await checkedState();
	const isBroken = results.some(({ offending }) => offending > 0);
	const files = isBroken ? await knownFiles() : new Map<number, KnownFile>();
	return results.map((result) => findingOf(result, files));
}

/** What holds about one subject, in sentences. */
export interface Held {
	readonly subject: string;
	readonly sentences: readonly string[];
}

const subjectKeys = {
	imports: 'quality.about.imports',
	people: 'quality.about.people',
	learning: 'quality.about.learning',
	paths: 'quality.about.paths',
	voices: 'quality.about.voices',
	kept: 'quality.about.kept'
} as const;

/** What holds, by subject; the derived tables are counted together and stand with the numbers that are made of them. */
export function heldInWords(findings: readonly Finding[]): readonly Held[] {
	const held = findings.filter(({ offending }) => offending === 0);
	const invariants = held.filter(({ id }) => modelOfCheck(id) === null);
	const count = held.length - invariants.length;
	const told = subjects.map((subject) => ({
		subject: message(subjectKeys[subject]),
		sentences: [
			...invariants.filter(({ id }) => subjectOf(id) === subject).map(({ sentence }) => sentence),
			...(subject === 'kept' && count > 0 ? [message('check.rows_of_models', { count })] : [])
		]
	}));
	return told.filter(({ sentences }) => sentences.length > 0);
}

const smallestGroup = 5;

/** What the files hold and no number counts, in sentences. */
export const qualityNotes = (): Promise<readonly string[]> =>
	withConnection(async (connection) => [
		...(await tellUndated(connection)),
		...(await tellAfterLeaving(connection, smallestGroup)),
		...(await tellUntold(connection, smallestGroup))
	]);

const rules: Readonly<Record<string, MessageKey>> = {
	too_few: 'quality.hidden.too_few',
	dominance: 'quality.hidden.dominance',
	complementary: 'quality.hidden.complementary',
	nested: 'quality.hidden.nested',
	period: 'quality.hidden.period',
	frozen: 'quality.hidden.frozen',
	band: 'quality.hidden.band',
	bounds: 'quality.hidden.bounds'
};

/** The suppression ledger as a table: a row per measure, a column per rule that hid something. */
export interface Ledger {
	readonly columns: readonly { readonly label: string; readonly isNumber?: boolean }[];
	readonly rows: readonly (readonly string[])[];
	readonly cells: number;
	readonly hidden: number;
	/** False while it is still counted, in the background. */
	readonly isReady: boolean;
}

/** What protection hides in the answers that are kept ready, by measure and rule. */
export const qualityLedger = (): Promise<Ledger> =>
	withConnection(async (connection) => {
		const { lines, isReady } = await suppressionLedger(connection);
		const told = ledgerByMetric(lines);
		const used = Object.entries(rules).filter(([rule]) =>
			told.some(({ hidden }) => hidden[rule] !== undefined)
		);
		const count = (counts: readonly number[]): number => counts.reduce((sum, one) => sum + one, 0);
		return {
			columns: [
				{ label: message('quality.ledger.measure') },
				{ label: message('quality.ledger.numbers'), isNumber: true },
				...used.map(([, key]) => ({ label: message(key), isNumber: true }))
			],
			rows: told.map(({ metric, cells, hidden }) => [
				metrics().get(metric)?.name ?? metric,
				formatCount(cells),
				...used.map(([rule]) => formatCount(hidden[rule] ?? 0))
			]),
			cells: count(lines.map(({ cells }) => cells)),
			isReady,
			hidden: count(
				told.flatMap(({ hidden }) =>
					Object.entries(hidden).flatMap(([rule, cells]) => (rule === 'bounds' ? [] : cells))
				)
			)
		};
	});
