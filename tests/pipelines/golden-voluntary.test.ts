import { expect, test } from 'vitest';
import { runCommand } from '#pipelines/commands.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import { emptyFolder, fileOf } from './folder.ts';

interface Row {
	readonly variant: string | null;
	readonly measure: string | null;
	readonly value: number | null;
	readonly numerator: number | null;
	readonly denominator: number | null;
	readonly persons: number | null;
}

const heading =
	'Course Name,Enrollment Method,Status,Email Address,Department,Date Enrolled,Date Started,Date Completed,Course ID,Progress,Time Spent (min)';

/** One row of a learning system's export: what somebody took on a day, and for how many minutes. */
const took = (person: string, item: string, day: string, method = 'Self', minutes = ''): string =>
	`Title ${item},${method},Complete,${person}@example.org,Sales,${day},${day},${day},${item},100,${minutes}`;

/** Imports files and answers one metric, as the command line does. */
async function commandLine(files: Readonly<Record<string, readonly string[]>>) {
	const warehouse = await openWarehouse(emptyFolder(), 'test');
	const run = (name: string, args: readonly string[], options = {}) =>
		runCommand({ warehouse, by: 'test', folder: '/' }, name, args, options);
	for (const [name, lines] of Object.entries(files)) {
		const { json } = await run('import', [fileOf(name, lines.join('\n')).path]);
		expect(json).toMatchObject({ batches: [{ rows_rejected: 0 }] });
	}
	return {
		ask: async (metric: string, options = {}): Promise<readonly Row[]> =>
			((await run('metric', [metric], options)).json as { rows: readonly Row[] }).rows,
		close: () => warehouse.close()
	};
}

test('METRICS.md goldens A4 and A5, three people for each of theirs: 63.24 %, R 1.72, median 65.31 %', async () => {
	const minutes = [
		[300, 100],
		[200, 150],
		[0, 120],
		[360, 130],
		[0, 0]
	];
	const rows = minutes.flatMap(([found = 0, assigned = 0], index) =>
		['a', 'b', 'c'].flatMap((twin) => [
			took(`p${index}${twin}`, 'S', '2025-02-01', 'Self', String(found)),
			took(`p${index}${twin}`, 'A', '2025-02-01', 'Admin', String(assigned))
		])
	);
	const { ask, close } = await commandLine({ 'absorb.csv': [heading, ...rows] });
	const share = (await ask('voluntary_hours_share', { variant: 'wall' })).find(
		(row) => row.variant === 'wall'
	);
	expect(share).toMatchObject({ numerator: 2580, denominator: 4080, persons: 12 });
	expect(share?.value).toBeCloseTo(0.6323529412, 9);
	const ratio = await ask('self_found_ratio', { variant: 'wall' });
	const of = (measure: string | null) => ratio.find((row) => row.measure === measure)?.value;
	expect(of(null)).toBeCloseTo(1.72, 12);
	expect(of('more')).toBeCloseTo(0.72, 12);
	expect(of('median_self_share')).toBeCloseTo(0.6530612245, 9);
	await close();
});

test('METRICS.md golden A6, six people with the same choices: 1.75 bits, 3.3636 topics, 0.5268', async () => {
	const topics = ['D', 'D', 'D', 'D', 'L', 'L', 'S', 'F', 't5', 't6', 't7', 't8', 't9', 't10'];
	const people = ['a', 'b', 'c', 'd', 'e', 'f'];
	const { ask, close } = await commandLine({
		'absorb.csv': [
			heading,
			took('other', 'X', '2024-01-05'),
			...people.flatMap((person) =>
				topics.slice(0, 8).map((_topic, item) => took(person, `C${item}`, '2025-02-01'))
			),
			took('other', 'X', '2025-06-30')
		],
		'catalogue.csv': [
			'System,Item code,Title,Topic,Format,Minutes',
			...topics.map((topic, item) => `absorb,C${item},Title C${item},${topic},video,30`)
		]
	});
	const rows = await ask('choice_diversity', {
		from: '2025-01-01',
		to: '2025-04-01',
		variant: 'topic'
	});
	const of = (measure: string | null) => rows.find((row) => row.measure === measure)?.value;
	expect(of('bits')).toBeCloseTo(1.75, 9);
	expect(of(null)).toBeCloseTo(3.363585661, 8);
	expect(of('normalised')).toBeCloseTo(0.5268024925, 8);
	await close();
});

test('METRICS.md golden A7, six people on the same days: 83.33 % against 76.92 %, index 1.083', async () => {
	const days = [
		...['04-01', '04-02', '04-03', '04-04', '04-07', '04-08', '04-09', '06-02', '06-03', '06-30'],
		...['05-05', '05-23']
	];
	const people = ['a', 'b', 'c', 'd', 'e', 'f'];
	const { ask, close } = await commandLine({
		'absorb.csv': [
			heading,
			...people.flatMap((person) =>
				days.map((day, item) => took(person, `C${item}`, `2025-${day}`))
			)
		],
		'windows.csv': ['Campaign,Unit,Starts on,Ends on', 'Spring,all,05/05/2025,25/05/2025']
	});
	const rows = await ask('outside_windows_index', { from: '2025-04-01', to: '2025-07-01' });
	const of = (measure: string | null) => rows.find((row) => row.measure === measure);
	expect(of(null)).toMatchObject({ numerator: 60, persons: 6 });
	expect(of(null)?.value).toBeCloseTo(1.0833333333, 8);
	expect(of('outside_share')?.value).toBeCloseTo(10 / 12, 12);
	expect(of('expected_share')?.value).toBeCloseTo(50 / 65, 8);
	await close();
});

test('METRICS.md golden B1, two people for each of theirs: 3 of 8 took a path of their own', async () => {
	const dayAfter = (days: number): string =>
		new Date(Date.parse('2025-01-01T00:00:00Z') + days * 86_400_000).toISOString().slice(0, 10);
	const chosen = [
		[0, 20, 50],
		[0, 70, 89],
		[0, 10, 15, 200],
		[0, 30, 80]
	];
	const rows = ['a', 'b'].flatMap((twin) => [
		...chosen.flatMap((days, person) =>
			days.map((day, item) => took(`p${person}${twin}`, `C${item}`, dayAfter(day)))
		),
		took(`p3${twin}`, 'A', dayAfter(40), 'Admin'),
		...[4, 5, 6, 7].map((person) => took(`p${person}${twin}`, 'A', dayAfter(0), 'Admin'))
	]);
	const { ask, close } = await commandLine({ 'absorb.csv': [heading, ...rows] });
	const [rate] = await ask('path_rate', { from: '2025-01-01', to: '2025-04-01', grain: 'quarter' });
	expect(rate).toMatchObject({ value: 0.375, numerator: 6, denominator: 16, persons: 16 });
	await close();
});

test('METRICS.md golden B6, six people alike: divergence 0.80, off the curriculum 0.667', async () => {
	const people = ['a', 'b', 'c', 'd', 'e', 'f'];
	const rows = people.flatMap((person) => [
		...['A', 'B', 'C'].map((item) => took(person, item, '2024-03-01', 'Admin')),
		...['B', 'D', 'E'].map((item, index) => took(person, item, `2024-10-0${index + 1}`))
	]);
	const { ask, close } = await commandLine({
		'absorb.csv': [
			heading,
			took('other', 'X', '2024-01-01', 'Admin'),
			...rows,
			took('other', 'X', '2024-12-31', 'Admin')
		]
	});
	const told = await ask('curriculum_divergence');
	const of = (measure: string | null) => told.findLast((row) => row.measure === measure);
	expect(of(null)).toMatchObject({ persons: 6 });
	expect(of(null)?.value).toBeCloseTo(0.8, 9);
	expect(of('off_share')?.value).toBeCloseTo(2 / 3, 9);
	await close();
});
