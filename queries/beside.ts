import type { DuckDBConnection } from '@duckdb/node-api';
import type { Computed } from './ask.ts';
import type { Envelope } from './envelope.ts';
import { tellLearning, tellOnlyUntold } from './learning-notes.ts';
import { message } from './messages.ts';
import {
	inferredInWords,
	tellNoPeriod,
	tellNothing,
	tellOutside,
	tellPart,
	tellPersonnelEnd,
	tellStayed,
	unmatchedInWords,
	untoldInWords
} from './notes.ts';
import { tellsPatterns } from './periods.ts';
import type { ResultRow } from './present.ts';
import { signalsWithoutData } from './readiness.ts';
import type { Question, Viewer } from './request.ts';
import { tellSurvey } from './survey-notes.ts';
import { tellNewVersion } from './versions.ts';
import { warningsOf } from './warnings.ts';

interface Told {
	readonly connection: DuckDBConnection;
	readonly viewer: Viewer;
	readonly question: Question;
	readonly envelope: Envelope;
	readonly asOf: string;
	/** Accounts that match nobody, as the viewer may know of them. */
	readonly unmatched: number | null;
	readonly computed: Computed;
	readonly rows: readonly ResultRow[];
	readonly maturing: number | null;
}

/** Why there is no row: no period to tell of, else nothing that counts; where all of it is too young, that is said already. */
async function whyNothing(told: Told): Promise<readonly string[]> {
	const { connection, question, asOf, maturing } = told;
	const outside = await tellOutside(connection, question, asOf);
	if (outside.length > 0) return outside;
	const periods = await tellNoPeriod(connection, question, asOf);
	if (periods.length > 0 || (maturing ?? 0) > 0) return periods;
	const untold = await tellOnlyUntold(told);
	return untold.length > 0 ? untold : [await tellNothing(connection, question, asOf)];
}

/** Whether an answer holds what the metric is asked for, hidden or not; where its files lack, a note names them. */
function holdsNumber({
	question: { metric, variants },
	envelope: { untold },
	rows
}: Told): boolean {
	const isOfCell = metric.open_variants !== undefined && variants.length > 0;
	if (isOfCell || (metric.is_of_parts && metric.main_part === undefined)) return rows.length > 0;
	const own = metric.main_part ?? null;
	// What is hidden may be why the number is not there.
	return untold.has(own ?? '') || rows.some((row) => row.measure === own || row.suppressed);
}

/** Whether all that a question could be told of lacks files of its own, which a note names. */
const isUntold = ({ question: { metric }, envelope: { untold } }: Told): boolean =>
	metric.is_of_parts && Object.keys(metric.measures).every((name) => untold.has(name));

/** What a reader must know beside the rows of an answer, or why there are none, in sentences. */
export async function notesBeside(told: Told): Promise<readonly string[]> {
	const { connection, viewer, question, envelope, asOf, rows } = told;
	const ofSurvey = await tellSurvey(told);
	const isSaid = holdsNumber(told) || ofSurvey.length > 0 || isUntold(told);
	return [
		...(envelope.unmatched === null ? [] : [unmatchedInWords(told.unmatched)]),
		...warningsOf(question, rows),
		...ofSurvey,
		...(await tellNewVersion(connection, question.metric, asOf)),
		...(await tellPart(connection, question, rows)),
		...(await tellPersonnelEnd(connection, question, asOf)),
		...(await tellLearning(told)),
		...tellStayed(question, rows),
		...(viewer.role === 'analyst' || tellsPatterns(question)
			? []
			: [message('note.patterns_whole')]),
		...(isSaid ? [] : await whyNothing(told)),
		...untoldInWords(question.metric, envelope.untold, envelope.inferred),
		...signalsWithoutData(question, rows),
		...(rows.length === 0 ? [] : inferredInWords(envelope.inferred))
	];
}
