import type { Metric } from './catalogue.ts';

/**
 * Which rows of a population stand behind a layer, as a condition on `p` and `$layer`; for populations whose layers do not
 * name a class of episodes. Else all of them do: then a number of people that changed tells what the rows cannot.
 */
const ofWave =
	"$layer not like 'wave %' or p.wave_id = try_cast(split_part($layer, ' ', 2) as integer)";

const memberSql: Readonly<Record<string, string>> = {
	survey_asked: ofWave,
	survey_answered: ofWave,
	survey_commented: ofWave,
	spent:
		"p.class <> 'unknown' and ($layer = 'tiers' or p.basis = split_part($layer, '_', 1)) and case split_part($layer, '_', 2) when 'found' then p.class <> 'prompted' when 'prompted' then p.class = 'prompted' else true end",
	completed_voluntary:
		"is_variant(p.class, split_part($layer, ' ', 1)) and (p.is_measured or contains($layer, 'test_out'))",
	diverse: 'p.facet = $layer',
	returned: 'true',
	held_post:
		"case $layer when 'part_time' then p.fte < 1 when 'full_time' then p.fte >= 1 else true end",
	rating_paired:
		"case when $layer in ('learners', 'between', 'others') then p.exposure = $layer when $layer = 'followed' or $layer like 'rated_%' then p.has_role and p.after_on + 365 <= least(p.followed_to, $as_of::date) and coalesce(p.level = try_cast(split_part($layer, '_', 2) as integer), true) else true end",
	landmark:
		"case $layer when 'learners' then p.arm = 'learner' when 'others' then p.arm = 'other' else true end",
	aligned:
		"case $layer when 'movers' then p.is_mover when 'others' then not p.is_mover else true end"
};

/** The condition for a layer of a population; null where layers name classes or nothing. */
export const membersOf = ({ population }: Pick<Metric, 'population'>): string | null =>
	memberSql[population] ?? null;

const wholeLayers = new Set(['', 'all']);
/** Measures that count some of their population only. */
const inPart = new Set([
	'self_directed_persistence',
	'outside_windows_index',
	'prompt_response_rate'
]);
/** What a variant of a class may end with that counts its episodes in another way. */
const waysOfCounting = /_(exit_censored|from_activity|leave_paused)$/;

/** The class or group of classes of which a layer counts episodes, in whatever way. */
export const classOfLayer = (layer: string): string => layer.replace(waysOfCounting, '');

const classLayers = new Set([
	'strict',
	'broad',
	'voluntary_broad',
	'self_initiated',
	'prompted',
	'assigned_required',
	'assigned_other',
	'unknown'
]);

/** Whether the rows of a population tell who stands behind a layer; else it is only known that nobody else does. */
export const isLayerExact = (
	{ id, population }: Pick<Metric, 'id' | 'population'>,
	layer: string
): boolean =>
	!inPart.has(id) &&
	(population in memberSql || wholeLayers.has(layer) || classLayers.has(classOfLayer(layer)));

interface Kin {
	readonly family: string;
	/** What the layers of a measure are called among its kin; one that has the same people as another one stays out. */
	readonly layers: Readonly<Record<string, string>>;
}

const voluntary = { strict: 'self_initiated', broad: 'voluntary_broad' };
const episodes = (layers: Readonly<Record<string, string>>): Kin => ({
	family: 'episodes',
	layers
});
const employed: Kin = { family: 'employed', layers: { '': 'employed' } };
const landmarks: Kin = { family: 'landmarks', layers: { learners: 'learners', others: 'others' } };

/** Measures whose numbers stand on the same people, and so are held against each other across states (METRICS.md §I rule 5). */
const kin: Readonly<Record<string, Kin>> = {
	voluntary_completion_rate: episodes(voluntary),
	meaningful_progress_rate: episodes(voluntary),
	completion_gap: episodes({ ...voluntary, assigned_required: 'assigned_required' }),
	time_to_complete: episodes({
		self_initiated: 'self_initiated',
		prompted: 'prompted',
		voluntary_broad: 'voluntary_broad',
		assigned_required: 'assigned_required',
		assigned_other: 'assigned_other',
		unknown: 'unknown'
	}),
	external_share: episodes({ '': 'self_initiated' }),
	self_directed_reach: employed,
	path_rate: employed,
	self_directed_persistence: employed,
	mobility_rate: { family: 'posts', layers: { '': 'all' } },
	mover_share: {
		family: 'posts',
		layers: { all: 'all', full_time: 'full_time', part_time: 'part_time' }
	},
	mobility_difference: landmarks,
	retention_difference: landmarks
};

export const kinOf = ({ id }: Pick<Metric, 'id'>): Kin | null => kin[id] ?? null;
