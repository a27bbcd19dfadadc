import type { DuckDBConnection } from '@duckdb/node-api';
import { parametersOf, valuesOf } from './compute.ts';
import type { Cell } from './compute.ts';
import { message } from './messages.ts';
import { roundCount } from './present.ts';
import type { ResultRow } from './present.ts';
import type { Question, Viewer } from './request.ts';

interface Asked {
	readonly connection: DuckDBConnection;
	readonly viewer: Viewer;
	readonly question: Question;
	readonly asOf: string;
	readonly rows: readonly ResultRow[];
	/** What stands behind the rows, and the variants that are told whichever is asked for. */
	readonly computed: { readonly cells: readonly Cell[]; readonly toldVariants: readonly string[] };
}

async function select<Row>({ connection, question, asOf }: Asked, sql: string): Promise<Row[]> {
	const bound = parametersOf(sql, valuesOf(question, asOf));
	const reader = await connection.runAndReadAll(sql, bound);
	return reader.getRowObjectsJS() as Row[];
}

const commentsSql = `
select
    count(*)::integer as comments,
    count(*) filter (tone is null)::integer as unread,
    count(distinct person_id) filter (tone is null)::integer as writers,
from survey_comment
where closed_on <= $as_of::date and is_within(closed_on, $from::date, $to::date)`;

/** What is told beside the tone, whether or not any comment could be read. */
const besideTone: ReadonlySet<string | null> = new Set(['unread', 'agreement', 'kappa']);

/**
 * That comments were written of which no tone is told: in another language, or about no theme. How many is told of all of them
 * only, of so many people as a number takes, because two parts that differ by a few would tell on those.
 */
async function untoldComments(asked: Asked): Promise<readonly string[]> {
	const { question, viewer, rows } = asked;
	// What is said of all comments would be read as said of those that a filter chooses, and of these it would tell on few.
	if (question.where.size > 0) return [];
	if (rows.some(({ measure, value }) => value !== null && !besideTone.has(measure))) return [];
	const [found] = await select<{ comments: number; unread: number; writers: number }>(
		asked,
		commentsSql
	);
	if (!found || found.comments === 0) return [];
	const isWhole = question.from === null && question.to === null && question.asOf === null;
	const isTold = isWhole && found.writers >= question.metric.smallest_group;
	return [
		...(rows.length === 0 ? [message('note.no_theme')] : []),
		...(found.unread === 0
			? []
			: [
					message('note.unread', {
						some: isTold ? 'told' : 'some',
						count: roundCount(found.unread, viewer)
					})
				])
	];
}

const otherScaleSql = `
select w.name as wave, any_value(i.wording) as wording, any_value(i.points) as points,
from survey_item as i
join survey_score as s on s.question_id = i.question_id
join survey_wave as w on w.wave_id = s.wave_id
where i.construct = 'recommend' and i.points <> 11 and w.closed_on <= $as_of::date
    and is_within(w.closed_on, $from::date, $to::date)
group by w.wave_id, w.name, i.question_id
order by w.wave_id, i.question_id`;

/** Which waves ask for a recommendation on another scale than that from 0 to 10, which the score is made for. */
async function otherScale(asked: Asked): Promise<readonly string[]> {
	const found = await select<{ wave: string; wording: string; points: number }>(
		asked,
		otherScaleSql
	);
	if (found.length === 0) return [];
	const list = found.map((one) => message('note.recommend.one', one)).join('; ');
	return [message('note.recommend.scale', { list })];
}

/** That nothing but their answers tells where people work, so that in every unit everybody would have answered. */
async function silentUnits(asked: Asked): Promise<readonly string[]> {
	const { by, where } = asked.question;
	if (!by.includes('org_unit') && !where.has('org_unit')) return [];
	const [found] = await select<{ asked: number; placed: number }>(
		asked,
		`select count(*)::integer as asked, count(*) filter (org_unit_id <> 0)::integer as placed,
		from survey_asked($as_of::date)`
	);
	return found && found.asked > 0 && found.placed === 0 ? [message('note.silent_units')] : [];
}

const mostWaves = 12;

/** That no wave is called as the question calls it, with those of which it is told something: never with hidden ones. */
function otherWaves({ question, computed: { cells, toldVariants } }: Asked): readonly string[] {
	const [wave] = question.variants;
	if (!question.metric.is_by_wave || wave === undefined || toldVariants.length === 0) return [];
	if (cells.some(({ variant }) => variant === wave)) return [];
	const named = toldVariants.slice(-mostWaves);
	return [
		message('note.no_such_wave', {
			wave,
			known: named.map((name) => `“${name}”`).join(', '),
			more: toldVariants.length - named.length
		})
	];
}

const notesOf: Readonly<Record<string, (asked: Asked) => Promise<readonly string[]>>> = {
	comment_sentiment: untoldComments,
	recommend_score: otherScale,
	response_rate: silentUnits
};

/** What a survey does not allow to tell, in sentences; where there are some, an answer without rows needs no other reason. */
export async function tellSurvey(asked: Asked): Promise<readonly string[]> {
	const own = await notesOf[asked.question.metric.id]?.(asked);
	return [...otherWaves(asked), ...(own ?? [])];
}
