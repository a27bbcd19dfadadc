import { crowdTo } from '../crowd.ts';
import { quarters } from './atoms.ts';
import type { Atom } from './atoms.ts';
import { dayAfter, daysBetween, monthAfter } from './calendar.ts';
import type { Company } from './company.ts';

interface Evidence {
	readonly s: number;
	readonly p: number;
	readonly given: number;
	readonly exposure: number;
}

/** The rules of METRICS.md E for a company without roles and credentials. */
function typeOf({ s, p, given, exposure }: Evidence): string {
	if (exposure < 90 || s + p + given === 0) return 'not_classifiable';
	if (s >= 2 && s >= p) return 'proactive';
	return s + p >= 1 ? 'reactive' : 'passive';
}

/** The types that one episode more or less would give. */
const nearby = ({ s, p, ...rest }: Evidence): string[] =>
	[
		[s + 1, p],
		[s - 1, p],
		[s, p + 1],
		[s, p - 1]
	]
		.filter(([a = 0, b = 0]) => a >= 0 && b >= 0)
		.map(([a = 0, b = 0]) => typeOf({ s: a, p: b, ...rest }));

/** Each quarter's people with their types. */
function typesOf({ learning, prompts, months }: Company): ReadonlyMap<string, string>[] {
	const begins = learning.reduce((min, { enrolled }) => (enrolled < min ? enrolled : min), '9');
	const own = Map.groupBy(learning, ({ person }) => person);
	const told = Map.groupBy(
		prompts.filter(({ isHeldOut }) => !isHeldOut),
		({ person }) => person
	);
	const known: ReadonlyMap<string, string>[] = [];
	for (const start of quarters.filter((day) => day >= begins)) {
		const end = monthAfter(start, 3);
		const since = dayAfter(end, -180);
		const isIn = (day: string): boolean => day >= since && day < end && day <= crowdTo;
		const employed = months.filter(({ day }) => day === monthAfter(start, 2));
		const types = new Map<string, string>();
		for (const { person } of employed) {
			const rows = (own.get(person) ?? []).filter(({ enrolled }) => isIn(enrolled));
			const count = (...kinds: string[]): number =>
				rows.filter(({ kind }) => kinds.includes(kind)).length;
			const hired = months.find((month) => month.person === person)?.day ?? end;
			const from = [since, begins, hired === '2024-01-01' ? since : hired].toSorted().at(-1) ?? end;
			const evidence: Evidence = {
				s: count('self_initiated'),
				p: count('prompted'),
				given:
					count('assigned_required', 'assigned_other') +
					(told.get(person) ?? []).filter(({ shown }) => isIn(shown)).length,
				exposure: daysBetween(from, end)
			};
			const rule = typeOf(evidence);
			const before = known.at(-1)?.get(person);
			const isKept =
				before !== undefined &&
				before !== 'not_classifiable' &&
				rule !== 'not_classifiable' &&
				nearby(evidence).includes(before);
			types.set(person, isKept ? before : rule);
		}
		known.push(types);
	}
	return known;
}

/** One atom for each person and pair of quarters, one or two apart, with the two states. */
export function transitions(company: Company): Atom[] {
	const known = typesOf(company);
	const starts = quarters.slice(quarters.length - known.length);
	return [1, 2].flatMap((lag) =>
		starts.slice(lag).flatMap((start, place) => {
			const before = known[place];
			const after = known[place + lag];
			const people = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
			const from = dayAfter(monthAfter(start, 3), -1);
			return [...people].map((person): Atom => {
				const states = `${before?.get(person) ?? 'joined'} → ${after?.get(person) ?? 'left'}`;
				return { person, from, keys: {}, tag: `${lag} ${states}` };
			});
		})
	);
}
