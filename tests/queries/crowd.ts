import type { Enrolment } from './warehouse.ts';

/** A seeded generator of numbers in [0, 1): the same test data on every machine (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** An enrolment of the crowd with what a brute-force count needs to know. */
export interface Member extends Enrolment {
	readonly person: string;
	readonly item: string;
	readonly unit: string;
	readonly minutes: number;
	readonly enrolled: string;
	readonly completed: string | null;
	readonly kind: 'self_initiated' | 'prompted' | 'assigned_required' | 'assigned_other' | 'unknown';
}

/** The last day of the crowd's data. */
export const crowdTo = '2025-06-30';

const units = ['Sales', 'Sales', 'Sales', 'Works', 'Works', 'Research', 'Legal', 'Board'];
const lengths = [15, 20, 45, 60, 90, 200, 600, 1300];
/** What a file says of an enrolment of each class. */
export const facts = {
	self_initiated: { origin: 'self', obligation: 'optional' },
	prompted: { origin: 'self', obligation: 'recommended' },
	assigned_required: { origin: 'admin', obligation: 'mandatory' },
	assigned_other: { origin: 'admin' },
	unknown: {}
} as const;

const dayAfter = (day: string, days: number): string =>
	new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** People of uneven units who meet items once each over eighteen months: most cells are small, some are large. */
export function makeCrowd(seed: number, people = 90, rows = 700): readonly Member[] {
	const random = seeded(seed);
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
	const met = new Set<string>();
	const crowd: Member[] = [];
	const unitOf = Array.from({ length: people }, () => pick(units));
	while (crowd.length < rows) {
		const number = Math.floor(random() * random() * people);
		const item = Math.floor(random() * lengths.length);
		const meeting = `${number} ${item}`;
		const enrolled = dayAfter('2024-01-01', Math.floor(random() * 540));
		const completed = random() < 0.6 ? dayAfter(enrolled, Math.floor(random() * 150)) : null;
		const kind = pick([
			'self_initiated',
			'self_initiated',
			'prompted',
			'assigned_required',
			'assigned_other',
			'unknown'
		] as const);
		if (met.size >= people * lengths.length) break;
		if (met.has(meeting)) {
			if (random() < 0.02) met.add(`${number} ${item} ${crowd.length}`);
			continue;
		}
		met.add(meeting);
		crowd.push({
			person: `p${number}`,
			item: `c${item}`,
			unit: unitOf[number] ?? 'Sales',
			minutes: lengths[item] ?? 15,
			enrolled,
			completed: completed !== null && completed <= crowdTo ? completed : null,
			kind,
			...facts[kind]
		});
		if (crowd.length > people * lengths.length * 0.8) break;
	}
	return crowd;
}
