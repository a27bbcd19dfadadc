import { describe, expect, test } from 'vitest';
import { stageText } from './statements.ts';

type Json = Record<string, unknown>;

const uuid = (index: number) => `5a1c8a52-6f0e-4b6f-9d5e-${String(index).padStart(12, '0')}`;
const statementOf = (index: number): Json => ({
	id: uuid(index),
	actor: { mbox: `mailto:p${index}@firm.example`, name: 'Zoë "Z" \\ 名' },
	verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
	object: {
		id: `https://lms.example/c/${index}`,
		definition: { name: { de: 'Kurs\tfür "alle"' } }
	},
	result: { response: 'true and false' },
	timestamp: '2025-03-03T09:00:00Z'
});
const text = (index: number) => JSON.stringify(statementOf(index));

/** A thousand in a full run (DAMAGED_FILES=1000). */
const damagedFiles = Number(process.env['DAMAGED_FILES'] ?? 60);

/** A repeatable stream of numbers in [0, 1). */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 4_294_967_296;
	};
}

interface Damage {
	readonly reason: string;
	readonly apply: (line: string, random: () => number) => string | Buffer;
}

const after = (line: string, mark: string, insert: string | Buffer): Buffer => {
	const at = line.indexOf(mark) + mark.length;
	return Buffer.concat([
		Buffer.from(line.slice(0, at)),
		Buffer.from(insert),
		Buffer.from(line.slice(at))
	]);
};

const damages: readonly Damage[] = [
	{
		reason: 'json_unbalanced',
		apply: (line, random) => line.slice(0, 1 + Math.floor(random() * (line.length - 1)))
	},
	{
		reason: 'json_unbalanced',
		apply: (line) => line.replace('"response":"true', '"response":"true}').slice(0, -1)
	},
	{ reason: 'stray_text', apply: (line) => `${line}}` },
	{ reason: 'stray_text', apply: (line) => `${line} and more` },
	{ reason: 'stray_text', apply: () => 'Error: connection reset' },
	{ reason: 'not_an_object', apply: (line) => line.slice(1) },
	{ reason: 'not_an_object', apply: () => '42' },
	{ reason: 'malformed_json', apply: (line) => line.replace('"actor":', 'actor:') },
	{ reason: 'malformed_json', apply: (line) => after(line, '"true', '\u0001').toString() },
	{ reason: 'malformed_json', apply: (line) => after(line, '"true', '\t') },
	{ reason: 'malformed_json', apply: (line) => after(line, '"true', '\0') },
	{ reason: 'invalid_utf8', apply: (line) => after(line, '"true', Buffer.from([0xc3, 0x28])) },
	{ reason: 'no_identifier', apply: (line) => line.replace('"mbox"', '"mailbox"') },
	{ reason: 'bad_iri', apply: (line) => line.replace('http://adlnet.gov/expapi/verbs/', '') },
	{ reason: 'missing_property', apply: (line) => line.replace('"verb"', '"word"') },
	{ reason: 'missing_timestamp', apply: (line) => line.replace('"timestamp"', '"time"') },
	{ reason: 'bad_timestamp', apply: (line) => line.replace('2025-03-03T', '03.03.2025 ') }
];

describe('convertStatements(connection, plan)', () => {
	test('keeps every record once, with its line, whatever becomes of it', async () => {
		const lines = Array.from({ length: 5000 }, (_, index) =>
			index === 18 ? text(index).replace('"id"', '"ident"') : text(index)
		);
		const { records, scan } = await stageText(`${lines.join('\n')}\n`);
		expect(scan.layout).toBe('original');
		expect(records).toHaveLength(5000);
		expect(
			records.every(
				(row, index) =>
					row['line'] === String(index + 1) &&
					row['statement_id'] === (index === 18 ? undefined : uuid(index)) &&
					'email_sha1' in row === (index === 18)
			)
		).toBe(true);
		expect(records[17]).toEqual({
			line: '18',
			email: 'p17@firm.example',
			display_name: 'Zoë "Z" \\ 名',
			item_code: 'https://lms.example/c/17',
			item_title: 'Kurs\tfür "alle"',
			statement_id: uuid(17),
			happened_at: '2025-03-03 09:00:00',
			kind: 'completed',
			verb: 'http://adlnet.gov/expapi/verbs/completed'
		});
	});

	test(`names line and reason of the damage in each of ${damagedFiles} damaged files`, async () => {
		for (let seed = 1; seed <= damagedFiles; seed++) {
			const random = seeded(seed * 7919);
			const count = 20 + Math.floor(random() * 30);
			const expected = new Map<number, string>();
			const lines = Array.from({ length: count }, (_, index): string | Buffer => {
				const damage = random() < 0.15 ? damages[Math.floor(random() * damages.length)] : undefined;
				if (!damage) return text(index);
				expected.set(index + 1, damage.reason);
				return damage.apply(text(index), random);
			});
			const file = Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')]));
			const { scan, records, count: converted } = await stageText(file);
			const refused = new Map(
				records.flatMap((row) =>
					row['reject_reason'] === undefined ? [] : [[Number(row['line']), row['reject_reason']]]
				)
			);
			expect({ seed, refused: [...refused] }).toEqual({ seed, refused: [...expected] });
			expect([scan.records, converted, records.length]).toEqual([count, count, count]);
			for (const row of records) {
				const line = Number(row['line']);
				if (expected.has(line))
					expect(
						Buffer.from(lines[line - 1] ?? '')
							.toString('utf8')
							.startsWith(String(row['raw']).slice(0, 20))
					).toBe(true);
				else expect(row['statement_id']).toBe(uuid(line - 1));
			}
		}
	}, 1_200_000);

	test('reads arrays and pages as it reads lines', async () => {
		const list = Array.from({ length: 50 }, (_, index) => statementOf(index));
		const lines = await stageText(list.map((one) => JSON.stringify(one)).join('\n'));
		const without = (rows: typeof lines.records) => rows.map(({ line: _line, ...row }) => row);
		for (const other of [
			JSON.stringify(list),
			JSON.stringify(list, null, '\t'),
			JSON.stringify({ more: '', statements: list }),
			list.map((one) => JSON.stringify(one)).join('\r\n')
		]) {
			expect(without((await stageText(other)).records)).toEqual(without(lines.records));
		}
	});

	test('the time zone of the file is for times that name none', async () => {
		const file = JSON.stringify({ ...statementOf(1), timestamp: '2025-07-01T12:00:00' });
		for (const [timeZone, read] of [
			['UTC', '12'],
			['Europe/Berlin', '10'],
			['America/New_York', '16']
		] as const) {
			const { records } = await stageText(file, { timeZone });
			expect(records[0]).toMatchObject({
				happened_at: `2025-07-01 ${read}:00:00`,
				repairs: ['time_without_zone']
			});
		}
	});

	test('strict mode refuses by every rule and mends nothing', async () => {
		const list = [
			statementOf(0),
			{ ...statementOf(1), colour: 'red' },
			{ ...statementOf(2), timestamp: undefined },
			{ ...statementOf(3), object: { id: 'x' } }
		];
		const { records } = await stageText(list.map((one) => JSON.stringify(one)).join('\n'), {
			strict: true
		});
		expect(records.map((row) => row['reject_reason'] ?? row['kind'])).toEqual([
			'completed',
			'unknown_property',
			'completed',
			'bad_iri'
		]);
		expect(records[1]).toMatchObject({
			reject_column: 'colour',
			reject_value: 'red',
			raw: JSON.stringify(list[1])
		});
		expect(records.flatMap((row) => row['repairs'] ?? [])).toEqual([]);
	});

	test('survives hostile depth, where it is read and where it is not', async () => {
		const deep = '['.repeat(100_000) + ']'.repeat(100_000);
		const unread = text(1).replace('"true and false"', deep);
		const readPart = text(2).replace('"https://lms.example/c/2"', deep);
		const { records } = await stageText(`${text(0)}\n${unread}\n${readPart}\n${text(3)}\n`);
		expect(records.map((row) => row['reject_reason'] ?? 'read')).toEqual([
			'read',
			'read',
			'json_too_deep',
			'read'
		]);
	});

	test('the first of two equal keys counts, in strict mode the last, as in the parser that judges it', async () => {
		const twice = text(0).replace('"timestamp"', '"timestamp":"2025-01-01T00:00:00Z","timestamp"');
		expect((await stageText(twice)).records[0]).toMatchObject({
			happened_at: '2025-01-01 00:00:00'
		});
		expect((await stageText(twice, { strict: true })).records[0]).toMatchObject({
			happened_at: '2025-03-03 09:00:00'
		});
	});

	test('a record of almost 4 MiB passes', async () => {
		const long = text(1).replace('true and false', 'x'.repeat(4_000_000));
		const { records } = await stageText(`${text(0)}\n${long}\n${text(2)}\n`);
		expect(records.map((row) => row['statement_id'])).toEqual([uuid(0), uuid(1), uuid(2)]);
	});

	test('an empty page gives no file', async () => {
		expect((await stageText('{"statements":[]}')).records).toEqual([]);
	});
});
