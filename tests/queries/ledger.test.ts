import { expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import { keepLedger, ledgerByMetric, suppressionLedger } from '#queries/ledger.ts';
import { preparedQuestions, prepareCells } from '#queries/prepare.ts';
import { crowdTo, makeCrowd } from './crowd.ts';
import { openedWith } from './golden.ts';

/** All measures over all time and by quarter; other breakdowns are counted as that by unit is. */
const wholeAndByUnit = preparedQuestions().filter(
	({ by, grain }) =>
		(by.length === 0 || by[0] === 'org_unit') && (grain === null || grain === 'quarter')
);

test('the ledger counts what is hidden in the kept tables, by rule, and names nobody', async () => {
	const { connection } = await openedWith({ to: crowdTo, enrolments: makeCrowd(4, 70, 400) });
	const before = await suppressionLedger(connection);
	expect(before.lines).toEqual([]);
	expect(before.isReady).toBe(false);
	await prepareCells(connection, () => true, wholeAndByUnit);
	let wanted = 3;
	expect(await keepLedger(connection, () => (wanted -= 1) >= 0)).toBe(3);
	expect((await suppressionLedger(connection)).isReady).toBe(false);
	const rest = await keepLedger(connection);
	expect(await keepLedger(connection)).toBe(0);
	const { lines, isReady } = await suppressionLedger(connection);
	expect(isReady).toBe(true);
	expect(lines.length).toBe(3 + rest);
	const byUnit = lines.find(
		({ metric, by, grain }) =>
			metric === 'initiation_mix' && by[0] === 'org_unit' && grain === 'quarter'
	);
	const answer = await ask(
		connection,
		{ role: 'analyst' },
		{ metric: 'initiation_mix', by: ['org_unit'], grain: 'quarter' }
	);
	const told: Record<string, number> = {};
	for (const { reason } of answer.rows)
		if (reason !== null && reason !== 'range') told[reason] = (told[reason] ?? 0) + 1;
	expect(byUnit).toMatchObject({ cells: answer.rows.length, hidden: told });
	expect(Object.keys(told).length).toBeGreaterThan(0);
	const sum = ledgerByMetric(lines).find(({ metric }) => metric === 'initiation_mix');
	expect(sum?.hidden['too_few']).toBeGreaterThanOrEqual(told['too_few'] ?? 0);
	expect(JSON.stringify(lines)).not.toMatch(/p\d+|Board/);
	await connection.run("update hidden_count set program = 'another'");
	expect((await suppressionLedger(connection)).isReady).toBe(false);
}, 240_000);
