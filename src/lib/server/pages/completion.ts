import type { CompletionCurveData } from '#lib/charts/completion-curve.ts';
import type { Figure, Mark } from '#lib/charts/figure.ts';
import type { FunnelPlotData } from '#lib/charts/funnel-plot.ts';
import type { GapByLengthData } from '#lib/charts/gap-by-length.ts';
import type { RateOverTimeData } from '#lib/charts/rate-over-time.ts';
import type { Filters } from '#lib/filters/filters.ts';
import { questionOf } from '#lib/filters/request.ts';
import { headline } from '#lib/findings/gap.ts';
import { youngOf } from '#lib/findings/young.ts';
import { headlineDays } from '#queries/headline.ts';
import { answersTo, type Viewer } from '../ask.ts';
import { completionCurve } from '../figures/completion-curve.ts';
import { unitsOnFunnel } from '../figures/funnel-plot.ts';
import { gapByLength } from '../figures/gap-by-length.ts';
import { gapParts } from '../figures/gap-parts.ts';
import { voluntaryAgainstAssigned } from '../figures/rate-over-time.ts';

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
		gap: questionOf('completion_gap', filters, { variant }),
		gapByPeriod: questionOf('completion_gap', filters, { variant, grain }),
		time: questionOf('time_to_complete', filters, { variant }),
		timeRequired: questionOf('time_to_complete', filters, { variant: 'assigned_required' }),
		everywhere: questionOf('voluntary_completion_rate', allUnits, {
			variant,
			horizon: headlineDays
		}),
		byUnit: questionOf('voluntary_completion_rate', allUnits, {
			variant,
			horizon: headlineDays,
			by: ['org_unit']
		}),
		byLength: questionOf('completion_gap', filters, { variant, by: ['length_band'] })
	};
	const found = await answersTo(viewer, questions);
	const gap = gapParts(found.gap.rows);
	return {
		headline: headline(gap, variant, youngOf(found.gap)),
		overTime: voluntaryAgainstAssigned(
			filters,
			questions.gapByPeriod,
			found.gapByPeriod,
			found.gap,
			marks
		),
		curve: completionCurve(filters, questions.time, found.time, found.timeRequired),
		funnel: unitsOnFunnel(filters, questions.byUnit, found.byUnit, found.everywhere),
		length: gapByLength(filters, questions.byLength, found.byLength, found.gap)
	};
}
