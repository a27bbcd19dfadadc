import { beforeAll, describe, expect, test } from 'vitest';
import type { Asked, Company } from './company.ts';
import { openCompany, times } from './company.ts';

const email = (name: string): string => `${name.replaceAll(' ', '')}@example.org`;
const took = (who: string, on: string, done = '', item = 'course', how = 'self'): string =>
	`${email(who)},${item},${item},${on},${done},${done ? 'Completed' : 'In progress'},${how}`;
const certain = ['2025-01-10', '2025-01-20', '2025-01-30', '2025-03-20', '2025-04-20'];

let company: Company;
beforeAll(async () => {
	company = await openCompany({
		'people.csv': [
			'Person e-mail,Unit of the person,Hired on,Left on',
			...times(12).flatMap((n) => [
				`${email(`leaver ${n}`)},Leaving,2020-01-01,2025-04-0${n < 6 ? 1 : 2}`,
				`${email(`early ${n}`)},Early,2025-01-01,${n < 6 ? '2025-04-02' : ''}`,
				`${email(`given ${n}`)},Given,2020-01-01,`,
				`${email(`again ${n}`)},Again,2020-01-01,`,
				`${email(`both ${n}`)},Both,2020-01-01,`,
				`${email(`pathed ${n}`)},Pathed,2020-01-01,`,
				`${email(`late ${n}`)},Late,2020-01-01,${n < 6 ? '2025-03-20' : ''}`,
				`${email(`excused ${n}`)},Excused,2020-01-01,`,
				`${email(`rehired ${n}`)},Rehired,2020-01-01,2024-12-15`,
				`${email(`rehired ${n}`)},Rehired,2025-01-02,`
			]),
			...times(20).map((n) => `${email(`walker ${n}`)},Walkers,2020-01-01,`),
			`${email('last')},Other,2020-01-01,`
		],
		'register.csv': [
			'Learner e-mail,Item taken,Code of the item,Enrolled on,Completed on,State of enrolment,Enrolled how',
			...times(12).flatMap((n) => [
				took(`leaver ${n}`, '2025-01-10', n > 9 ? '2025-04-01' : ''),
				took(`given ${n}`, '2025-10-25 09:00'),
				took(`again ${n}`, '2025-01-10', '2025-02-10'),
				...(n < 6 ? [took(`again ${n}`, '2025-02-10')] : []),
				took(`early ${n}`, '2024-12-20', n > 8 ? '2025-02-01' : ''),
				took(`both ${n}`, '2025-01-10', n < 6 ? '2025-04-01' : ''),
				took(`both ${n}`, '2025-02-01', '2025-02-10'),
				took(`both ${n}`, '2025-03-01'),
				...(n < 6 ? [took(`both ${n}`, '2025-04-15', '2025-04-20')] : []),
				took(`pathed ${n}`, '2025-10-25', '', 'step'),
				took(`pathed ${n}`, '2025-10-26', '', 'later step'),
				took(`late ${n}`, '2025-02-10', n < 6 ? '2025-04-05' : '2025-03-05'),
				`${email(`excused ${n}`)},course,course,2024-12-20,,Waived,rule`,
				took(`excused ${n}`, '2025-01-10', n < 6 ? '2025-02-01' : ''),
				took(`rehired ${n}`, '2024-12-01'),
				took(`rehired ${n}`, '2024-12-20'),
				took(`rehired ${n}`, '2025-01-10', n < 6 ? '2025-02-01' : '')
			]),
			...times(20).flatMap((n) => [
				took(`walker ${n}`, '2024-07-01', '2024-07-01', 'unknown', ''),
				...certain.map((day) => took(`walker ${n}`, day, day, `certain ${day}`))
			]),
			took('last', '2026-01-31')
		],
		'assignments.csv': [
			'Email,System,Item code,Title,Path code,Assigned on,Assigned by',
			...times(6).flatMap((n) => [
				`${email(`given ${n}`)},own,course,course,,2025-10-26,administrator`,
				`${email(`pathed ${n}`)},,,,P,2025-06-30,administrator`
			])
		],
		'official.csv': [
			'Path code,Path title,Version,Valid from,Valid to,Step,System,Item code,Item title',
			'P,Path P,1,2025-01-01,2025-06-30,1,own,step,step',
			'P,Path P,2,2025-07-01,,1,own,later step,later step'
		]
	});
});

test('A2p: nothing of theirs is open on the first day on which people are gone', async () => {
	const asked = { from: '2025-04-01', to: '2025-07-01', where: ['org_unit=Leaving'] };
	expect(await company.row('period_completion_rate', asked, { variant: 'broad' })).toMatchObject({
		numerator: 2,
		denominator: 6,
		persons: 6
	});
});

test('A2p: what was begun before the first day of employment ends with it', async () => {
	const open = async (from: string, to: string) => {
		const row = await company.row(
			'period_completion_rate',
			{ from, to, where: ['org_unit=Early'] },
			{ variant: 'broad' }
		);
		return row['denominator'];
	};
	expect(await open('2025-04-01', '2025-07-01')).toBe(9);
	// Three are left, and too few to be told; nine would be told.
	expect(await open('2025-07-01', '2025-10-01')).toBeNull();
});

test('A1: another enrolment on the day of a completion is to be completed, too', async () => {
	const asked = { from: '2025-01-01', to: '2025-04-01', where: ['org_unit=Again'] };
	expect(await company.row('voluntary_completion_rate', asked, { variant: 'broad' })).toMatchObject(
		{ numerator: 12, denominator: 18, persons: 12 }
	);
});

test('A0: an assignment of the next day, and so within the one day, goes before the method', async () => {
	const asked = { from: '2025-10-01', to: '2026-01-01', where: ['org_unit=Given'] };
	expect(await company.row('initiation_mix', asked, { variant: 'assigned_other' })).toMatchObject({
		value: 0.5,
		numerator: 6,
		denominator: 12
	});
});

test('A0: what is a step of an assigned path, of the version of that day, was not chosen', async () => {
	const asked = { from: '2025-10-01', to: '2026-01-01', where: ['org_unit=Pathed'] };
	expect(await company.row('initiation_mix', asked, { variant: 'assigned_other' })).toMatchObject({
		value: 0.25,
		numerator: 6,
		denominator: 24
	});
});

test('A1: a completion ends what is open of the item, also where it is another episode', async () => {
	const asked = { from: '2025-01-01', to: '2025-04-01', where: ['org_unit=Both'] };
	expect(await company.row('voluntary_completion_rate', asked, { variant: 'broad' })).toMatchObject(
		{ numerator: 18, denominator: 24, persons: 12 }
	);
	const later = { from: '2025-04-01', to: '2025-07-01', where: ['org_unit=Both'] };
	expect(await company.row('voluntary_completion_rate', later, { variant: 'broad' })).toMatchObject(
		{ reason: 'band', persons: 6 }
	);
});

test('A1: what is begun after a waiver, or in another employment, is an episode of its own', async () => {
	for (const unit of ['Excused', 'Rehired']) {
		const asked = { from: '2025-01-01', to: '2025-04-01', where: [`org_unit=${unit}`] };
		expect(
			await company.row('voluntary_completion_rate', asked, { variant: 'broad' })
		).toMatchObject({ numerator: 6, denominator: 12, persons: 12 });
	}
});

test('A8: what was completed after leaving makes nobody active', async () => {
	const asked = { from: '2025-01-01', to: '2025-04-01', where: ['org_unit=Late'] };
	expect(await company.row('self_directed_reach', asked)).toMatchObject({
		numerator: 6,
		denominator: 12
	});
});

test('B1: no bound holds a path whose third item cannot have come in the period', async () => {
	const asked = { from: '2025-04-01', to: '2025-07-01', where: ['org_unit=Walkers'] };
	expect(await company.row('path_rate', asked)).toMatchObject({
		value: 0,
		denominator: 20,
		bound_lo: 0,
		bound_hi: 0
	});
});

describe('where the organisation has its days half a day before UTC', () => {
	let islands: Company;
	beforeAll(async () => {
		islands = await openCompany(
			{
				'jobs.csv': [
					'User ID,Email,Event Date,Sequence Number,Event Reason,Job Code,Department',
					...times(12).flatMap((n) => [
						`i${n},${email(`islander ${n}`)},02/01/2025,1,New Hire,J,First`,
						`i${n},${email(`islander ${n}`)},08/01/2025,2,Transfer,J,Second`
					])
				],
				'register.csv': [
					'Learner e-mail,Item taken,Code of the item,Enrolled on,Completed on,State of enrolment,Enrolled how',
					took('islander 0', '2024-01-01', '2024-01-01', 'old'),
					...times(12).flatMap((n) => [
						took(`islander ${n}`, '2024-11-10', '2024-11-11', 'x'),
						took(`islander ${n}`, '2025-01-10', '2025-01-11', 'z'),
						took(`islander ${n}`, '2025-01-12', '', 'given', 'admin')
					]),
					took('islander 0', '2025-12-31', '2025-12-31', 'old')
				],
				'assignments.csv': [
					'Email,System,Item code,Title,Path code,Assigned on,Assigned by',
					...times(12).map((n) => `${email(`islander ${n}`)},,,,P,2025-01-01,administrator`)
				],
				'pulse.csv': [
					'Timestamp,Email Address,I choose which topics I learn about.,I choose when I learn.',
					...times(12).map((n) => `12/31/2024 20:00:00,${email(`islander ${n}`)},Agree,Disagree`)
				],
				'official.csv': [
					'Path code,Path title,Version,Valid from,Valid to,Step,System,Item code,Item title',
					'P,Path P,1,2025-01-01,,1,own,x,x',
					'P,Path P,1,2025-01-01,,2,own,y,y'
				]
			},
			[['rules', ['set', 'setting', 'time_zone', 'Pacific/Auckland']]]
		);
	});

	test('B6: a path binds on the day on which it was assigned', async () => {
		const asked = { from: '2025-01-01', to: '2025-04-01', grain: 'quarter' };
		const row = await islands.row('curriculum_divergence', asked, { measure: null });
		expect(row.denominator).toBe(12);
		// Chosen: x and z. The curriculum: x and y of the path, and what was given; no other file names y.
		expect(row.value).toBeCloseTo(3 / 4, 8);
	});

	test('A0: days before the job history count for the first unit that it knows', async () => {
		const asked = { from: '2025-01-01', to: '2025-04-01', by: 'org_unit' };
		expect(
			await islands.row('initiation_mix', asked, { variant: 'self_initiated', org_unit: 'First' })
		).toMatchObject({ numerator: 12, denominator: 24 });
	});

	test('A8: a date without a time of day stays the day that the file states', async () => {
		const row = await islands.row('self_directed_reach', { from: '2025-10-01', to: '2026-01-01' });
		expect(row).toMatchObject({ numerator: 1, denominator: 12 });
	});

	test('D2: a wave closes on the day of the organisation, and bears its month', async () => {
		const row = await islands.row(
			'favourability',
			{ grain: 'quarter' },
			{ measure: 'favourable', period_start: '2025-01-01' }
		);
		expect(row).toMatchObject({ variant: '2025-01', value: 0.5 });
	});
});

test('A0: the way in which somebody was enrolled says in a table of events, as in one of enrolments, how binding it is', async () => {
	const events = await openCompany({
		'events.csv': [
			'Doer e-mail,Item of the event,Code of the event’s item,Happened on,What happened,How the doer was enrolled',
			...times(12).flatMap((n) => [
				`${email(`doer ${n}`)},duty,duty,2025-01-10 09:00,Enrolled,mandatory`,
				`${email(`doer ${n}`)},choice,choice,2025-01-11 09:00,Enrolled,voluntary`,
				`${email(`doer ${n}`)},task,task,2025-01-12 09:00,Enrolled,admin`
			])
		]
	});
	const { rows } = await events.answer('initiation_mix');
	expect(rows.map(({ variant, numerator }) => [variant, numerator])).toEqual(
		expect.arrayContaining([
			['assigned_required', 12],
			['self_initiated', 12],
			['assigned_other', 12]
		])
	);
});

test('A2p: what vanished counts as withdrawn on the day of the organisation to which the next file reaches', async () => {
	const people = times(12).map((n) => `gone ${n}`);
	const head =
		'Learner e-mail,Item taken,Code of the item,Enrolled on,Completed on,State of enrolment,Enrolled how';
	const kept = took('last', '2025-05-10', '2025-05-11');
	const west = await openCompany(
		{
			'register 1.csv': [
				head,
				kept,
				...people.flatMap((who) => [took(who, '2025-06-01'), took(who, '2025-06-02', '', 'stays')])
			],
			'register 2.csv': [
				head,
				kept,
				...people.map((who) => took(who, '2025-06-02', '', 'stays')),
				took('last', '2025-07-01', '', 'other')
			]
		},
		[['rules', ['set', 'setting', 'time_zone', 'America/Los_Angeles']]]
	);
	const asked = { from: '2025-07-01', to: '2025-10-01' };
	expect(await west.row('period_completion_rate', asked, { variant: 'broad' })).toMatchObject({
		denominator: 25
	});
});

test('A1: of files without any column for completions it is said that they are missing; one that nobody filled is a column', async () => {
	const people = times(12).map((n) => email(`starter ${n}`));
	const head = 'Learner e-mail,Item taken,Code of the item,Enrolled on,Enrolled how';
	const mute = await openCompany({
		'register.csv': [
			head,
			...people.map((who) => `${who},course,course,2025-01-10,self`),
			`${email('late')},course,course,2025-12-31,self`
		]
	});
	for (const metric of ['voluntary_completion_rate', 'period_completion_rate']) {
		const answer = await mute.answer(metric);
		expect(answer).toMatchObject({ missing: ['completions'], rows: [] });
		expect(answer.notes.join()).toContain('who completed what');
	}
	expect((await mute.answer('initiation_mix')).rows).not.toEqual([]);
	// Every row of this log says that something was viewed, and no other word can stand there.
	const views = await openCompany({
		'usage.csv': [
			'User ID,First name,Last name,Email,Team name,Note,Is on account,Course ID,Course name,View date,Usage in seconds',
			...people.map((who, n) => `u${n},A,B,${who},Team,,Yes,course,Course,2025-01-10,900`)
		]
	});
	expect(await views.answer('time_to_complete')).toMatchObject({
		missing: ['completions'],
		rows: []
	});
	const open = await openCompany({
		'register.csv': [
			`${head},Completed on`,
			...people.map((who) => `${who},course,course,2025-01-10,self,`),
			`${email('late')},course,course,2025-12-31,self,`
		]
	});
	const { missing, rows } = await open.answer('voluntary_completion_rate');
	expect(missing).toEqual([]);
	expect(rows).not.toEqual([]);
});

describe('a system of which no file can tell completions, beside two that can', () => {
	const head = 'Learner e-mail,Learner unit,Item taken,Code of the item,Enrolled on,Enrolled how';
	const began = (name: string, count: number, unit: string, more = ''): string[] =>
		times(count).map(
			(n) => `${email(`${name} ${n}`)},${unit},course,course,2025-01-10,self${more}`
		);
	const last = (name: string, more = ''): string[] =>
		times(6).map((n) => `${email(`${name} ${n}`)},Other,course,course,2025-12-31,self${more}`);
	const files = {
		'register.csv': [
			`${head},Completed on`,
			...began('office', 10, 'Office', ',2025-02-10'),
			...began('slow', 10, 'Office', ','),
			...last('register', ',')
		],
		'clips.csv': [
			head,
			...began('office', 6, 'Office'),
			...began('workshop', 12, 'Workshop'),
			...last('clips')
		],
		// Nobody filled the column, but it is there.
		'young.csv': [
			`${head},Completed on`,
			...began('young', 8, 'Young', ','),
			...last('young', ',')
		],
		'clips-done.csv': [
			`${head},Completed on`,
			...began('office', 6, 'Office', ',2025-03-10'),
			...last('clips', ',')
		]
	};
	let own: Company;
	const bring = async (system: string, name: string): Promise<number> => {
		own.write(`${system}.json`, [
			JSON.stringify({ name: system, source: 'own-enrolments', system, columns: {} })
		]);
		own.write(name, files[name as keyof typeof files]);
		const { exit, text, json } = await own.run('import', [name], { mapping: `${system}.json` });
		expect(exit, text).toBe(0);
		return (json as { batches: { batch_id: number }[] }).batches[0]?.batch_id ?? 0;
	};
	const measures = [
		['voluntary_completion_rate', { variant: 'broad' }],
		['period_completion_rate', { variant: 'broad' }],
		['time_to_complete', { variant: 'voluntary_broad', measure: 'cif', horizon: 90 }],
		['meaningful_progress_rate', { variant: 'broad', measure: null }]
	] as const;
	const first = { grain: 'quarter', period_start: '2025-01-01' } as const;
	const rowsNow = async () => {
		const rows = [];
		for (const [metric, pick] of measures)
			rows.push(
				await own.row(metric, { grain: 'quarter' }, { ...pick, period_start: first.period_start })
			);
		return rows;
	};

	beforeAll(async () => {
		own = await openCompany({ 'register.csv': files['register.csv'] });
		await bring('clips', 'clips.csv');
		await bring('young', 'young.csv');
	});

	test('stands outside of what is told of completions, and counts in what is told of beginnings', async () => {
		for (const row of await rowsNow())
			expect(row).toMatchObject({ numerator: 10, denominator: 28 });
		expect(
			await own.row(
				'initiation_mix',
				{ grain: 'quarter' },
				{ variant: 'self_initiated', period_start: first.period_start }
			)
		).toMatchObject({ numerator: 46, persons: 40 });
	});

	test('is named with what it has, in the part asked for to the analyst, of all data to others', async () => {
		const asked = { from: '2025-01-01', to: '2025-04-01' };
		const of = async (more: Asked = {}, metric = 'voluntary_completion_rate') =>
			(await own.answer(metric, { ...asked, ...more })).notes.join('\n');
		expect(await of()).toContain('clips (about 20 enrolments)');
		for (const [metric] of measures) expect(await of({}, metric)).toContain('clips (about');
		expect(await of({ where: ['org_unit=Office'] })).toContain('clips (about 5 enrolments)');
		expect(await of({ where: ['source=own'] })).not.toContain('clips');
		expect(await of({ viewer: 'lead' })).toMatch(/of all data.*clips \(about 25 enrolments\)/);
		expect(await of({}, 'initiation_mix')).not.toContain('clips');
		expect(await of()).not.toContain('young (');
		const { counts } = await own.explain('voluntary_completion_rate', {
			...asked,
			variant: 'broad'
		});
		expect(counts).toContainEqual({ counted: 'out', reason: 'untold', episodes: 18 });
	});

	test('where it is the only one, the missing file is named and no number told', async () => {
		for (const viewer of ['lead', 'analyst'])
			for (const [metric] of viewer === 'lead' ? measures : measures.slice(0, 1)) {
				const { rows, notes } = await own.answer(metric, {
					viewer,
					grain: 'quarter',
					where: ['org_unit=Workshop']
				});
				expect(rows).toEqual([]);
				expect(notes.join()).toMatch(/in clips, of which no file.*Missing: who completed what/);
			}
	});

	test('a file that can tell brings it in, and its undoing takes it out as it was', async () => {
		const before = await rowsNow();
		const batch = await bring('clips', 'clips-done.csv');
		const [rate] = await rowsNow();
		expect(rate).toMatchObject({ numerator: 16, denominator: 46 });
		await own.run('undo', [String(batch)]);
		expect(await rowsNow()).toEqual(before);
	});
});
