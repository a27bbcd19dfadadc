import type { Definition, Figure, Table } from '#lib/charts/figure.ts';
import type { Filters } from '#lib/filters/filters.ts';
import { periodInWords, populationInWords } from '#lib/filters/summarise.ts';
import { addressOf, type Question } from '#lib/filters/request.ts';
import { hiddenNote } from '#lib/findings/hidden.ts';
import { formatDay } from '#lib/format/date.ts';
import { formatCount } from '#lib/format/number.ts';
import { waitInWords, youngOf } from '#lib/findings/young.ts';
import { message } from '#lib/messages.ts';
import { metrics } from '#queries/catalogue.ts';
import type { Answer, ResultRow } from '../ask.ts';
import { definitionOf } from '../definitions.ts';
import { periodsOf, pick } from './rows.ts';

interface Parts<Shown> {
	readonly id: string;
	readonly title: string;
	/** What is measured and in which unit; population and period are added. */
	readonly measure: string;
	readonly filters: Filters;
	readonly question: Question;
	readonly answer: Answer;
	/** The rows that it draws or puts in words, where its answer holds others too; of these alone it says how many are hidden. */
	readonly drawn?: readonly ResultRow[];
	/** False where there is nothing to draw: then words stand in place of the drawing. */
	readonly hasDrawing: boolean;
	/** How many cases the chart stands on; null where they may not be shown. */
	readonly n: { readonly count: number; readonly of: 'enrolments' | 'people' } | null;
	readonly table: Table;
	/** What is special about what is hidden, as a sentence. */
	readonly hiddenBecause?: string | null;
	/** What the chart shows beside the answer to its question: another variant, or the whole beside its parts. */
	readonly beside?: { readonly variant?: string; readonly hasTotal?: boolean };
	readonly shown: Shown;
}

/** Everything around a chart, from the answer that it draws. */
export function figureOf<Shown>(parts: Parts<Shown>): Figure<Shown> {
	const { question } = parts;
	const answer = { ...parts.answer, rows: parts.drawn ?? parts.answer.rows };
	const address = addressOf(question);
	const definition: Definition = definitionOf(question.metric);
	return {
		id: parts.id,
		title: parts.title,
		subtitle: message('chart.subtitle', {
			measure: parts.measure,
			population: populationInWords(parts.filters),
			period: periodInWords(parts.filters)
		}),
		note: noteOf(answer, parts.hasDrawing ? parts.n : null),
		blank: parts.hasDrawing ? null : blankOf(answer),
		hiddenNote: joinNotes(hiddenNoteOf(answer, question.grain), parts.hiddenBecause ?? null),
		table: parts.table,
		definition,
		csvHref: csvOf(address, parts.beside),
		traceHref: `/trace/${address}`,
		shown: parts.shown
	};
}

function csvOf(address: string, beside: Parts<unknown>['beside'] = {}): string {
	const more = new URLSearchParams();
	if (beside.variant !== undefined) more.set('variant', beside.variant);
	if (beside.hasTotal) more.set('total', '1');
	more.set('notes', '1');
	more.set('format', 'csv');
	return `/api/metrics/${address}${address.includes('?') ? '&' : '?'}${more.toString()}`;
}

function noteOf(answer: Answer, n: Parts<unknown>['n']): string {
	const notes = [
		n === null ? '' : message(`note.n.${n.of}`, { count: formatCount(n.count) }),
		answer.as_of === null ? '' : message('note.as_of', { date: formatDay(answer.as_of) }),
		answer.maturing !== null && answer.maturing > 0
			? message('note.maturing', { count: formatCount(answer.maturing) })
			: '',
		answer.rows.some((row) => row.reason === 'range') ? message('note.unknown') : '',
		...answer.notes
	];
	return notes.filter((note) => note !== '').join(' · ');
}

function blankOf(answer: Answer): string {
	const young = youngOf(answer);
	if (young) return waitInWords(young);
	return message(pick(answer, { suppressed: true }).length > 0 ? 'chart.all_hidden' : 'words.none');
}

const joinNotes = (note: string | null, more: string | null): string | null =>
	note === null || more === null ? note : message('note.more', { note, more });

function hiddenNoteOf(answer: Answer, grain: Question['grain']): string | null {
	const dark = pick(answer, { suppressed: true });
	const hidden = hiddenNote(
		dark.map(({ reason }) => reason),
		metrics().get(answer.metric)?.smallest_group
	);
	const all = periodsOf(answer).length;
	const periods = new Set(dark.map(({ period_start }) => period_start)).size;
	return hidden === null || grain !== 'month' || periods * 2 <= all
		? hidden
		: message('note.coarser', { hidden, dark: periods, all });
}
