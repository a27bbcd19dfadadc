import type { Estimate } from '#lib/charts/figure.ts';
import { formatPercent, formatShareCell, pointsOf } from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';
import { differenceOf, type Difference } from './compare.ts';
import { between, rateInWords } from './words.ts';
import { waitInWords } from './young.ts';
import type { Young } from './young.ts';

interface Gap {
	readonly voluntary?: Estimate | undefined;
	readonly assigned?: Estimate | undefined;
	readonly difference?: Estimate | undefined;
}

function differenceIn(gap: Gap): Difference | null {
	return gap.difference
		? differenceOf(gap.difference.value, gap.difference.lo, gap.difference.hi)
		: null;
}

/** The finding above voluntary against assigned. */
export function gapTitle(gap: Gap, young: Young | null = null): string {
	const { voluntary } = gap;
	if (!voluntary) return message(young ? 'title.young' : 'gap.title.none');
	if (voluntary.isHidden) return message('gap.title.hidden');
	const rate = voluntary.value === null ? rateInWords(voluntary) : formatPercent(voluntary.value);
	const difference = differenceIn(gap);
	if (difference === null) return message('gap.title.rate', { rate });
	if (!difference.isClear) return message('gap.title.same', { rate });
	return message(difference.value < 0 ? 'gap.title.less' : 'gap.title.more', {
		rate,
		points: pointsOf(difference.value)
	});
}

/** The sentence at the head of a page: what people finish of what they chose, how sure that is, and how it compares. */
export function headline(
	gap: Gap,
	count: 'broad' | 'strict',
	young: Young | null = null
): { readonly finding: string; readonly comparison: string | null } {
	return { finding: findingOf(gap, count, young), comparison: comparisonOf(gap) };
}

function findingOf(gap: Gap, count: 'broad' | 'strict', young: Young | null): string {
	const rate = gap.voluntary;
	if (!rate)
		return young
			? message('finding.young', { wait: waitInWords(young), count })
			: message('finding.none');
	if (rate.isHidden) return message('finding.hidden', { why: rateInWords(rate), count });
	if (rate.words !== null) return message('finding.words', { words: rate.words, count });
	if (rate.range !== null)
		return message('finding.range', { range: between(rate.range[0], rate.range[1]), count });
	if (rate.value === null) return message('finding.none');
	const difference = differenceIn(gap);
	const share =
		(difference === null ? null : ratesIn(gap, pointsOf(difference.value))?.[0]) ??
		formatPercent(rate.value);
	if (rate.lo === null || rate.hi === null) return message('finding.plain', { share, count });
	return message('finding.likely', { share, count, range: between(rate.lo, rate.hi) });
}

/** Both rates as the sentence prints them: whole, or to a tenth where whole ones would not differ by the points beside them. */
function ratesIn({ voluntary, assigned }: Gap, points: number): [string, string] | null {
	if (!voluntary || !assigned || voluntary.isHidden || assigned.isHidden) return null;
	if (voluntary.value === null || assigned.value === null)
		return [rateInWords(voluntary), rateInWords(assigned)];
	const whole = [voluntary.value, assigned.value].map((rate) => Math.round(rate * 100));
	if (Math.abs((whole[0] ?? 0) - (whole[1] ?? 0)) === points)
		return [formatPercent(voluntary.value), formatPercent(assigned.value)];
	return [
		formatShareCell(voluntary.value, voluntary.n),
		formatShareCell(assigned.value, assigned.n)
	];
}

function comparisonOf(gap: Gap): string | null {
	const difference = differenceIn(gap);
	const rates = difference === null ? null : ratesIn(gap, pointsOf(difference.value));
	if (difference === null || rates === null) return null;
	const [, required] = rates;
	if (!difference.isClear) return message('finding.gap_unclear', { required });
	const [near, far] = [pointsOf(difference.lo), pointsOf(difference.hi)].toSorted((a, b) => a - b);
	return message(difference.value < 0 ? 'finding.gap_less' : 'finding.gap_more', {
		required,
		points: pointsOf(difference.value),
		near: near ?? 0,
		far: far ?? 0
	});
}
