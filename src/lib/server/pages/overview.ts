import type { Figure, Mark } from '#lib/charts/figure.ts';
import type { InitiationMixData } from '#lib/charts/initiation-mix.ts';
import type { Tile } from '#lib/charts/tile.ts';
import type { Filters } from '#lib/filters/filters.ts';
import { questionOf } from '#lib/filters/request.ts';
import { unmatchedInWords } from '#queries/notes.ts';
import { overviewFinding } from '#lib/findings/overview.ts';
import { youngOf } from '#lib/findings/young.ts';
import type { Answer, Viewer } from '../ask.ts';
import { answersTo } from '../ask.ts';
import { gapParts } from '../figures/gap-parts.ts';
import { begunShare, initiationMix } from '../figures/initiation-mix.ts';
import { chosenTile, gapTile, rateTile, reachTile, timeTile } from '../figures/tiles.ts';

export interface Overview {
	readonly headline: { readonly finding: string; readonly comparison: string | null };
	readonly tiles: readonly Tile[];
	readonly mix: Figure<InitiationMixData>;
	/** What a reader must know beside the numbers; of people, where it can be mended on their page. */
	readonly notes: readonly { readonly text: string; readonly isOfPeople: boolean }[];
}

/** What the answer on reach is noted with, save what stands beneath the drawing already. */
function notesBeside({ notes, unmatched_accounts, inferred }: Answer, drawn: Answer) {
	const ofPeople = inferred.includes('unmatched_accounts')
		? unmatchedInWords(unmatched_accounts)
		: null;
	return notes
		.filter((text) => !drawn.notes.includes(text))
		.map((text) => ({ text, isOfPeople: text === ofPeople }));
}

/** Everything that the overview shows under its filters. What was finished is always that within 90 days. */
export async function overview(
	viewer: Viewer,
	filters: Filters,
	marks: readonly Mark[]
): Promise<Overview> {
	const { grain, count: variant } = filters;
	const questions = {
		gap: questionOf('completion_gap', filters, { variant }),
		gapByPeriod: questionOf('completion_gap', filters, { variant, grain }),
		mix: questionOf('initiation_mix', filters),
		mixByPeriod: questionOf('initiation_mix', filters, { grain }),
		reach: questionOf('self_directed_reach', filters, { grain: 'quarter' }),
		time: questionOf('time_to_complete', filters, { variant }),
		timeByPeriod: questionOf('time_to_complete', filters, { variant, grain })
	};
	const found = await answersTo(viewer, questions);
	const finding = overviewFinding(
		begunShare(found.mix.rows),
		gapParts(found.gap.rows).voluntary,
		variant,
		youngOf(found.gap)
	);
	return {
		headline: { finding, comparison: null },
		tiles: [
			chosenTile(filters, questions.mix, found.mix, found.mixByPeriod),
			rateTile(filters, questions.gap, found.gap, found.gapByPeriod),
			gapTile(filters, questions.gap, found.gap, found.gapByPeriod),
			reachTile(questions.reach, found.reach),
			timeTile(filters, questions.time, found.time, found.timeByPeriod)
		],
		mix: initiationMix(filters, questions.mixByPeriod, found.mixByPeriod, marks),
		notes: notesBeside(found.reach, found.mixByPeriod)
	};
}
