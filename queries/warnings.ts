import { isClearChange } from './clear-change.ts';
import { message } from './messages.ts';
import type { ResultRow } from './present.ts';
import type { Question } from './request.ts';
import { returnInWords } from './return.ts';

/** METRICS.md D1: below this share of answers a survey's other numbers are read with care. */
const fewestAnswers = 0.6;
/** METRICS.md D4: below this alpha statements are no one score. */
const lowestAlpha = 0.7;
/** METRICS.md C4: at most so many standard deviations apart, matched groups are even. */
const evenBalance = 0.1;
/** METRICS.md A2: rates at the same mix that stand on less than this speak of the smaller part. */
const halfOfThem = 0.5;
/** Of smaller units the response rate says little; of everybody asked it says what there is. */
const largeUnit = 50;
/** METRICS.md D5: so many labels decide on the tone of comments, and below this kappa it is not told. */
const enoughLabels = 50;
const lowestKappa = 0.4;
const mostNamed = 3;
const mostChanges = 10;

type Told = ResultRow & { readonly value: number };

const isTold = (row: ResultRow): row is Told =>
	!row.suppressed && row.reason !== 'band' && row.value !== null;

function list(names: readonly string[]): string {
	const own = [...new Set(names)];
	return own.length > mostNamed ? `${own.slice(0, mostNamed).join(', ')} …` : own.join(', ');
}

function fewAnswered({ by, where }: Question, rows: readonly Told[]): string[] {
	const least = by.length === 0 && where.size === 0 ? 0 : largeUnit;
	const low = rows
		.filter(({ value, denominator }) => value < fewestAnswers && (denominator ?? 0) >= least)
		.toSorted((a, b) => a.value - b.value);
	if (low.length === 0) return [];
	const placeOf = (row: Told): string =>
		[row.variant, ...by.map((dimension) => row[dimension])]
			.filter((part) => part !== null)
			.join(' ');
	return [message('warning.response', { list: list(low.map(placeOf)) })];
}

function loosely(rows: readonly Told[]): string[] {
	const low = rows.filter(({ measure, value }) => measure === 'alpha' && value < lowestAlpha);
	if (low.length === 0) return [];
	return [message('warning.alpha', { alpha: Math.min(...low.map(({ value }) => value)) })];
}

function uneven({ by }: Question, rows: readonly Told[]): string[] {
	const apart = rows.filter(
		({ measure, value }) =>
			measure?.startsWith('balance_') === true &&
			!measure.startsWith('balance_before_') &&
			Math.abs(value) > evenBalance
	);
	if (apart.length === 0) return [];
	const names = apart.map((row) => {
		const respect = (row.measure ?? '').slice('balance_'.length).replaceAll('_', ' ');
		const place = by.map((dimension) => row[dimension]).join(' ');
		return place === '' ? respect : `${respect} (${place})`;
	});
	return [message('warning.balance', { list: [...new Set(names)].join(', ') })];
}

function thinlyMixed(rows: readonly Told[]): string[] {
	const low = rows.filter(
		({ measure, value }) => measure === 'standardised_coverage' && value < halfOfThem
	);
	if (low.length === 0) return [];
	return [message('warning.mix', { share: Math.min(...low.map(({ value }) => value)) })];
}

function distrusted(rows: readonly Told[]): string[] {
	const low = rows.find(
		({ measure, value, denominator }) =>
			measure === 'kappa' && value < lowestKappa && (denominator ?? 0) >= enoughLabels
	);
	return low ? [message('warning.tone', { kappa: low.value })] : [];
}

function changed({ by, metric }: Question, rows: readonly Told[]): string[] {
	const changes = rows.filter(({ measure }) => metric.marked.includes(measure ?? ''));
	if (changes.length === 0) return [];
	const clear = changes
		.filter(isClearChange)
		.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value));
	if (clear.length === 0) return [message('note.change.none')];
	const named = clear.slice(0, mostChanges).map((row) =>
		message('note.change.one', {
			place: [row.variant, ...by.map((dimension) => row[dimension])]
				.filter((part) => part !== null)
				.join(' '),
			who: row.measure === 'change_linked' ? 'linked' : 'all',
			points: row.value * 100
		})
	);
	const rest = clear.length > mostChanges ? ' …' : '';
	return [message('note.change.clear', { list: named.join('; ') + rest })];
}

/** What a reader must be warned of before reading the numbers of an answer, by the limits that METRICS.md states. */
export function warningsOf(question: Question, rows: readonly ResultRow[]): readonly string[] {
	const told = () => rows.filter(isTold);
	switch (question.metric.id) {
		case 'response_rate':
			return fewAnswered(question, told());
		case 'perceived_autonomy':
			return loosely(told());
		case 'comment_sentiment':
		case 'loop_closure':
			return distrusted(told());
		case 'return_on_investment':
			return [...returnInWords(rows).uncounted];
		case 'favourability':
			return changed(question, told());
		case 'completion_gap':
			return thinlyMixed(told());
		case 'mobility_difference':
		case 'retention_difference':
			return uneven(question, told());
		default:
			return [];
	}
}
