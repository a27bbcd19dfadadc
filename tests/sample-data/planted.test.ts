import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planted } from '#sample/planted.ts';
import type { MadeCompany } from './made-company.ts';
import { makeCompany } from './made-company.ts';
import type { Sample } from './read-sample.ts';
import { readSample } from './read-sample.ts';

let made: MadeCompany;
let sample: Sample;
beforeAll(async () => {
	made = await makeCompany(2000);
	sample = await readSample(made.folder);
});
afterAll(async () => {
	sample.close();
	await made.remove();
});

const matured = "enrolled_on <= date '2026-09-30' - 90";
const finished = 'count(*) filter (completed_on - enrolled_on between 0 and 90) / count(*)';
const quoted = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ');

describe('the launch', () => {
	test('raises self-chosen enrolments per person in launched units, and not elsewhere', async () => {
		const [other, launched] = await sample.rows(`
			with seen as (
				select coalesce(e.unit, a.unit) in (${quoted(made.manifest.launchedUnits)}) as is_launched,
					e.enrolled_on >= date '2025-11-03' as is_after, e.email, e.class
				from enrolment as e
				left join (select lower("Email Address") as email, any_value("Department") as unit from absorb group by 1) as a
					on a.email = e.email
				where e.system <> 'moodle'
					and (e.enrolled_on between date '2024-11-03' and date '2025-09-28' or e.enrolled_on between date '2025-11-03' and date '2026-09-28')
			), rate as (
				select is_launched, is_after, count(*) filter (class = 'self') / count(distinct email) as per_person from seen group by all
			)
			select is_launched, max(per_person) filter (is_after) / max(per_person) filter (not is_after) as growth
			from rate group by all order by is_launched`);
		expect(launched?.['growth']).toBeGreaterThan(1.55);
		expect(launched?.['growth']).toBeLessThan(2.1);
		expect(other?.['growth']).toBeGreaterThan(0.9);
		expect(other?.['growth']).toBeLessThan(1.12);
	});

	test('reaches about half of the units', () => {
		expect(made.manifest.launchedUnits.length).toBeGreaterThanOrEqual(14);
		expect(made.manifest.launchedUnits.length).toBeLessThanOrEqual(20);
	});

	test('moves learning to Fridays', async () => {
		const { before, after } = await sample.numbers(`
			select count(*) filter (isodow(enrolled_on) = 5 and not late) / count(*) filter (not late) as before,
				count(*) filter (isodow(enrolled_on) = 5 and late) / count(*) filter (late) as after
			from (select *, enrolled_on >= date '2025-11-03' as late from enrolment where class = 'self')`);
		expect(after).toBeGreaterThan(before! + 0.04);
	});
});

describe('completion within 90 days', () => {
	test('is about 44 % of what people chose and 80 % of what they must', async () => {
		const rows = await sample.rows(
			`select class, ${finished} as rate from enrolment where ${matured} group by all`
		);
		const rate = Object.fromEntries(rows.map((row) => [row['class'], Number(row['rate'])]));
		expect(Math.abs(rate['self']! - planted.completion.voluntary)).toBeLessThan(0.02);
		expect(Math.abs(rate['required']! - planted.completion.required)).toBeLessThan(0.02);
		expect(rate['assigned']).toBeGreaterThan(rate['self']!);
		expect(rate['assigned']).toBeLessThan(rate['required']!);
	});

	test('falls with the length of what people chose', async () => {
		const limits = planted.completion.voluntaryByMinutes.map(([limit]) => Math.min(limit, 99_999));
		const rows = await sample.rows(`
			select (select min(l) from unnest([${limits.join(', ')}]) as t (l) where l >= c."Minutes") as band, ${finished} as rate
			from enrolment as e join catalogue as c on c."System" = replace(e.system, 'waypoint', 'xapi') and c."Item code" = e.code
			where class = 'self' and ${matured} group by all order by band`);
		const rates = rows.map((row) => Number(row['rate']));
		expect(rates).toHaveLength(5);
		expect(rates).toEqual(rates.toSorted((a, b) => b - a));
		expect(rates[0]! - rates[4]!).toBeGreaterThan(0.35);
	});

	test('differs between units', async () => {
		const { spread } = await sample.numbers(`
			select max(rate) - min(rate) as spread from (
				select unit, ${finished} as rate from enrolment
				where class = 'self' and unit is not null and ${matured} group by all having count(*) >= 100)`);
		expect(spread).toBeGreaterThan(0.1);
	});
});

describe('the emergent path', () => {
	const [a, b, c] = planted.emergentPath.codes;
	const supporters = `
		select x.person, x.unit, z.enrolled_on as third_on from enrolment as x
		join enrolment as y on y.person = x.person and y.code = '${b}' and y.enrolled_on - x.enrolled_on between 0 and 60
		join enrolment as z on z.person = x.person and z.code = '${c}' and z.enrolled_on - y.enrolled_on between 0 and 60
		where x.code = '${a}' and x.class = 'self' and y.class = 'self' and z.class = 'self'`;

	test('is walked by many people of many departments, from March 2026 on, and grows', async () => {
		const found = await sample.numbers(`
			select count(distinct person) as people, count(distinct unit) as units, count(*) filter (third_on < '${planted.emergentPath.from}') as early,
				count(*) filter (quarter(third_on) = 2) as spring, count(*) filter (quarter(third_on) = 3) as summer from (${supporters})`);
		expect(found['people']).toBeGreaterThanOrEqual(planted.emergentPath.supporters);
		expect(found['units']).toBeGreaterThanOrEqual(15);
		expect(found['early']).toBe(0);
		expect(found['summer']!).toBeGreaterThan(found['spring']! * 1.3);
	});

	test('is in no official path', async () => {
		const { official } = await sample.numbers(`
			select count(*) as official from official_path as p join official_path as q on q."Path code" = p."Path code" and q."Step" = p."Step" + 1
			where (p."Item code", q."Item code") in (('${a}', '${b}'), ('${b}', '${c}'))`);
		expect(official).toBe(0);
	});
});

describe('the mobility difference', () => {
	test('shows among people by what they chose in the year before', async () => {
		const { from, to } = planted.mobility;
		const rows = await sample.rows(`
			with person as (
				select lower("Work Email") as email, min("Effective Date") as hired_on,
					max("Effective Date") filter ("Business Process Type" = 'Terminate Employee') as last_on,
					bool_or("Business Process Type" in ('Promote Employee', 'Change Job') and "Business Process Status" = 'Successfully Completed'
						and "Job Code - Current" <> "Job Code - Proposed" and "Effective Date" between '${from}' and '${to}') as has_moved
				from job group by all
			),
			chosen as (
				select email, count(*) filter (completed_on < '${from}') as completions
				from enrolment where class = 'self' and enrolled_on < '${from}' and email is not null group by all
			)
			select case when c.completions >= 3 then 'learners' when c.email is not null then 'light' else 'others' end as kind,
				count(*) as persons, avg(has_moved::int) as share
			from person as p left join chosen as c on c.email = p.email
			where hired_on <= date '${from}' - 90 and (last_on is null or last_on >= '${from}')
				and p.email in (select email from enrolment where email is not null)
			group by all order by kind`);
		const [learners, light, others] = rows.map((row) => Number(row['share']));
		expect(Math.abs(learners! - planted.mobility.learners)).toBeLessThan(0.015);
		expect(Math.abs(light! - planted.mobility.lightLearners)).toBeLessThan(0.015);
		expect(Math.abs(others! - planted.mobility.others)).toBeLessThan(0.015);
		for (const row of rows) expect(Number(row['persons'])).toBeGreaterThan(150);
	});

	test('has noise around it that is no move', async () => {
		const found = await sample.numbers(`
			select count(*) filter ("Business Process Status" = 'Rescinded') as rescinded,
				count(*) filter ("Business Process Type" = 'Title Change') as titles,
				count(*) filter ("Business Process Reason" = 'Reorganization > Renamed') as renamed from job`);
		expect(found['rescinded']).toBeGreaterThan(3);
		expect(found['titles']).toBeGreaterThan(30);
		expect(found['renamed']).toBeGreaterThanOrEqual(10);
	});
});

describe('the mood', () => {
	test('rises between the waves, in answers and in comments', async () => {
		const rows = await sample.rows(`
			select wave, count(*) as responses, count(*) filter (q1::int >= 4) / count(q1) as favourable,
				count(*) filter (regexp_matches(lower(comment), 'great|love|enjoyed|excellent|helped|useful|good|easy|gut|klasse')) / count(comment) as positive,
				count(*) filter (regexp_matches(lower(comment), 'waste|frustrat|bad|boring|outdated|annoying|useless|schlecht|langweilig|zu wenig')) / count(comment) as negative
			from answer where status = '0' group by all order by wave`);
		const [before, after] = rows.map((row) => ({
			favourable: Number(row['favourable']),
			net: Number(row['positive']) - Number(row['negative'])
		}));
		expect(after!.favourable - before!.favourable).toBeGreaterThan(0.06);
		expect(before!.net).toBeLessThan(-0.05);
		expect(after!.net).toBeGreaterThan(0.1);
		for (const row of rows) expect(Number(row['responses'])).toBeGreaterThan(1000);
	});

	test('shows in readiness, more where people chose to learn', async () => {
		const { learners, others } = await sample.numbers(`
			with change as (
				select "Employee ID" as person, max(score) filter (cycle = 'Autumn 2026') - max(score) filter (cycle = 'Autumn 2025') as gain
				from (select "Employee ID", "Review Cycle" as cycle, "Ready for the next role (1-5)" as score from rating) group by all having gain is not null
			)
			select avg(gain) filter (person in (select person from enrolment where class = 'self' and person is not null and enrolled_on between '2025-09-22' and '2026-09-14')) as learners,
				avg(gain) filter (person not in (select person from enrolment where class = 'self' and person is not null and enrolled_on between '2025-09-22' and '2026-09-14')) as others
			from change where person in (select person from enrolment where system <> 'moodle' and person is not null)`);
		expect(learners! - others!).toBeGreaterThan(0.1);
	});
});

describe('the small teams', () => {
	test('are exactly two, in the exports and in the job history', async () => {
		const expected = planted.smallTeams.map(({ unit, people }) => ({ unit, people }));
		const seen = await sample.rows(`
			select unit, count(distinct person)::int as people from enrolment where unit is not null
			group by all having count(distinct person) < 5 order by people desc`);
		expect(seen).toEqual(expected);
		const employed = await sample.rows(`
			with last_step as (
				select "Employee ID", "Supervisory Organization - Proposed" as unit from job where "Business Process Status" = 'Successfully Completed'
				qualify row_number() over (partition by "Employee ID" order by "Effective Date" desc) = 1
			)
			select unit, count(*)::int as people from last_step where unit is not null group by all having count(*) < 5 order by people desc`);
		expect(employed).toEqual(expected);
	});
});

describe('the seasons', () => {
	test('show a slow summer, a lively January and empty weekends', async () => {
		const month = await sample.numbers(`
			select count(*) filter (month(enrolled_on) = 1) as january, count(*) filter (month(enrolled_on) = 8) as august,
				count(*) filter (isodow(enrolled_on) > 5) / count(*) as weekends from enrolment where class = 'self'`);
		expect(month['january']!).toBeGreaterThan(2 * month['august']!);
		expect(month['weekends']).toBeLessThan(0.03);
	});

	test('bring the rush of what is due before Christmas', async () => {
		const { december, november } = await sample.numbers(`
			select count(*) filter (completed_on between '2025-12-01' and '2025-12-19') / 19 as december,
				count(*) filter (completed_on between '2025-11-12' and '2025-11-30') / 19 as november
			from enrolment where code in ('COM-100', 'COM-110') and class = 'required'`);
		expect(december!).toBeGreaterThan(november! * 1.1);
	});
});
