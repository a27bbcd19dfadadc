import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recogniseJson } from '#pipelines/readers/json-recognise.ts';
import { normaliseJson, scanJson } from '#pipelines/readers/json.ts';
import { sortStatement } from '#pipelines/sources/xapi/sort-statements.ts';
import { emptyFolder } from '../pipelines/folder.ts';
import type { Staged } from '../pipelines/stages/statements.ts';
import { stageText } from '../pipelines/stages/statements.ts';
import { hasShared, shared } from './shared.ts';

type Json = Record<string, unknown>;
interface Labelled {
	readonly expect: 'accept' | 'reject';
	readonly statement: unknown;
}

const suite = ['v1_0_3', 'v2_0'] as const;
const folders = {
	moodle: 'xapi/moodle-logstore_xapi',
	edx: 'xapi/event-routing-backends/xapi',
	scorm: 'xapi/xAPI-SCORM-Profile'
} as const;
const filesOf = (folder: string) =>
	readdirSync(shared(folder)).map((name) => join(shared(folder), name));
const labelled = (name: string): Labelled[] =>
	readFileSync(shared(`xapi/lrs-conformance-test-suite/${name}.labelled.ndjson`), 'utf8')
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line) as Labelled);

/** Statements as an LRS hands them out: with the time at which it got them, where they say none. */
const received = (value: unknown): unknown =>
	typeof value === 'object' && value !== null && !('timestamp' in value) && !('stored' in value)
		? { ...value, stored: '2025-01-01T00:00:00Z' }
		: value;
const statementsOf = (path: string): Json[] =>
	[JSON.parse(readFileSync(path, 'utf8')) as Json | Json[]].flat();
const asLines = (values: readonly unknown[]) =>
	`${values.map((value) => JSON.stringify(value)).join('\n')}\n`;

function countBy(
	rows: readonly Staged[],
	keysOf: (row: Staged) => unknown
): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const key of rows.flatMap(keysOf)) counts[String(key)] = (counts[String(key)] ?? 0) + 1;
	return counts;
}

describe.skipIf(!hasShared)('the conformance suite of ADL', () => {
	test.each(suite)(
		'%s: strict mode gives the verdict of the suite on every statement',
		async (name) => {
			const cases = labelled(name);
			const { records } = await stageText(asLines(cases.map(({ statement }) => statement)), {
				strict: true
			});
			const verdicts = records.map((row) =>
				row['reject_reason'] === undefined ? 'accept' : 'reject'
			);
			expect(verdicts).toEqual(cases.map((one) => one.expect));
		}
	);

	test('default mode accepts all that strict mode accepts, but for groups as actor', async () => {
		for (const name of suite) {
			const cases = labelled(name).filter((one) => one.expect === 'accept');
			const { records } = await stageText(
				asLines(cases.map(({ statement }) => received(statement)))
			);
			const refused = countBy(records, (row) => row['reject_reason'] ?? []);
			expect(Object.keys(refused)).toEqual(['group_actor']);
		}
	});

	test('what default mode does instead of refusing stands in xapi-default-mode.md', async () => {
		const outcomes = new Map<string, Map<string, number>>();
		for (const name of suite) {
			const cases = labelled(name).filter((one) => one.expect === 'reject');
			const strict = await stageText(asLines(cases.map(({ statement }) => statement)), {
				strict: true
			});
			const lenient = await stageText(asLines(cases.map(({ statement }) => received(statement))));
			for (const [index, row] of lenient.records.entries()) {
				const code = String(strict.records[index]?.['reject_reason']);
				const repairs =
					(row['repairs'] as string[] | undefined)?.filter(
						(repair) => repair !== 'stored_for_timestamp'
					) ?? [];
				const refused = row['reject_reason'];
				const outcome = refused
					? `quarantined: ${String(refused)}`
					: repairs.length > 0
						? `mended: ${repairs.toSorted().join(', ')}`
						: 'accepted: the part is not read';
				const counts = outcomes.get(code) ?? new Map<string, number>();
				outcomes.set(code, counts.set(outcome, (counts.get(outcome) ?? 0) + 1));
			}
		}
		const rows = [...outcomes]
			.toSorted()
			.flatMap(([code, counts]) =>
				[...counts].toSorted().map(([outcome, count]) => `| ${code} | ${outcome} | ${count} |`)
			);
		const page = [
			'# What default mode does with statements that break a rule',
			'',
			'The statements of the ADL conformance suite (1.0.3 and 2.0) that it wants refused, by the rule that strict mode names first. Each is given the time of receipt that a record store adds.',
			'',
			'| Broken rule | Outcome in default mode | Statements |',
			'| --- | --- | --- |',
			...rows,
			''
		].join('\n');
		await expect(page).toMatchFileSnapshot('./xapi-default-mode.md');
	});
});

describe.skipIf(!hasShared)('statements of real systems', () => {
	test('Open edX: 24 of 90 break the rules, all are read', async () => {
		const values = filesOf(folders.edx).flatMap(statementsOf);
		const strict = await stageText(asLines(values), { strict: true });
		expect(strict.records).toHaveLength(90);
		expect(strict.records.filter((row) => row['reject_reason'] !== undefined)).toHaveLength(24);
		const { records } = await stageText(asLines(values));
		expect(countBy(records, (row) => row['reject_reason'] ?? [])).toEqual({});
		expect(countBy(records, (row) => row['repairs'] ?? [])).toEqual({
			group_activity: 17,
			context_entry_dropped: 6,
			object_without_id: 1,
			empty_score_range: 3
		});
		expect(countBy(records, (row) => row['kind'])).toMatchObject({
			enrolled: 4,
			withdrawn: 1,
			completed: 2,
			failed: 1
		});
		expect(countBy(records, (row) => row['origin'] ?? 'unknown')).toEqual({ unknown: 90 });
	});

	test('Moodle: without time they wait in quarantine, with the time of receipt all 190 are read', async () => {
		const values = filesOf(folders.moodle).flatMap(statementsOf);
		expect(values).toHaveLength(190);
		expect(
			countBy((await stageText(asLines(values))).records, (row) => row['reject_reason'])
		).toEqual({ missing_timestamp: 190 });
		const { records } = await stageText(asLines(values.map(received)));
		expect(countBy(records, (row) => row['reject_reason'] ?? [])).toEqual({});
		expect(countBy(records, (row) => row['kind'])).toMatchObject({
			completed: 1,
			enrolled: 2,
			withdrawn: 2
		});
		const [enrolment] = records.filter((row) => String(row['verb']).endsWith('/enrolled'));
		expect(enrolment).toMatchObject({
			origin: 'admin',
			origin_rule: 'R7',
			method: 'manual',
			enrolled_by: 'http://www.example.org|1'
		});
		for (const path of filesOf(folders.moodle)) {
			expect(await scanJson(path)).toMatchObject({
				container: 'array',
				refused: 0,
				records: statementsOf(path).length
			});
		}
	});

	test('SCORM profile: progress is no mark, a lesson is not the course', async () => {
		const { records } = await stageText(
			asLines(filesOf(folders.scorm).flatMap(statementsOf).map(received))
		);
		expect(countBy(records, (row) => row['kind'])).toEqual({ progressed: 5, other: 1 });
		expect(records.filter((row) => row['progress'] !== undefined)).toMatchObject([
			{ progress: 0.75 }
		]);
		expect(records.filter((row) => row['score'] !== undefined)).toEqual([]);
		expect(countBy(records, (row) => row['item_format'])).toEqual({ course: 6 });
	});

	test('Caliper and tracking logs are told by name', () => {
		const kinds = (folder: string) =>
			new Set(
				filesOf(`xapi/event-routing-backends/${folder}`).map(
					(path) => recogniseJson(readFileSync(path, 'utf8')).kind
				)
			);
		expect([...kinds('not-xapi-caliper')]).toEqual(['caliper']);
		expect([...kinds('not-xapi-tracking-log')]).toEqual(['tracking-log']);
		for (const folder of Object.values(folders)) {
			for (const path of filesOf(folder))
				expect(recogniseJson(readFileSync(path, 'utf8')).kind).toBe('xapi');
		}
	});
});

describe.skipIf(!hasShared)('files made to break JSON parsers', () => {
	const notJson = [
		'malformed_json',
		'invalid_utf8',
		'stray_text',
		'not_an_object',
		'json_unbalanced',
		'json_truncated',
		'json_too_deep'
	];
	const folder = shared('badinput/JSONTestSuite/test_parsing');
	const names = hasShared ? readdirSync(folder).filter((name) => /^[yn]_.*\.json$/.test(name)) : [];

	/** Why each record of the text is refused in strict mode; the text stands as a value in an object that is no statement. */
	async function reasonsOf(text: Buffer): Promise<string[]> {
		const path = join(emptyFolder(), 'case.json');
		writeFileSync(path, Buffer.concat([Buffer.from('{"x":'), text, Buffer.from('}\n')]));
		await normaliseJson(path, `${path}.tsv`);
		const lines = readFileSync(`${path}.tsv`, 'utf8').trimEnd().split('\n');
		return lines.map((line) => {
			const sorted = sortStatement(1, line.slice(line.indexOf('\t') + 1), true);
			return 'reject_reason' in sorted ? sorted.reject_reason : 'accepted';
		});
	}

	test.each(names)('%s', async (name) => {
		const reasons = await reasonsOf(readFileSync(join(folder, name)));
		if (name.startsWith('y_')) expect(reasons).toEqual(['unknown_property']);
		else expect(reasons.some((reason) => notJson.includes(reason))).toBe(true);
		expect(reasons).not.toContain('accepted');
	});
});
