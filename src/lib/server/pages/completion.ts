import type { CompletionCurveData } from '#lib/charts/completion-curve.ts';
import type { Figure, Mark } from '#lib/charts/figure.ts';
import type { FunnelPlotData } from '#lib/charts/funnel-plot.ts';
import type { GapByLengthData } from '#lib/charts/gap-by-length.ts';
import type { RateOverTimeData } from '#lib/charts/rate-over-time.ts';
import type { Filters } from '#lib/filters/filters.ts';
import { questionOf } from '#lib/filters/request.ts';
import { headline } from '#lib/findings/gap.ts';
import { youngOf } from '#lib/findings/young.ts';
import { answersTo, type Viewer } from '../ask.ts';
import { completionCurve } from '../figures/completion-curve.ts';
import { unitsOnFunnel } from '../figures/funnel-plot.ts';
import { gapByLength } from '../figures/gap-by-length.ts';
import { gapParts } from '../figures/gap-parts.ts';
import { voluntaryAgainstAssigned } from '../figures/rate-over-time.ts';
import { estimateOf } from '../figures/rows.ts';

export interface Completion {
	readonly headline: ReturnType<typeof headline>;
	readonly overTime: Figure<RateOverTimeData>;
	readonly curve: Figure<CompletionCurveData>;
	readonly funnel: Figure<FunnelPlotData>;
	readonly length: Figure<GapByLengthData>;
}

/** Everything that the page "Do people finish what they choose?" shows under its filters. */
export async function completion(
	viewer: Viewer,
	filters: Filters,
	marks: readonly Mark[]
): Promise<Completion> {
	const { grain, count: variant } = filters;
	const allUnits = { ...filters, unit: '' };
	const questions = {
		rate: questionOf('voluntary_completion_rate', filters, { variant }),
		gap: questionOf('completion_gap', filters, { variant }),
		gapByPeriod: questionOf('completion_gap', filters, { variant, grain }),
		time: questionOf('time_to_complete', filters, { variant }),
		timeRequired: questionOf('time_to_complete', filters, { variant: 'assigned_required' }),
		everywhere: questionOf('voluntary_completion_rate', allUnits, { variant }),
		byUnit: questionOf('voluntary_completion_rate', allUnits, { variant, by: ['org_unit'] }),
		byLength: questionOf('completion_gap', filters, { variant, by: ['length_band'] })
	};
	const found = await answersTo(viewer, questions);
	return {
		headline: headline(
			estimateOf(found.rate.rows[0]),
			gapParts(found.gap.rows),
			variant,
			youngOf(found.rate)
		),
		overTime: voluntaryAgainstAssigned(
			filters,
			questions.gapByPeriod,
			found.gapByPeriod,
			found.gap,
			marks
		),
		curve: completionCurve(filters, questions.time, found.time, found.timeRequired),
		funnel: unitsOnFunnel(filters, questions.byUnit, found.byUnit, found.everywhere),
		length: gapByLength(filters, questions.byLength, found.byLength)
	};
}
