import { describe, expect, test } from 'vitest';
import { openWarehouse } from './warehouse.ts';
import type { JobFacts, Warehouse } from './warehouse.ts';

type Row = readonly [
	day: string,
	unit: string,
	job?: string | undefined,
	facts?: JobFacts,
	manager?: string
];

/** A warehouse with the job history of some people; they are employed from 2020 on, or as told. */
async function careers(
	histories: Readonly<Record<string, readonly Row[]>>,
	employed: Readonly<Record<string, readonly (readonly [string, string?, string?])[]>> = {}
): Promise<Warehouse> {
	const warehouse = await openWarehouse();
	for (const [person, rows] of Object.entries(histories)) {
		for (const [hired, left, kind] of employed[person] ?? [['2020-01-01']])
			await warehouse.employ(person, hired, left, kind === undefined ? {} : { kind });
		for (const [day, unit, job, facts, manager] of rows)
			await warehouse.job(person, day, unit, job, manager, facts);
	}
	await warehouse.personnelTo('2025-12-31');
	await warehouse.build('move', 'role_spell');
	return warehouse;
}

async function kinds(warehouse: Warehouse): Promise<string[]> {
	const reader = await warehouse.connection.runAndReadAll(
		'select kind from move order by person_id, moved_on'
	);
	return reader.getRowsJS().map(([kind]) => String(kind));
}

const change = async (before: Row, after: Row, ...further: readonly Row[]): Promise<string[]> =>
	kinds(await careers({ p: [before, after, ...further] }));

const dev = (facts: JobFacts = {}): JobFacts => ({ family: 'Development', grade: 'G5', ...facts });
const start: Row = ['2020-01-01', 'Software', 'DEV', dev()];

describe('move (METRICS.md C1)', () => {
	test.each<[string, Row, string]>([
		[
			'a higher grade is a promotion',
			['2025-03-01', 'Software', 'LEAD', dev({ grade: 'G6' })],
			'promotion'
		],
		[
			'grades compare by number, not by letter',
			['2025-03-01', 'Software', 'LEAD', dev({ grade: 'G10' })],
			'promotion'
		],
		[
			'the same grade is lateral',
			['2025-03-01', 'Quality', 'QA', dev({ family: 'Quality' })],
			'lateral'
		],
		[
			'a lower grade is downward',
			['2025-03-01', 'Software', 'TST', dev({ grade: 'G4' })],
			'downward'
		],
		[
			'another unit with another family is a move',
			['2025-03-01', 'Quality', 'DEV', dev({ family: 'Quality' })],
			'lateral'
		],
		['another unit alone is none', ['2025-03-01', 'Quality', 'DEV', dev()], 'unit'],
		[
			'a grade inside the job is a progression',
			['2025-03-01', 'Software', 'DEV', dev({ grade: 'G6' })],
			'progression'
		],
		[
			'so is a step inside the grade',
			['2025-03-01', 'Software', 'DEV', dev({ grade: 'G5B' })],
			'progression'
		],
		[
			'a stated progression with another code',
			['2025-03-01', 'Software', 'DEV2', dev({ reason: 'progression' })],
			'progression'
		],
		[
			'a title alone',
			['2025-03-01', 'Software', 'DEV', dev({ title: 'Engineer II' })],
			'unchanged'
		],
		[
			'a stated reorganisation',
			['2025-03-01', 'Apps', 'DEV-N', dev({ reason: 'reorganisation' })],
			'reorganisation'
		],
		[
			'a correction of data',
			['2025-03-01', 'Software', 'DEVX', dev({ reason: 'data_change' })],
			'correction'
		],
		[
			'a step lost with a new job of the same grade is lateral',
			['2025-03-01', 'Quality', 'QA', dev({ grade: 'G5B', family: 'Quality' })],
			'lateral'
		],
		[
			'grades of two scales do not compare',
			['2025-03-01', 'Software', 'LEAD', dev({ grade: 'M2' })],
			'untyped'
		],
		[
			'unless a reason is stated',
			['2025-03-01', 'Software', 'LEAD', dev({ grade: 'M2', reason: 'promotion' })],
			'promotion'
		]
	])('%s', async (_name, after, kind) => {
		expect(await change(start, after)).toEqual([kind]);
	});

	test('without grades the type of a move is unknown, also where the file says no more than that the job changed', async () => {
		const before: Row = ['2020-01-01', 'Software', 'DEV'];
		expect(await change(before, ['2025-03-01', 'Quality', 'QA'])).toEqual(['untyped']);
		expect(await change(before, ['2025-03-01', 'Quality', 'QA', { reason: 'job_change' }])).toEqual(
			['untyped']
		);
		expect(await change(before, ['2025-03-01', 'Quality', 'QA', { reason: 'lateral' }])).toEqual([
			'lateral'
		]);
	});

	test('title, manager, cost centre and place alone are no moves', async () => {
		const warehouse = await careers({
			p: [
				[
					'2020-01-01',
					'Software',
					'DEV',
					dev({ title: 'Dev', costCentre: '1', location: 'Leeds' }),
					'boss'
				],
				['2021-01-01', 'Software', 'DEV', dev({ title: 'Developer' })],
				['2022-01-01', 'Software', 'DEV', dev(), 'other'],
				['2023-01-01', 'Software', 'DEV', dev({ costCentre: '2' })],
				['2024-01-01', 'Software', 'DEV', dev({ location: 'Hull' })]
			]
		});
		expect(await kinds(warehouse)).toEqual(['title', 'manager', 'cost_centre', 'location']);
	});

	test('what is blank has not changed', async () => {
		expect(await change(start, ['2025-03-01', '', undefined, { title: 'X' }])).toEqual([
			'unchanged'
		]);
	});

	test('a file without job codes takes the title for the job', async () => {
		const titled = (title: string): JobFacts => ({ title });
		expect(
			await change(
				['2020-01-01', 'Software', undefined, titled('Developer')],
				['2025-03-01', 'Software', undefined, titled('Tester')]
			)
		).toEqual(['untyped']);
	});

	test('ten people from one unit to another on one day are a reorganisation, nine are not', async () => {
		const group = (people: number): Record<string, Row[]> =>
			Object.fromEntries(
				Array.from({ length: people }, (_none, index) => [
					`p${index}`,
					[start, ['2025-03-01', 'Apps', 'DEV', dev({ family: 'Apps' })] as Row]
				])
			);
		expect(await kinds(await careers(group(10)))).toEqual(Array(10).fill('reorganisation'));
		expect(await kinds(await careers(group(9)))).toEqual(Array(9).fill('lateral'));
	});

	test('who changes the job in a reorganisation of many moves all the same', async () => {
		const rows: Record<string, Row[]> = Object.fromEntries(
			Array.from({ length: 10 }, (_none, index) => [
				`p${index}`,
				[start, ['2025-03-01', 'Apps', 'DEV', dev({ family: 'Apps' })] as Row]
			])
		);
		const warehouse = await careers({
			...rows,
			q: [start, ['2025-03-01', 'Apps', 'LEAD', dev({ family: 'Apps', grade: 'G6' })]]
		});
		expect((await kinds(warehouse)).at(-1)).toBe('promotion');
	});

	test('two rows up to 30 days apart that return to the origin are a correction', async () => {
		const away: Row = ['2025-03-01', 'Quality', 'QA', dev({ family: 'Quality' })];
		expect(await change(start, away, ['2025-03-31', 'Software', 'DEV', dev()])).toEqual([
			'correction',
			'unchanged'
		]);
		expect(await change(start, away, ['2025-04-01', 'Software', 'DEV', dev()])).toEqual([
			'lateral',
			'lateral'
		]);
	});

	test('a secondment below 90 days is no move, a longer one is', async () => {
		const away: Row = [
			'2025-03-01',
			'Quality',
			'QA',
			dev({ reason: 'secondment', family: 'Quality' })
		];
		const back = (day: string): Row => [day, 'Software', 'DEV', dev({ reason: 'return' })];
		expect(await change(start, away, back('2025-05-29'))).toEqual(['secondment', 'unchanged']);
		expect(await change(start, away, back('2025-05-30'))).toEqual(['lateral', 'lateral']);
	});

	test('a secondment that is younger than 90 days at the end of the data is none yet', async () => {
		const away: Row = [
			'2025-11-01',
			'Quality',
			'QA',
			dev({ reason: 'secondment', family: 'Quality' })
		];
		expect(await change(start, away)).toEqual(['secondment']);
	});

	test('whoever is hired again begins anew', async () => {
		const warehouse = await careers(
			{ p: [start, ['2024-01-01', 'Quality', 'QA', dev({ family: 'Quality', grade: 'G6' })]] },
			{ p: [['2020-01-01', '2023-01-01', 'voluntary'], ['2024-01-01']] }
		);
		expect(await kinds(warehouse)).toEqual([]);
		const reader = await warehouse.connection.runAndReadAll(
			"select spell_no::integer as n, strftime(from_on, '%Y-%m-%d') as d, ending::varchar as e from role_spell order by spell_no"
		);
		expect(reader.getRowsJS()).toEqual([
			[1, '2020-01-01', 'exit'],
			[2, '2024-01-01', 'open']
		]);
	});

	test('the last row of a day by its sequence holds, and a promotion beside a new manager stays one', async () => {
		expect(
			await change(
				start,
				['2025-03-01', 'Software', 'LEAD', dev({ grade: 'G6', reason: 'promotion', sequence: 1 })],
				['2025-03-01', 'Software', undefined, { reason: 'manager', sequence: 2 }, 'boss']
			)
		).toEqual(['promotion']);
	});

	test('an order of grades that the analyst sets', async () => {
		const warehouse = await openWarehouse();
		await warehouse.insert('setting', { name: 'grade.order', value: 'Junior; Senior; Lead' });
		await warehouse.employ('p', '2020-01-01');
		await warehouse.job('p', '2020-01-01', 'Software', 'DEV', undefined, { grade: 'Senior' });
		await warehouse.job('p', '2025-03-01', 'Software', 'DEV-L', undefined, { grade: 'Lead' });
		await warehouse.build('move', 'role_spell');
		expect(await kinds(warehouse)).toEqual(['promotion']);
	});

	test('contractors are left out', async () => {
		const warehouse = await openWarehouse();
		await warehouse.employ('p', '2020-01-01', undefined, { type: 'Contractor' });
		await warehouse.job('p', '2020-01-01', 'Software', 'DEV');
		await warehouse.job('p', '2025-03-01', 'Quality', 'QA');
		await warehouse.build('move', 'role_spell');
		expect(await kinds(warehouse)).toEqual([]);
	});
});
