import type { DuckDBConnection } from '@duckdb/node-api';
import type { Answer } from './ask.ts';
import { parametersOf } from './compute.ts';
import type { Question, Viewer } from './request.ts';

/** A comment in its writer's words, less what names people. It leads to nobody: no unit, no day and no other answer stand beside it. */
export interface Verbatim {
	readonly wave: string;
	readonly tone: 'positive' | 'neutral' | 'negative';
	readonly words: string;
}

const mostOfEach = 10;

/**
 * Comments of people who said that theirs may be shown, of waves and tones in which as many of them wrote as the smallest group:
 * one of each person, in an order that tells nothing.
 */
const verbatimSql = `
with said as (
    select w.name as wave, c.tone, c.person_id, trim(c.words) as words,
    from survey_commented($as_of::date, $is_theme) as c
    join survey_wave as w on w.wave_id = c.wave_id
    where c.has_consent and c.tone is not null
        and is_within(c.closed_on, $from::date, $to::date)
        and list_contains(from_json($waves, '["VARCHAR"]'), w.name)
        and ($id_1::integer is null or dimension_key($on_1, c.org_unit_id, c.item_id, 0, 0, c.job_family_id, c.location_id, c.grade_id) = $id_1)
        and ($id_2::integer is null or dimension_key($on_2, c.org_unit_id, c.item_id, 0, 0, c.job_family_id, c.location_id, c.grade_id) = $id_2)
        and ($id_3::integer is null or dimension_key($on_3, c.org_unit_id, c.item_id, 0, 0, c.job_family_id, c.location_id, c.grade_id) = $id_3)
),
cell as (
    select wave, tone,
    from said
    group by wave, tone
    having count(distinct person_id) >= $people
),
one_each as (
    select s.wave, s.tone, s.person_id, arg_min(s.words, hash(s.words)) as words,
    from said as s
    semi join cell as c on c.wave = s.wave and c.tone = s.tone
    group by s.wave, s.tone, s.person_id
)
select distinct wave, tone::integer as tone, words, hash(words) as place,
from one_each
qualify dense_rank() over (partition by wave, tone order by hash(words)) <= $most
order by wave, tone desc, place`;

/** Which of these words, in lower case without accents, are parts of the name of anybody whom the files know. */
const namesSql = `
with known as (
    select strip_accents(lower(display_name)) as name
    from person_name
    union
    select replace(replace(replace(replace(lower(display_name), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ß', 'ss') as name
    from person_name
),
part as (
    select distinct unnest(string_split_regex(strip_accents(name), '[^\\p{L}]+')) as word,
    from known
)
select word,
from part
semi join (select unnest(from_json($words, '["VARCHAR"]')) as word) as w on w.word = part.word
where length(word) > 1`;

const letters = /[\p{L}\p{M}]+/gu;
const shortName = 3;

/** A word as names are compared: whoever leaves out an accent means the same person. */
const plain = (word: string): string =>
	word.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** What could name somebody in a comment, replaced by what it is: names that the files know, people by title, addresses, numbers. */
export function redact(words: string, names: ReadonlySet<string>): string {
	const isName = (word: string): boolean =>
		names.has(plain(word)) && (word.length > shortName || /^\p{Lu}/u.test(word));
	return words
		.replaceAll(/\S+@\S+|https?:\S+|\bwww\.\S+/giu, '[address]')
		.replaceAll(/(?<!\S)@\p{L}[\p{L}\d._-]*/gu, '[name]')
		.replaceAll(/\+?\d[\d\s/().-]{5,}\d|\b\p{Lu}{0,3}\d{4,}\b/gu, '[number]')
		.replaceAll(/\b(mr|mrs|ms|mx|dr|prof|herr|frau)\b(\.?)\s+\p{Lu}[\p{L}'’-]*/giu, '$1$2 [name]')
		.replaceAll(letters, (word) => (isName(word) ? '[name]' : word))
		.replaceAll(/\[name\](?:[\s.'’-]+\[name\])+/gu, '[name]');
}

const tones = { '1': 'positive', '0': 'neutral', '-1': 'negative' } as const;

/** Waves of which the answer tells the tone. */
const toldWaves = (answer: Answer): readonly string[] =>
	answer.rows.flatMap(({ measure, suppressed, value, variant }) =>
		measure === 'net' && !suppressed && value !== null && variant !== null ? [variant] : []
	);

/**
 * METRICS.md D5: comments in people's own words, only with their consent, redacted for names, and never of a group in which
 * fewer than the smallest group consented, of a tone that the answer does not tell, or of an earlier state. Others than analysts
 * get them of the whole organisation, by theme at most; null where a question asks for no comments.
 */
export async function readVerbatims(
	connection: DuckDBConnection,
	viewer: Viewer,
	question: Question,
	answer: Answer,
	filters: Readonly<Record<string, string | number | null>>
): Promise<readonly Verbatim[] | null> {
	const { metric, by, grain, where, variants, from, to } = question;
	if (metric.population !== 'survey_commented' || metric.id !== 'comment_sentiment') return null;
	const isWhole = [...where.keys()].every((dimension) => dimension === 'theme');
	const isFrozen = answer.hidden.some(({ rule }) => rule === 'frozen');
	if (by.length > 0 || grain !== null || isFrozen || (viewer.role !== 'analyst' && !isWhole))
		return [];
	const asked = variants[0];
	const waves = toldWaves(answer).filter((wave) => asked === undefined || wave === asked);
	const bound = parametersOf(verbatimSql, {
		...filters,
		as_of: answer.as_of,
		from,
		to,
		people: metric.smallest_group,
		most: mostOfEach,
		waves: JSON.stringify(waves)
	});
	const reader = await connection.runAndReadAll(verbatimSql, {
		...bound,
		is_theme: where.has('theme')
	});
	const said = reader.getRowObjectsJS() as { wave: string; tone: -1 | 0 | 1; words: string }[];
	const words = said.flatMap((one) => (one.words.match(letters) ?? []).map(plain));
	const found = await connection.runAndReadAll(namesSql, { words: JSON.stringify(words) });
	const names = new Set(found.getRowsJS().map(([word]) => word as string));
	return said.map((one) => ({
		wave: one.wave,
		tone: tones[one.tone],
		words: redact(one.words, names)
	}));
}
