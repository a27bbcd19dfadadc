import { checkInWords } from '#queries/checks.ts';
import type { CheckResult } from '#queries/checks.ts';
import { metrics } from '#queries/catalogue.ts';
import { tellAfterLeaving } from '#queries/learning-notes.ts';
import { modelOfCheck } from '#queries/model-checks.ts';
import { ledgerByMetric, suppressionLedger } from '#queries/ledger.ts';
import { formatCount } from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';
import type { MessageKey } from '#lib/messages.ts';
import { withConnection } from './batches.ts';
import { checkedState } from './warehouse.ts';

/** One invariant in words, with the rows that break it as a table. */
export interface Finding {
	readonly id: string;
	/** What the check promises, as a sentence. */
	readonly sentence: string;
	readonly offending: number;
	readonly columns: readonly string[];
	readonly rows: readonly (readonly string[])[];
}

const text = (value: unknown): string => {
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number);
};

/** A check as the page tells of it. */
export function findingOf({ check, offending, rows }: CheckResult): Finding {
	const [first] = rows;
	const columns = first === undefined ? [] : Object.keys(first);
	return {
		id: check,
		sentence: checkInWords(check),
		offending,
		columns,
		rows: rows.map((row) => columns.map((column) => text(row[column])))
	};
}

/** Every invariant, on the state that readers see. */
export const qualityFindings = async (): Promise<Finding[]> =>
	(await checkedState()).map(findingOf);

/** What holds, in sentences; the derived tables are counted together. */
export function heldInWords(findings: readonly Finding[]): readonly string[] {
	const held = findings.filter(({ offending }) => offending === 0);
	const invariants = held.filter(({ id }) => modelOfCheck(id) === null);
	const count = held.length - invariants.length;
	return [
		...invariants.map(({ sentence }) => sentence),
		...(count === 0 ? [] : [message('check.rows_of_models', { count })])
	];
}

const smallestGroup = 5;

/** What the files hold and no number counts, in sentences. */
export const qualityNotes = (): Promise<readonly string[]> =>
	withConnection((connection) => tellAfterLeaving(connection, smallestGroup));

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
