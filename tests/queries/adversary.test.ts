import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, compute } from '#queries/ask.ts';
import type { AskRequest, ResultRow } from '#queries/ask.ts';
import { periodStart } from '#queries/grain.ts';
import { present } from '#queries/present.ts';
import { readRequest } from '#queries/request.ts';
import type { Atom } from './adversary/atoms.ts';
import { addReplies, attackAcross, correct, numbering, totals } from './adversary/across.ts';
import type { Numbered, Stated } from './adversary/across.ts';
import { atomsIn, attackByWhat, bitsFor, peopleIn } from './adversary/attack.ts';
import type { Attack, Told } from './adversary/attack.ts';
import { makeCensuses } from './adversary/censuses.ts';
import { standsIn } from './adversary/census.ts';
import type { Census } from './adversary/census.ts';
import { makeCompany } from './adversary/company.ts';
import { openCompany } from './adversary/open-company.ts';
import { makeFamilies } from './adversary/families.ts';
import type { Family } from './adversary/families.ts';
import { drawQuestion } from './adversary/draw.ts';
import { crowdTo, seeded } from './crowd.ts';
import type { Warehouse } from './warehouse.ts';

/**
 * Questions of a measure by how long its answers take: together a seventh more pairs than must be held against each other.
 * QUESTIONS and SEED ask more, or others.
 */
const usualQuestions = { quick: 64, usual: 24, slow: 8 } as const;
const most = process.env['QUESTIONS'];
const seed = Number(process.env['SEED'] ?? 41);
const questionsFor = ({ pace, isSingle = false }: Census): number =>
	isSingle ? 4 : Number(most ?? usualQuestions[pace ?? 'usual']);
const fewestPairs = 10_000;
const everybody = 1_000_000;

const company = makeCompany(23);
const censuses = Object.entries(makeCensuses(company));
const numbers = [
	'value',
	'numerator',
	'denominator',
	'persons',
	'lo',
	'hi',
	'bound_lo',
	'bound_hi',
	'unknown_share'
] as const;

type Rows = readonly ResultRow[];
type Answers = (request: AskRequest) => Promise<Rows | null>;

describe('an adversary who holds the answers to permitted questions against each other', () => {
	let warehouse: Warehouse;
	const kept = new Map<string, { request: AskRequest; rows: Rows }[]>();
	const asked: Record<string, Omit<Attack, 'breaches'> & { questions: number }> = {};
	beforeAll(async () => {
		warehouse = await openCompany(company);
	}, 240_000);
	afterAll(() => {
		if (most !== undefined) process.stdout.write(`${JSON.stringify(asked, null, 1)}\n`);
	});

	/** The atoms behind a row, worked out beside the product. */
	function behind(
		{ atoms, usualGrain }: Pick<Census, 'atoms' | 'usualGrain'>,
		request: AskRequest,
		row: ResultRow,
		counts: ReturnType<Census['behind']>,
		isInTime?: (atom: Atom) => boolean
	): Uint32Array | null {
		if (counts === null) return null;
		const isThere = standsIn(row, request, usualGrain, isInTime);
		return bitsFor(atoms, (atom) => isThere(atom) && counts(atom));
	}

	/** Asks until so many questions were permitted, and works out who stands behind each number that was told. */
	async function collect(
		metric: string,
		census: Census,
		wanted: number,
		answer: Answers
	): Promise<{ told: Told[]; permitted: number; found: Attack }> {
		const random = seeded(seed);
		const people = [...new Set(census.atoms.map(({ person }) => person))];
		const personOf = census.atoms.map(({ person }) => people.indexOf(person));
		const told: Told[] = [];
		let permitted = 0;
		for (let tried = 0; permitted < wanted && tried < wanted * 6; tried += 1) {
			const first = census.first?.[tried];
			const request = first ? { metric, ...first } : drawQuestion(metric, census, random);
			const rows = await answer(request);
			if (rows === null) continue;
			permitted += 1;
			if (answer === asLead) kept.set(metric, [...(kept.get(metric) ?? []), { request, rows }]);
			for (const row of rows) {
				const what = JSON.stringify([request, row]);
				if (row.suppressed) {
					expect(
						numbers.filter((name) => row[name] !== null),
						what
					).toEqual([]);
					continue;
				}
				const atoms = behind(census, request, row, census.behind(row, request));
				const beside = behind(census, request, row, census.beside?.(row, request, rows) ?? null);
				for (const set of [atoms, beside])
					if (set !== null)
						told.push({
							question: permitted,
							what,
							about: census.about?.(row, request),
							atoms: set
						});
				if (atoms === null || row.measure === 'difference') continue;
				const persons = peopleIn(atoms, personOf, everybody);
				expect(row.persons, what).toBe(Math.round(persons / 5) * 5);
			}
		}
		return { told, permitted, found: attackByWhat(told, personOf, census.smallest) };
	}

	const asLead: Answers = (request) =>
		ask(warehouse.connection, { role: 'lead' }, request).then(
			({ rows }) => rows,
			(cause: { code?: string }) => {
				if (cause.code === undefined) throw cause;
				return null;
			}
		);

	/** What several measures told, held against each other. */
	function besideEachOther({ atoms, smallest, measures, usualGrain }: Family): Attack {
		let question = 0;
		const told = Object.entries(measures).flatMap(([metric, tells]) =>
			(kept.get(metric) ?? []).flatMap(({ request, rows }) => {
				question += 1;
				return rows
					.filter(({ suppressed, denominator }) => !suppressed && denominator !== null)
					.flatMap((row) =>
						tells(row, request, rows).flatMap(({ about, of, isInTime }): Told[] => {
							const own = { atoms, ...(usualGrain && { usualGrain }) };
							const set = behind(own, request, row, of, isInTime);
							const what = JSON.stringify([request, row]);
							return set === null ? [] : [{ question, what, about, atoms: set }];
						})
					);
			})
		);
		const people = [...new Set(atoms.map(({ person }) => person))];
		const personOf = atoms.map(({ person }) => people.indexOf(person));
		return attackByWhat(told, personOf, smallest);
	}

	const placeName = (row: ResultRow, by: readonly string[]): string =>
		JSON.stringify([
			row.period_start,
			row.variant,
			row.measure,
			row.horizon,
			by.map((on) => row[on])
		]);

	const newestOf = async (metric: string): Promise<string> => {
		const { as_of: asOf } = await ask(warehouse.connection, { role: 'analyst' }, { metric });
		return asOf ?? '';
	};

	/** Which rows of the answers to questions are those of an earlier state. */
	async function frozenRows(
		requests: readonly AskRequest[],
		newest: string
	): Promise<ReadonlySet<string>[]> {
		const found = [];
		for (const request of requests) {
			const question = readRequest(request);
			const asOf = question.asOf ?? newest;
			const { cells, names } = await compute(warehouse.connection, question, asOf, {
				role: 'lead'
			});
			const frozen = cells.filter(({ isFrozen }) => isFrozen);
			const rows = frozen.map(({ period_no, keys, variant, measure, horizon }) => {
				const values = question.axes.map((on, axis) => [
					on,
					names[axis]?.get(keys[axis] ?? 0) ?? null
				]);
				const start = periodStart(question.grain, period_no);
				return { period_start: start, variant, measure, horizon, ...Object.fromEntries(values) };
			});
			found.push(new Set(rows.map((row) => placeName(row as ResultRow, question.by))));
		}
		return found;
	}

	test.each(censuses)(
		'%s: nothing told leads to fewer people than the smallest group',
		async (metric, census) => {
			const { permitted, found } = await collect(metric, census, questionsFor(census), asLead);
			const { breaches, ...counted } = found;
			asked[metric] = { questions: permitted, ...counted };
			expect(breaches.slice(0, 3)).toEqual([]);
			expect(counted.distinct).toBeGreaterThan(census.isSingle === true ? 0 : 1);
		},
		600_000
	);

	test.each(Object.entries(makeFamilies(company, Object.fromEntries(censuses))))(
		'measures of %s: nothing told by one beside another leads to fewer people',
		(_name, family) => {
			const { breaches, distinct } = besideEachOther(family);
			expect(distinct).toBeGreaterThan(1);
			expect(breaches.slice(0, 3)).toEqual([]);
		},
		600_000
	);

	test('ten thousand pairs of permitted questions were held against each other', () => {
		const pairs = Object.values(asked).map(({ questions }) => (questions * (questions - 1)) / 2);
		expect(pairs).toHaveLength(censuses.length);
		expect(pairs.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(fewestPairs);
	});

	test('with the rules switched off it finds small groups alone, by pairs and by sets of parts', async () => {
		const [metric, census] = censuses[0] ?? [];
		if (metric === undefined || census === undefined) throw new Error('no census');
		const { found } = await collect(metric, census, 40, async (request) => {
			const question = readRequest(request);
			const computed = await compute(warehouse.connection, question, question.asOf ?? crowdTo);
			return present({ ...computed, hides: () => null }, question, { role: 'lead' }).rows;
		});
		const kinds = new Set(found.breaches.map(({ kind }) => kind));
		expect([...kinds].toSorted()).toEqual(['cell', 'cover', 'pair', 'parts']);
	}, 240_000);

	test('where measures of the same people hide each by itself, it finds what two of them tell together', async () => {
		const { episodes } = makeFamilies(company, Object.fromEntries(censuses));
		const pair = ['voluntary_completion_rate', 'time_to_complete'] as const;
		for (const metric of pair) {
			const rows = [];
			for (const request of [
				{ metric, by: ['item'], where: { org_unit: 'Sales' }, grain: 'year' },
				{ metric, by: ['item'], where: { org_unit: 'Sales' } }
			] as const satisfies AskRequest[]) {
				const question = readRequest(request);
				const computed = await compute(warehouse.connection, question, crowdTo);
				rows.push({ request, rows: present(computed, question, { role: 'lead' }).rows });
			}
			kept.set(metric, rows);
		}
		const { breaches } = besideEachOther(episodes);
		expect(breaches.some(({ what }) => pair.every((metric) => what.includes(metric)))).toBe(true);
	}, 240_000);

	test('across a correction of four people, no number or total leads from one state to the other', async () => {
		const { connection } = warehouse;
		const { after, added, removed, replies } = correct(company);
		const quick = ['initiation_mix', 'voluntary_completion_rate', 'recommend_score'];
		const slow = [
			'completion_gap',
			'meaningful_progress_rate',
			'external_share',
			'time_to_complete',
			'depth_guardrail',
			'voluntary_hours_share',
			'favourability',
			'perceived_autonomy'
		];
		const measures = most === undefined ? quick : [...quick, ...slow];
		const corrected = makeCensuses(after);
		const states = [Object.fromEntries(censuses), corrected] as const;
		const random = seeded(seed + 1);
		const stated = (
			census: Census,
			{ request, rows }: { request: AskRequest; rows: Rows },
			isOf: (row: ResultRow) => boolean
		): Stated[] =>
			rows
				.filter((row) => !row.suppressed && row.measure !== 'difference' && isOf(row))
				.flatMap((row) => {
					const bits = behind(census, request, row, census.behind(row, request));
					return bits === null ? [] : [{ request, row, atoms: atomsIn(census.atoms, bits) }];
				});
		const askAll = async (metric: string, requests: readonly AskRequest[]) => {
			const answers = [];
			for (const request of requests) {
				const rows = await asLead(request);
				if (rows !== null) answers.push({ request, rows });
			}
			return { metric, answers };
		};
		/** The usual variants of what is also told in unusual ones: those tell of the same people. */
		const usual = (census: Census): Census =>
			census.variantChance === undefined ? census : { ...census, variants: [] };
		const draw = (metric: string, count: number): AskRequest[] =>
			Array.from({ length: count }, () =>
				drawQuestion(metric, usual(states[0][metric] as Census), random)
			);
		const count = Number(most ?? 5);
		await connection.run('delete from told_cell; delete from told_group');
		const before = [];
		for (const metric of measures) before.push(await askAll(metric, draw(metric, count)));
		await connection.run(
			`delete from enrolment where identity_id in (select identity_id from identity where username = $person)
				and alias_id in (select alias_id from item_alias where code = $item)`,
			{ person: removed.person, item: removed.item }
		);
		await addReplies(warehouse, replies);
		await warehouse.load({ to: crowdTo, enrolments: added });
		await warehouse.build();
		for (const { metric, answers } of before) {
			const again = answers.slice(0, 6).map(({ request }) => request);
			const later = await askAll(metric, [...draw(metric, count), ...again]);
			const about = ({ row, request }: Stated): string =>
				`${request.horizon ?? ''} ${request.as_of ?? ''} ${row.variant ?? ''}`;
			const [early, late] = states.map((own) => own[metric] as Census) as [Census, Census];
			const between = numbering(early.atoms, late.atoms);
			const told = (own: Stated[]): Numbered[] =>
				totals(own, about).map((one) => ({ ...one, atoms: between.toBits(one.atoms) }));
			const first = answers.flatMap((one) => told(stated(early, one, () => true)));
			const frozen = await frozenRows(
				later.answers.map(({ request }) => request),
				await newestOf(metric)
			);
			const then = later.answers.flatMap((one, place) => {
				const isOld = (row: ResultRow): boolean =>
					frozen[place]?.has(placeName(row, one.request.by ?? [])) === true;
				return told([...stated(early, one, isOld), ...stated(late, one, (row) => !isOld(row))]);
			});
			const { breaches, pairs } = attackAcross(first, then, between, early.smallest);
			asked[`${metric} across`] = {
				questions: later.answers.length,
				nested: pairs,
				partings: 0,
				distinct: 0
			};
			expect(pairs).toBeGreaterThan(20);
			expect(breaches.slice(0, 3)).toEqual([]);
		}
	}, 600_000);
});
