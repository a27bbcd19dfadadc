import { formatDay } from '#lib/format/date.ts';
import { formatCount } from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';

/** Enrolments that are all too young to say what was finished of them. */
export interface Young {
	readonly count: number;
	/** The day by which enough people have had their time; null where that is not known. */
	readonly from: string | null;
}

/** What an answer without any number waits for; null where it has numbers, or where nothing is on its way. */
export function youngOf(answer: {
	readonly rows: readonly unknown[];
	readonly maturing: number | null;
	readonly matures_on?: string;
}): Young | null {
	if (answer.rows.length > 0 || answer.maturing === null || answer.maturing === 0) return null;
	return { count: answer.maturing, from: answer.matures_on ?? null };
}

/** How many still mature, and from when on there is a number: "171 still maturing; a first number from 2 Apr 2025". */
export function waitInWords({ count, from }: Young): string {
	const waiting = message('young.count', { count: formatCount(count) });
	return from === null ? waiting : message('young.from', { waiting, date: formatDay(from) });
}
