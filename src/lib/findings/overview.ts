import type { Estimate } from '#lib/charts/figure.ts';
import { formatPercent } from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';
import { between, rateInWords } from './words.ts';
import { waitInWords } from './young.ts';
import type { Young } from './young.ts';

/** The share that people began themselves, and what it becomes if all that is unknown was chosen too. */
export interface Begun {
	readonly share: Estimate | undefined;
	/** The ends of the likely range; null where it is not known. */
	readonly likely: readonly [number, number] | null;
	/** The upper end of what is possible; null where nothing is unknown. */
	readonly ceiling: number | null;
}

/** The sentence at the head of the overview: how much of their learning people began themselves, and what they finished of it. */
export function overviewFinding(
	begun: Begun,
	rate: Estimate | undefined,
	count: 'broad' | 'strict',
	young: Young | null
): string {
	return message('overview.finding', {
		began: began(begun),
		finished: finished(rate, count, young)
	});
}

/** How sure a share is, in words: its likely range, and what the unknown could add. */
export function sureInWords({ share, likely, ceiling }: Begun): string {
	if (!share || share.isHidden || share.words !== null || share.value === null) return '';
	return [
		likely === null ? '' : message('words.likely', { range: between(likely[0], likely[1]) }),
		ceiling === null ? '' : message('words.ceiling', { hi: formatPercent(ceiling) })
	]
		.filter((part) => part !== '')
		.join(', ');
}

function began(begun: Begun): string {
	const { share } = begun;
	if (!share) return message('overview.began.none');
	if (share.isHidden) return message('overview.began.hidden', { why: rateInWords(share) });
	const sure = sureInWords(begun);
	const text = share.value === null ? rateInWords(share) : formatPercent(share.value);
	return sure === ''
		? message('overview.began', { share: text })
		: message('overview.began.sure', { share: text, sure });
}

function finished(
	rate: Estimate | undefined,
	count: 'broad' | 'strict',
	young: Young | null
): string {
	if (!rate)
		return young
			? message('overview.finished.young', { wait: waitInWords(young), count })
			: message('overview.finished.none', { count });
	if (rate.isHidden) return message('overview.finished.hidden', { why: rateInWords(rate), count });
	const text = rate.value === null ? rateInWords(rate) : formatPercent(rate.value);
	return rate.value === null || rate.lo === null || rate.hi === null
		? message('overview.finished', { share: text, count })
		: message('overview.finished.sure', { share: text, sure: between(rate.lo, rate.hi), count });
}
