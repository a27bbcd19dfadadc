import type { AskRequest, ResultRow } from '#queries/ask.ts';
import type { Breach } from './attack.ts';
import type { Atom } from './atoms.ts';
import { isTold } from './company.ts';
import type { Company, Learning, Reply } from './company.ts';
import { questions } from './company.ts';
import { dayAfter } from './calendar.ts';
import type { Warehouse } from '../warehouse.ts';

/** A number as it was told, by the atoms of all states behind it, numbered. */
export interface Numbered {
	readonly about: string;
	readonly what: string;
	readonly atoms: Uint32Array;
}

/** A row, with the state that it tells of. */
export interface Stated {
	readonly request: AskRequest;
	readonly row: ResultRow;
	readonly atoms: readonly Atom[];
}

const bitsOf = 32;

/** A correction of a few people: what three of them also took, and one record of a fourth that never was. */
export function correct(company: Company): {
	readonly after: Company;
	readonly added: readonly Learning[];
	readonly removed: Learning;
	readonly replies: readonly Reply[];
} {
	const told = company.learning.filter(isTold);
	const taken = Map.groupBy(told, ({ person, item }) => `${person} ${item}`);
	const chosen = told.filter(
		({ kind, minutes, unit, person, item }) =>
			kind === 'self_initiated' &&
			minutes === 45 &&
			unit !== 'Board' &&
			taken.get(`${person} ${item}`)?.length === 1 &&
			!taken.has(`${person} c3`)
	);
	const [removed, ...rest] = [...new Map(chosen.map((row) => [row.person, row])).values()];
	if (!removed) throw new Error('nobody chose anything');
	const added = rest.slice(0, 3).map((row, place): Learning => {
		const enrolled = dayAfter('2024-05-13', 61 * place);
		return {
			...row,
			item: 'c3',
			minutes: 60,
			enrolled,
			started: enrolled,
			lastActivity: enrolled,
			completed: null
		};
	});
	const learning = [...company.learning.filter((row) => row !== removed), ...added];
	const late = company.replies.filter(({ wave }) => wave === 'spring').map(({ person }) => person);
	const replies = company.invited
		.filter(({ person, wave }) => wave === 'spring' && !late.includes(person))
		.slice(0, 2)
		.map((one): Reply => ({ ...one, scores: { A: 1, B: 2, C: 5, R: 9 } }));
	return {
		after: { ...company, learning, replies: [...company.replies, ...replies] },
		added,
		removed,
		replies
	};
}

/** Adds replies to the survey that a warehouse holds. */
export async function addReplies(
	{ connection, insert }: Warehouse,
	replies: readonly Reply[]
): Promise<void> {
	const reader = await connection.runAndReadAll(
		'select any_value(batch_id), max(line)::integer from survey_response'
	);
	const [[batch = 0, last = 0] = []] = reader.getRowsJS() as [number, number][];
	for (const [place, { person, wave, closed, scores }] of replies.entries()) {
		const at = { batch_id: batch, line: last + 1 + place };
		const identity = await connection.runAndReadAll(
			'select min(identity_id) from identity where username = $person',
			{ person }
		);
		await insert('survey_response', {
			...at,
			identity_id: identity.getRowsJS()[0]?.[0] as number,
			survey: 'pulse',
			wave,
			response_key: `late ${place}`,
			submitted_at: `${closed} 12:00:00`,
			is_complete: true,
			is_preview: false,
			language: 'en'
		});
		for (const [question, score] of Object.entries(scores))
			await insert('survey_answer', {
				...at,
				question,
				answer: String(score),
				score,
				points: questions[question] ?? 5
			});
	}
}

/** By the number of an atom: whose it is, and whether it stands in one of two states only. */
export interface Between {
	readonly personOf: readonly string[];
	readonly isChanged: readonly boolean[];
}

/** Numbers the atoms of two states, the same one alike. */
export function numbering(
	before: readonly Atom[],
	after: readonly Atom[]
): Between & { readonly toBits: (atoms: readonly Atom[]) => Uint32Array } {
	const known = new Map<string, number>();
	const numbers = new Map<Atom, number>();
	const personOf: string[] = [];
	const states: Set<number>[] = [];
	for (const atoms of [before, after]) {
		const own = new Set<number>();
		states.push(own);
		for (const atom of atoms) {
			const { person, from, tag, keys, episode } = atom;
			const name = JSON.stringify([person, from, tag, keys, episode?.item]);
			const number = known.get(name) ?? known.size;
			known.set(name, number);
			numbers.set(atom, number);
			personOf[number] = person;
			own.add(number);
		}
	}
	return {
		personOf,
		isChanged: personOf.map((_person, number) => !states.every((own) => own.has(number))),
		toBits: (atoms) => {
			const bits = new Uint32Array(Math.ceil(known.size / bitsOf));
			for (const atom of atoms) {
				const number = numbers.get(atom) ?? 0;
				bits[number >> 5] = (bits[number >> 5] ?? 0) | (1 << (number & 31));
			}
			return bits;
		}
	};
}

/** Ways to leave out some of a breakdown, or the time. */
function coarser(names: readonly string[]): string[][] {
	return names.reduce<string[][]>((all, name) => all.flatMap((one) => [one, [...one, name]]), [[]]);
}

/** What one answer tells: its rows, and what they add up to along any of its breakdowns and over time. */
export function totals(
	rows: readonly Stated[],
	about: (one: Stated) => string
): { about: string; what: string; atoms: Atom[] }[] {
	const [first] = rows;
	if (!first) return [];
	const names = ['period_start', ...(first.request.by ?? [])];
	return coarser(names).flatMap((kept) => {
		const groups = Map.groupBy(rows, (one) =>
			JSON.stringify([
				about(one),
				one.row.variant,
				one.row.measure,
				one.row.horizon,
				...kept.map((name) => one.row[name])
			])
		);
		return [...groups.values()].map((group) => ({
			about: group[0] ? about(group[0]) : '',
			what: JSON.stringify([first.request, kept, group[0]?.row, group.length]),
			atoms: [...new Set(group.flatMap(({ atoms }) => atoms))]
		}));
	});
}

/**
 * The people who make the difference between two numbers about the same part of the company; none if there are k or more of
 * them, or if the two differ by anything that stands in both states, and so are about different parts.
 */
function fewApart(
	one: Uint32Array,
	other: Uint32Array,
	{ personOf, isChanged }: Between,
	k: number
): number {
	const people = new Set<string>();
	const length = Math.max(one.length, other.length);
	for (let word = 0; word < length; word += 1) {
		let bits = (one[word] ?? 0) ^ (other[word] ?? 0);
		for (; bits !== 0; bits &= bits - 1) {
			const number = word * bitsOf + (31 - Math.clz32(bits & -bits));
			if (isChanged[number] !== true) return 0;
			people.add(personOf[number] ?? '');
		}
	}
	return people.size < k ? people.size : 0;
}

/** Holds every number of one state against every number about the same of another one. */
export function attackAcross(
	before: readonly Numbered[],
	after: readonly Numbered[],
	between: Between,
	smallest: number
): { readonly breaches: readonly Breach[]; readonly pairs: number } {
	const distinct = (told: readonly Numbered[]): readonly Numbered[] => [
		...new Map(told.map((one) => [`${one.about} ${one.atoms.join()}`, one])).values()
	];
	const breaches: Breach[] = [];
	let pairs = 0;
	const earlier = Map.groupBy(distinct(before), ({ about }) => about);
	for (const later of distinct(after))
		for (const one of earlier.get(later.about) ?? []) {
			pairs += 1;
			const persons = fewApart(one.atoms, later.atoms, between, smallest);
			if (persons > 0)
				breaches.push({ kind: 'pair', persons, what: `${one.what} before, ${later.what} after` });
		}
	return { breaches, pairs };
}
