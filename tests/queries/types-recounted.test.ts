import { beforeAll, expect, test } from 'vitest';
import { crowdTo, makeCrowd } from './crowd.ts';
import type { Member } from './crowd.ts';
import { openWarehouse } from './warehouse.ts';
import type { Warehouse } from './warehouse.ts';

/** METRICS.md E with ruling 0b.6 and the hysteresis, counted person by person in plain code. */
const crowd = makeCrowd(11, 60, 330);
const roles: Readonly<Record<string, readonly string[]>> = {
	c0: ['smith', 'clerk'],
	c1: ['smith'],
	c2: ['clerk'],
	c3: ['smith', 'cook'],
	c4: ['cook']
};
const credentials = new Set(['c1', 'c4']);
const people = [...new Set(crowd.map(({ person }) => person))].toSorted();
const jobOf = (person: string): string | null =>
	['smith', 'clerk', null][people.indexOf(person) % 3] ?? null;
const aimOf = (person: string): string | null => (people.indexOf(person) % 7 === 0 ? 'cook' : null);
const aimedFrom = '2024-08-15';
const promptedOn = (person: string): string | null =>
	people.indexOf(person) % 4 === 0 ? '2024-11-20' : null;
const jobFrom = '2024-02-01';

let warehouse: Warehouse;
beforeAll(async () => {
	warehouse = await openWarehouse();
	await warehouse.load({ to: crowdTo, enrolments: crowd });
	for (const [item, named] of Object.entries(roles))
		await warehouse.connection.run(
			'update item_alias set target_roles = $roles, credential = $credential where code = $item',
			{ roles: named.join('; '), credential: credentials.has(item) ? 'Badge' : null, item }
		);
	for (const person of people) {
		const [job, aim, prompted] = [jobOf(person), aimOf(person), promptedOn(person)];
		await warehouse.job(person, jobFrom, 'Works', job ?? undefined);
		if (prompted !== null) await warehouse.prompt(person, 'nobody takes it', prompted);
		if (aim === null) continue;
		const reader = await warehouse.connection.runAndReadAll(
			'select min(identity_id) from identity where username = $person',
			{ person }
		);
		await warehouse.insert('goal', {
			batch_id: 1,
			line: 1,
			identity_id: Number(reader.getRowsJS()[0]?.[0]),
			set_on: aimedFrom,
			target_role: aim
		});
	}
	await warehouse.build();
}, 240_000);

interface Evidence {
	readonly exposure: number;
	readonly s: number;
	readonly p: number;
	readonly a: number;
	readonly q: number;
	readonly m: number;
	readonly c: number;
	readonly r: number;
}

const number = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
const firstDay = Math.min(...crowd.map(({ enrolled }) => number(enrolled)));

function evidenceOf(person: string, end: number): Evidence {
	const own = crowd.filter((row) => row.person === person);
	const start = Math.min(...own.map(({ enrolled }) => number(enrolled)), number(jobFrom));
	const seen = own.filter(
		({ enrolled }) => number(enrolled) >= end - 180 && number(enrolled) < end
	);
	const of = (...kinds: readonly Member['kind'][]) =>
		seen.filter(({ kind }) => kinds.includes(kind));
	const chosen = of('self_initiated').filter(({ completed }) => completed !== null);
	const taken = [...chosen, ...of('prompted')];
	const [aim, prompted] = [aimOf(person), promptedOn(person)];
	const mine = [
		number(jobFrom) < end ? jobOf(person) : null,
		aim !== null && number(aimedFrom) < end ? aim : null
	];
	const forRole = (role: string): number =>
		taken.filter(({ item }) => roles[item]?.includes(role)).length;
	return {
		exposure: end - Math.max(start, end - 180, firstDay),
		s: chosen.length,
		p: of('prompted').length,
		a: of('assigned_required', 'assigned_other').length,
		q: prompted !== null && number(prompted) >= end - 180 && number(prompted) < end ? 1 : 0,
		m: taken.filter(({ item }) => roles[item]?.some((role) => mine.includes(role))).length,
		c: taken.filter(({ item }) => credentials.has(item)).length,
		r: Math.max(...['smith', 'clerk', 'cook'].map(forRole))
	};
}

function typeOf({ exposure, s, p, a, q, m, c, r }: Evidence): string {
	if (exposure < 90 || s + p + a + q === 0) return 'not_classifiable';
	if (s + p >= 2 && m / (s + p) >= 0.5 && (c >= 1 || r >= 2)) return 'strategic';
	if (s >= 2 && s >= p) return 'proactive';
	return s + p >= 1 ? 'reactive' : 'passive';
}

/** Whether one episode more or less, or one tag, gives that type. */
function isNear(evidence: Evidence, type: string): boolean {
	const steps = [1, -1].flatMap((by) =>
		[0, by].flatMap((tagged) =>
			[0, by].flatMap((credited) => [
				{ s: by, p: 0, m: tagged, c: credited, r: tagged },
				{ s: 0, p: by, m: tagged, c: credited, r: tagged },
				...((tagged === 0) === (credited === 0)
					? []
					: [{ s: 0, p: 0, m: tagged, c: credited, r: tagged }])
			])
		)
	);
	return steps.some(({ s, p, m, c, r }) => {
		const moved = {
			...evidence,
			s: evidence.s + s,
			p: evidence.p + p,
			m: evidence.m + m,
			c: evidence.c + c,
			r: evidence.r + r
		};
		const isPossible =
			Math.min(moved.s, moved.p, moved.m, moved.c, moved.r) >= 0 &&
			Math.max(moved.m, moved.c) <= moved.s + moved.p;
		return isPossible && typeOf(moved) === type;
	});
}

test('every person’s type at the end of every quarter, recounted in plain code', async () => {
	const expected: (readonly [string, string, string, string])[] = [];
	for (const person of people) {
		let last: string | null = null;
		for (const day of ['2024-06-30', '2024-09-30', '2024-12-31', '2025-03-31', '2025-06-30']) {
			const end = number(day) + 1;
			const evidence = evidenceOf(person, end);
			const byRule = typeOf(evidence);
			const isKept =
				last !== null &&
				![byRule, last].includes('not_classifiable') &&
				byRule !== last &&
				isNear(evidence, last);
			const type: string = isKept && last !== null ? last : byRule;
			expected.push([person, day, byRule, type]);
			last = type;
		}
	}
	const reader = await warehouse.connection.runAndReadAll(
		`select distinct n.username, strftime(t.day, '%Y-%m-%d') as day, t.by_rule, t.type
		from autonomy_person(date '${crowdTo}') as t
		join identity_person as i on i.person_id = t.person_id
		join identity as n on n.identity_id = i.identity_id
		where t.day >= date '2024-06-30'
		order by all`
	);
	expect(reader.getRowsJS()).toEqual(expected.toSorted());
	const count = (place: 2 | 3, type: string): number =>
		expected.filter((row) => row[place] === type).length;
	for (const type of ['strategic', 'proactive', 'reactive', 'passive', 'not_classifiable'])
		expect(count(2, type), type).toBeGreaterThan(2);
	expect(expected.filter(([, , byRule, type]) => byRule !== type).length).toBeGreaterThan(10);
});
