import type { DuckDBConnection } from '@duckdb/node-api';
import { message, messageOfCode } from './messages.ts';
import type { MessageKey } from './messages.ts';
import { rowsMissInWords } from './notes.ts';
import type { ResultRow } from './present.ts';
import type { Question } from './request.ts';

/** What a named person answers for: the newest declaration of a question. */
export interface Declaration {
	readonly question: string;
	readonly score: number;
	readonly declared_by: string;
	readonly declared_on: string;
	readonly note: string | null;
}

/** Every question with its newest declaration that has a name and a day; a declaration about the house, not about people. */
export async function readDeclarations(
	connection: DuckDBConnection
): Promise<readonly Declaration[]> {
	const reader = await connection.runAndReadAll(`
select
    upper(trim(question)) as question,
    arg_max({'score': score, 'by': trim(declared_by), 'on': strftime(declared_on, '%Y-%m-%d'), 'note': note},
        (declared_on, batch_id, line)) as newest,
from declaration
where trim(declared_by) <> '' and declared_on is not null and score between 0 and 2
group by all
order by question`);
	return reader.getRowObjectsJS().map((row) => {
		const newest = row['newest'] as { score: number; by: string; on: string; note: string | null };
		return {
			question: row['question'] as string,
			score: newest.score,
			declared_by: newest.by,
			declared_on: newest.on,
			note: newest.note
		};
	});
}

type Row = Pick<ResultRow, 'variant' | 'measure' | 'value' | 'suppressed'>;

/** What an answer of a question rests on: the lowest of what a survey and the data say, else a declaration. */
export type AnsweredBy = 'survey' | 'data' | 'declaration';

/** One question of the readiness checklist in words. */
export interface ReadinessQuestion {
	readonly question: string;
	readonly text: string;
	/** 0 no, 1 partly, 2 yes; null unknown. */
	readonly score: number | null;
	readonly answer: string;
	readonly answered_by: readonly AnsweredBy[];
	/** A sentence for each signal that is known, and one for each that is not. */
	readonly evidence: readonly string[];
	readonly declared: string | null;
	/** What would help, where the answer is no. */
	readonly remedy: string | null;
}

const surveyed: ReadonlySet<string> = new Set([
	'control',
	'manager_goals',
	'recognition',
	'feedback'
]);
/** Signals that only hint at the answer. */
const hints: ReadonlySet<string> = new Set(['orientation', 'credentials', 'self_assessments']);
const answers = ['no', 'partly', 'yes'] as const;

/** The points of a question as its answer: no, partly, yes, or that it is unknown. */
export const pointsInWords = (points: number | null): string =>
	message(`readiness.answer.${points === null ? 'unknown' : (answers[points] ?? 'unknown')}`);

/** Which files would light the signals of which nothing is known, a sentence for each of them. */
export function signalsWithoutData({ metric }: Question, rows: readonly Row[]): readonly string[] {
	if (metric.id !== 'readiness_checklist') return [];
	const dark = rows.flatMap(({ measure, value, suppressed }) => {
		const files = messageOfCode(`readiness.files.${measure ?? ''}`);
		return files === null || value !== null || suppressed
			? []
			: [{ files, signal: message(`readiness.signal.${measure ?? ''}` as MessageKey) }];
	});
	return [...Map.groupBy(dark, ({ files }) => files)].map(([files, signals]) =>
		rowsMissInWords(
			files,
			signals.map(({ signal }) => signal)
		)
	);
}

/** The nine questions of an answer of `readiness_checklist`, in words, each with its evidence or "no data". */
export function readinessQuestions(
	rows: readonly Row[],
	declarations: readonly Declaration[]
): readonly ReadinessQuestion[] {
	return ['Q1', 'Q2', 'Q3', 'Q4', 'Q5', 'Q6', 'Q7', 'Q8', 'Q9'].map((question) => {
		const own = rows.filter((row) => row.variant === question);
		const valueOf = (measure: string): number | null =>
			own.find((row) => row.measure === measure)?.value ?? null;
		const score = valueOf('answer');
		const signals = own.filter(({ measure }) => measure !== 'answer' && measure !== 'declared');
		const known = signals.filter(({ value }) => value !== null);
		const declaration = declarations.find((one) => one.question === question);
		const stands = (question === 'Q4' || question === 'Q7' ? 2 : 1) <= known.length;
		const better = known.filter(({ measure }) => !hints.has(measure ?? ''));
		const by = (better.length > 0 ? better : known).map(({ measure }) =>
			surveyed.has(measure ?? '') ? 'survey' : 'data'
		);
		const key = question.toLowerCase();
		return {
			question,
			text: message(`readiness.${key}` as MessageKey),
			score,
			answer: pointsInWords(score),
			answered_by: score === null ? [] : stands ? [...new Set(by)] : ['declaration'],
			evidence: signals.map(({ measure, value, suppressed }) => {
				const signal = message(`readiness.signal.${measure ?? ''}` as MessageKey);
				if (suppressed) return message('readiness.hidden', { signal });
				if (value === null)
					return message('readiness.no_data', {
						signal,
						files: message(`readiness.files.${measure ?? ''}` as MessageKey)
					});
				return message('readiness.evidence', {
					signal,
					kind: unitOf[measure ?? ''] ?? 'share',
					value
				});
			}),
			declared: declaration
				? message('readiness.declared', {
						answer: pointsInWords(declaration.score),
						by: declaration.declared_by,
						on: declaration.declared_on
					})
				: null,
			remedy: score === 0 ? message(`readiness.${key}.remedy` as MessageKey) : null
		};
	});
}

/** One area of the checklist, or the whole (total), from 0 to 100; null where too few questions are answered. */
export interface ReadinessArea {
	readonly area: string;
	readonly text: string;
	readonly score: number | null;
	readonly known: string;
}

/** The areas of an answer of `readiness_checklist`, with how many of their questions are answered. */
export function readinessAreas(rows: readonly Row[]): readonly ReadinessArea[] {
	return ['culture', 'tools', 'measurement', 'total'].map((area) => {
		const valueOf = (measure: string): number | null =>
			rows.find((row) => row.variant === area && row.measure === measure)?.value ?? null;
		return {
			area,
			text: message('readiness.area', { area }),
			score: valueOf('area'),
			known: message('readiness.area.known', {
				known: valueOf('known') ?? 0,
				all: area === 'total' ? 9 : 3
			})
		};
	});
}

const unitOf: Readonly<Record<string, string>> = {
	credentials: 'per_100',
	formats: 'number',
	recognition_events: 'per_100',
	outcome_sources: 'count',
	feedback_days: 'days',
	formalised_paths: 'count'
};
