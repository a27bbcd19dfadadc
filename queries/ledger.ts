import type { DuckDBConnection } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from './ask.ts';
import { metrics } from './catalogue.ts';
import type { Dimension } from './catalogue.ts';
import { questionKey } from './compute.ts';
import { readAsOf } from './envelope.ts';
import { home } from './home.ts';
import { missingNeeds, needNames } from './needs.ts';
import { keptQuestions, preparedQuestions } from './prepare.ts';
import type { Grain } from './grain.ts';
import type { Question } from './request.ts';

/** What protection does to one table that anybody may ask for. */
export interface LedgerLine {
	readonly metric: string;
	readonly by: readonly Dimension[];
	readonly grain: Grain;
	/** Numbers of the table, shown and hidden. */
	readonly cells: number;
	/** By rule, how many of them are hidden or told as a band only. */
	readonly hidden: Readonly<Record<string, number>>;
}

/** Tables of a ledger: over all time, and by quarter. */
const isListed = (grain: string | null): boolean => grain === null || grain === 'quarter';

const placeOf = ({ metric, by, grain }: Question): string => JSON.stringify([metric.id, by, grain]);

let madeOf: string | undefined;

/** The rules by their text: what another version of the program counted is no longer true. */
function program(): string {
	if (madeOf !== undefined) return madeOf;
	const hash = createHash('sha256');
	const folder = join(home(), 'queries');
	for (const name of readdirSync(folder).toSorted())
		if (name.endsWith('.ts')) hash.update(readFileSync(join(folder, name)));
	madeOf = hash.digest('hex').slice(0, 16);
	return madeOf;
}

/** The tables of the ledger that can be answered, those of which the cells are kept. */
async function keptTables(connection: DuckDBConnection): Promise<readonly Question[]> {
	const kept = await keptQuestions(connection);
	const dark = await missingNeeds(connection, needNames);
	const tables = new Map<string, Question>();
	for (const question of preparedQuestions().filter(({ grain }) => isListed(grain))) {
		const { metric } = question;
		if (tables.has(placeOf(question))) continue;
		if (metric.needs.some((need) => dark.includes(need))) continue;
		const asOf = await readAsOf(connection, metric);
		if (asOf === null || !kept.has(questionKey(question, asOf))) continue;
		tables.set(placeOf(question), question);
	}
	return [...tables.values()];
}

const keepSql = `insert into hidden_count
	select $program, $metric, from_json($by::json, '["VARCHAR"]'), $grain, counted.rule, counted.cells
	from (select unnest(from_json($counts::json, '[{"rule": "VARCHAR", "cells": "INTEGER"}]')) as counted)`;

/**
 * Counts what is hidden in the tables that are kept ready and keeps the counts until the models are built anew, so that the
 * ledger reads instead of asking for each table. Call it after `prepareCells`; it may be cut short, and the next call goes
 * on. Returns how many tables it counted.
 */
export async function keepLedger(
	connection: DuckDBConnection,
	isWanted: () => boolean | Promise<boolean> = () => true
): Promise<number> {
	await connection.run('delete from hidden_count where program <> $program', {
		program: program()
	});
	const { lines, isReady } = await suppressionLedger(connection);
	const known = new Set(lines.map(({ metric, by, grain }) => JSON.stringify([metric, by, grain])));
	let counted = 0;
	const keep = (question: Question | null, counts: readonly object[]) =>
		connection.run(keepSql, {
			program: program(),
			metric: question?.metric.id ?? null,
			by: JSON.stringify(question?.by ?? []),
			grain: question?.grain ?? null,
			counts: JSON.stringify(counts)
		});
	const tables = await keptTables(connection);
	for (const question of tables.filter((table) => !known.has(placeOf(table)))) {
		if (!(await isWanted())) return counted;
		const { metric, by, grain } = question;
		const request = { metric: metric.id, by: [...by], ...(grain && { grain }) };
		const { rows, hidden } = await ask(connection, { role: 'analyst' }, request);
		await keep(question, [{ rule: null, cells: rows.length }, ...hidden]);
		counted += 1;
	}
	if (!isReady) await keep(null, [{ rule: null, cells: 0 }]);
	return counted;
}

const readSql = `select metric, to_json(axes)::varchar as by, grain, rule, cells
	from hidden_count where program = $program order by all`;

/**
 * METRICS.md §I rule 9: what is hidden and by which rule, table by table, in the answers that are kept ready, as
 * `keepLedger` counted it. Says nothing of who is hidden. `isReady` is false while not all is counted.
 */
export async function suppressionLedger(
	connection: DuckDBConnection
): Promise<{ lines: readonly LedgerLine[]; isReady: boolean }> {
	const reader = await connection.runAndReadAll(readSql, { program: program() });
	const rows = reader.getRowObjectsJS() as {
		metric: string | null;
		by: string;
		grain: LedgerLine['grain'];
		rule: string | null;
		cells: number;
	}[];
	const lines = new Map<string, LedgerLine & { hidden: Record<string, number> }>();
	for (const { metric, by, grain, rule, cells } of rows) {
		if (metric === null) continue;
		const axes = JSON.parse(by) as Dimension[];
		const place = JSON.stringify([metric, axes, grain]);
		const line = lines.get(place) ?? { metric, by: axes, grain, cells: 0, hidden: {} };
		if (rule !== null) line.hidden[rule] = cells;
		lines.set(place, rule === null ? { ...line, cells } : line);
	}
	return { lines: [...lines.values()], isReady: rows.some(({ metric }) => metric === null) };
}

/** The ledger added up by metric, in the order of the catalogue; metrics of which nothing is hidden are left out. */
export function ledgerByMetric(lines: readonly LedgerLine[]): readonly {
	readonly metric: string;
	readonly cells: number;
	readonly hidden: Readonly<Record<string, number>>;
}[] {
	return [...metrics().keys()].flatMap((metric) => {
		const own = lines.filter((line) => line.metric === metric);
		const hidden: Record<string, number> = {};
		for (const line of own)
			for (const [rule, cells] of Object.entries(line.hidden))
				hidden[rule] = (hidden[rule] ?? 0) + cells;
		const cells = own.reduce((sum, line) => sum + line.cells, 0);
		return Object.keys(hidden).length > 0 ? [{ metric, cells, hidden }] : [];
	});
}
