import { isDrawn, type Figure } from '#lib/charts/figure.ts';
import type { GapBand, GapByLengthData } from '#lib/charts/gap-by-length.ts';
import type { Filters } from '#lib/filters/filters.ts';
import type { Question } from '#lib/filters/request.ts';
import { youngOf } from '#lib/findings/young.ts';
import { rateInWords, signedInWords } from '#lib/findings/words.ts';
import { message } from '#lib/messages.ts';
import type { Answer } from '../ask.ts';
import { gapOf, gapParts, gapRows } from './gap-parts.ts';
import { figureOf } from './head.ts';
import { cells } from './rate-over-time.ts';
import { pick } from './rows.ts';

const lengthBands = [
	'up_to_30_min',
	'31_to_120_min',
	'2_to_8_h',
	'8_to_20_h',
	'20_h_and_more',
	'not_stated'
] as const;

/**
 * Voluntary against assigned for items of like length, and for all of them as if both had one mix of lengths: is the gap real,
 * or are chosen items only shorter?
 */
export function gapByLength(
	filters: Filters,
	question: Question,
	answer: Answer,
	overall: Answer
): Figure<GapByLengthData> {
	const names = lengthBands.filter((band) =>
		answer.rows.some((row) => row['length_band'] === band)
	);
	const nothing = {
		value: null,
		lo: null,
		hi: null,
		n: null,
		isHidden: false,
		range: null,
		words: null
	};
	const parts = names.map((name) => gapParts(pick(answer, { length_band: name })));
	const mixed = gapParts(overall.rows, 'standardised_');
	const isMixed = mixed.voluntary !== undefined && names.length > 1;
	const shownParts = isMixed ? [...parts, mixed] : parts;
	const bands = shownParts.map((part, row): GapBand => {
		const name = names[row];
		const difference = gapOf(part);
		return {
			label: message(name === undefined ? 'length.standardised' : `band.${name}`),
			row,
			voluntary: part.voluntary ?? nothing,
			assigned: part.assigned ?? nothing,
			verdict:
				part.voluntary?.isHidden || part.assigned?.isHidden
					? rateInWords(part.voluntary?.isHidden ? part.voluntary : part.assigned)
					: signedInWords(difference),
			isClear: difference?.isClear ?? false
		};
	});
	/** Items whose length nobody states are no band of like length. */
	const differences = parts
		.filter((_part, row) => names[row] !== 'not_stated')
		.map(gapOf)
		.filter((difference) => difference !== null);
	const clear = differences.filter(({ isClear }) => isClear);
	const less = clear.filter(({ value }) => value < 0).length;
	const compared = differences.length;
	const labels = {
		voluntary: message(`voluntary.${filters.count}`),
		assigned: message('assigned.required')
	};
	const cases = parts.reduce(
		(sum, { voluntary, assigned }) => sum + (voluntary?.n ?? 0) + (assigned?.n ?? 0),
		0
	);
	return figureOf({
		id: 'gap-by-length',
		title:
			compared === 0
				? message(youngOf(answer) ? 'title.young' : 'length.title.none')
				: message('length.title.some', { less, more: clear.length - less, bands: compared }),
		measure: message('length.measure', { mixed: isMixed ? 'yes' : 'no' }),
		filters,
		question,
		answer,
		drawn: [...gapRows(answer), ...(isMixed ? gapRows(overall, 'standardised_') : [])],
		hasDrawing: bands.some((band) => isDrawn(band.voluntary) || isDrawn(band.assigned)),
		n: { count: cases, of: 'enrolments' },
		table: {
			columns: [
				{ label: message('table.length'), isNumber: false },
				...[labels.voluntary, labels.assigned].flatMap((label) => [
					{ label, isNumber: true },
					{ label: message('table.likely'), isNumber: true },
					{ label: message('table.enrolments'), isNumber: true }
				]),
				{ label: message('table.difference'), isNumber: true }
			],
			rows: bands.map((band, row) => [
				band.label,
				...cells(shownParts[row]?.voluntary),
				...cells(shownParts[row]?.assigned),
				band.verdict
			])
		},
		shown: { bands, labels }
	});
}
