import { formatCount, formatPercent, formatPercentNumber } from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';
import type { RuleShare, VoluntaryEffect } from '#lib/server/voluntary.ts';

/** A completion rate in words: the point, or the range where too much is unknown to name one. */
export function rateInWords(rate: VoluntaryEffect['broad']): string {
	if (rate === null || rate.value === null) return message('voluntary.no_rate');
	if ((rate.unknown_share ?? 0) > 0.2 && rate.bound_lo !== null && rate.bound_hi !== null)
		return message('voluntary.range', {
			lo: formatPercentNumber(rate.bound_lo),
			hi: formatPercent(rate.bound_hi)
		});
	return formatPercent(rate.value);
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
