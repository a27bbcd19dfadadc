import { formatPercent } from '#lib/format/number.ts';
import { message, systemInWords } from '#lib/messages.ts';
import type { KnownPeople, Subject } from '#lib/server/people.ts';

interface Found {
	readonly open: number;
	readonly isCapped: boolean;
	readonly known: readonly KnownPeople[];
}

/** The first sentences of the page: how many pairs wait, and the learning system whose people are known least. */
export function headlineOf(subject: Subject, { open, isCapped, known }: Found) {
	const finding = message(subject === 'item' ? 'people.finding_items' : 'people.finding', {
		n: open,
		capped: isCapped ? 'yes' : 'no'
	});
	const [least] = known
		.filter(({ persons }) => persons > 0)
		.toSorted((left, right) => left.known / left.persons - right.known / right.persons);
	const comparison =
		least === undefined
			? null
			: message('people.least_known', {
					system: systemInWords(least.system),
					personnel: systemInWords(least.personnel_system),
					share: formatPercent(least.known / least.persons)
				});
	return { finding, comparison };
}
