import {
	formatCount,
	formatPercent,
	formatPercentNumber,
	formatShareCell
} from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';
import type { RuleShare, VoluntaryEffect } from '#lib/server/voluntary.ts';

/** A completion rate in words: the point, or the range where too much is unknown to name one. */
export function rateInWords(rate: VoluntaryEffect['broad']): string {
	if (rate === null || rate.value === null) return message('voluntary.no_rate');
	if (isRange(rate) && rate.bound_lo !== null && rate.bound_hi !== null)
		return message('voluntary.range', {
			lo: formatPercentNumber(rate.bound_lo),
			hi: formatPercent(rate.bound_hi)
		});
	return formatPercent(rate.value);
}

const isRange = (rate: NonNullable<VoluntaryEffect['broad']>): boolean =>
	(rate.unknown_share ?? 0) > 0.2 && rate.bound_lo !== null && rate.bound_hi !== null;

/** A completion rate as a cell, fine enough to show what a change would do. */
export function rateCell(rate: VoluntaryEffect['broad']): string {
	if (rate === null || rate.value === null || isRange(rate)) return rateInWords(rate);
	return formatShareCell(rate.value, null);
}

/** By how many points a completion rate would change; nothing where either is not known or a range. */
export function changeOfRate(
	before: VoluntaryEffect['broad'],
	after: VoluntaryEffect['broad']
): string {
	if (before === null || after === null || isRange(before) || isRange(after)) return '';
	if (before.value === null || after.value === null) return '';
	const points = Math.round((after.value - before.value) * 1000) / 10;
	const size = Math.abs(points).toFixed(1);
	return message('voluntary.preview.points', {
		points: points === 0 ? '0' : `${points > 0 ? '+' : '−'}${size}`
	});
}

/** The first sentence of the page: how much is known, and what that leaves of the headline. */
export function findingOf({
	rules,
	effect
}: {
	readonly rules: readonly RuleShare[];
	readonly effect: VoluntaryEffect;
}): string {
	const all = rules[0]?.episodes ?? 0;
	if (all === 0) return message('voluntary.finding_none');
	const unknown = (effect.classes['unknown'] ?? 0) / all;
	const { broad } = effect;
	return message('voluntary.finding', {
		episodes: formatCount(all),
		unknown: formatPercent(unknown),
		rate: rateInWords(broad),
		lo: broad?.bound_lo === null || broad === null ? '' : formatPercentNumber(broad.bound_lo),
		hi: broad?.bound_hi === null || broad === null ? '' : formatPercent(broad.bound_hi),
		has: broad?.bound_lo === null || broad === null ? 'no' : 'yes'
	});
}
