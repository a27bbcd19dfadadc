import type { Figure, Mark } from '#lib/charts/figure.ts';
import type { InitiationMixData } from '#lib/charts/initiation-mix.ts';
import type { Tile } from '#lib/charts/tile.ts';
import type { Filters } from '#lib/filters/filters.ts';
import { questionOf } from '#lib/filters/request.ts';
import { headline } from '#lib/findings/gap.ts';
import { youngOf } from '#lib/findings/young.ts';
import type { Viewer } from '../ask.ts';
import { answersTo } from '../ask.ts';
import { gapParts } from '../figures/gap-parts.ts';
import { initiationMix } from '../figures/initiation-mix.ts';
import { estimateOf } from '../figures/rows.ts';
import { chosenTile, gapTile, rateTile, reachTile, timeTile } from '../figures/tiles.ts';

export interface Overview {
	readonly headline: ReturnType<typeof headline>;
	readonly tiles: readonly Tile[];
	readonly mix: Figure<InitiationMixData>;
	/** What a reader must know beside the numbers. */
	readonly notes: readonly string[];
}

/** Everything that the overview shows under its filters. */
export async function overview(
	viewer: Viewer,
	filters: Filters,
	marks: readonly Mark[]
): Promise<Overview> {
	const { grain, count: variant } = filters;
	const questions = {
		rate: questionOf('voluntary_completion_rate', filters, { variant }),
		rateByPeriod: questionOf('voluntary_completion_rate', filters, { variant, grain }),
		gap: questionOf('completion_gap', filters, { variant }),
		gapByPeriod: questionOf('completion_gap', filters, { variant, grain }),
		mix: questionOf('initiation_mix', filters),
		mixByPeriod: questionOf('initiation_mix', filters, { grain }),
		reach: questionOf('self_directed_reach', filters, { grain: 'quarter' }),
		time: questionOf('time_to_complete', filters, { variant }),
		timeByPeriod: questionOf('time_to_complete', filters, { variant, grain })
	};
	const found = await answersTo(viewer, questions);
	return {
		headline: headline(
			estimateOf(found.rate.rows[0]),
			gapParts(found.gap.rows),
			variant,
			youngOf(found.rate)
		),
		tiles: [
			rateTile(filters, questions.rate, found.rate, found.rateByPeriod),
			gapTile(filters, questions.gap, found.gap, found.gapByPeriod),
			chosenTile(filters, questions.mix, found.mix, found.mixByPeriod),
			reachTile(questions.reach, found.reach),
			timeTile(filters, questions.time, found.time, found.timeByPeriod)
		],
		mix: initiationMix(filters, questions.mixByPeriod, found.mixByPeriod, marks),
		notes: found.reach.notes
	};
}
