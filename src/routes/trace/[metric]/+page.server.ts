import { error } from '@sveltejs/kit';
import { hiddenSentence } from '#lib/findings/hidden.ts';
import { waitInWords, youngOf } from '#lib/findings/young.ts';
import { formatDay } from '#lib/format/date.ts';
import { formatCount } from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';
import { problemOf } from '#lib/server/api-problem.ts';
import type { ResultRow } from '#lib/server/ask.ts';
import { numberings } from '#lib/server/batches-reading.ts';
import { definitionOf } from '#lib/server/definitions.ts';
import { readQuestion } from '#lib/server/metrics-request.ts';
import type { Explanation } from '#lib/server/trace.ts';
import { headlineOf, pageLength, rowHeadings, signalsOf, traceOf } from '#lib/server/trace.ts';
import {
	countInWords,
	likelyInWords,
	measureInWords,
	tableOf,
	valueInWords,
	variantInWords
} from '#lib/server/trace-table.ts';
import { askedInWords, reasonInWords } from '#lib/trace/words.ts';
import type { PageServerLoad } from './$types';

const order = ['numerator', 'denominator', 'out'] as const;

function findingOf(found: Explanation, measure: string | null): string {
	const { said } = found.answer;
	if (measure === null && said.length > 0) return said.join(' ');
	const row = headlineOf(found, measure);
	if (found.answer.rows.length === 0) return whyNothing(found.answer);
	if (row === null) return message('trace.finding.none');
	if (row.suppressed) return hiddenSentence(row.reason, found.metric.smallest_group);
	const unit = found.metric.measures[row.measure ?? ''] ?? found.answer.unit;
	const likely = likelyInWords(row, unit);
	const value = valueInWords(row, unit);
	const counted = countedInWords(row, value, found);
	return likely === '' ? counted : `${counted} ${message('trace.finding.interval', { likely })}`;
}

/** Why an answer has no row: what it waits for, and what its notes say. */
function whyNothing(answer: Explanation['answer']): string {
	const young = youngOf(answer);
	const why = [...(young ? [waitInWords(young)] : []), ...answer.notes];
	if (why.length === 0) return message(answer.as_of === null ? 'trace.empty' : 'trace.nobody');
	return why.map((text) => (text.endsWith('.') ? text : `${text}.`)).join(' ');
}

/** A value with what it was counted from. A curve allows for what is still open, so its value is no ratio of two counts. */
function countedInWords(row: ResultRow, value: string, { answer, metric }: Explanation): string {
	if (row.measure === 'area' && row.numerator !== null)
		return message('trace.finding.points', {
			value,
			numerator: formatCount(row.numerator),
			denominator: formatCount(row.denominator ?? 0)
		});
	if (row.measure === 'matched_difference') return message('trace.finding.matched', { value });
	if (row.measure === 'difference' && 'matched_difference' in metric.measures)
		return message('trace.finding.unmatched', { value });
	if (row.measure === 'day_25' || row.measure === 'day_50')
		return message('trace.finding.day', {
			value,
			part: row.measure,
			followed: formatCount(row.denominator ?? 0)
		});
	if (row.measure === 'difference') {
		const [chosen, required] = ['voluntary', 'assigned_required'].map((measure) =>
			answer.rows.find((one) => one.measure === measure && one.period_start === row.period_start)
		);
		if (chosen && required && !chosen.suppressed && !required.suppressed)
			return message('trace.finding.difference', {
				value,
				chosen: ratioInWords(chosen, answer),
				required: ratioInWords(required, answer)
			});
	}
	if (row.measure === 'cif' && row.horizon !== null)
		return row.denominator === null
			? message('trace.finding.plain', { value })
			: message('trace.finding.curve', { value, day: row.horizon, followed: row.denominator });
	if (row.numerator === null || row.denominator === null)
		return row.measure === null
			? message('trace.finding.plain', { value })
			: message('trace.finding.part', { value, measure: measureInWords(metric, row.measure) });
	if ((metric.measures[row.measure ?? ''] ?? metric.unit) === 'score')
		return message('trace.finding.mean', { value, people: formatCount(row.persons ?? 0) });
	if (metric.unit !== 'per_100' && !isRatio(row, answer))
		return message('trace.finding.estimate', {
			value,
			counts: isExact(answer) ? 'exact' : 'rounded',
			numerator: countInWords(Math.round(row.numerator), row, metric.counted_in),
			denominator: countInWords(row.denominator, row, metric.counted_in)
		});
	return message(metric.unit === 'per_100' ? 'trace.finding.yearly' : 'trace.finding', {
		value,
		counts: isExact(answer) ? 'exact' : 'rounded',
		numerator: countInWords(Math.round(row.numerator), row, metric.counted_in),
		denominator: countInWords(row.denominator, row, metric.counted_in)
	});
}

/** Whether a value is the ratio of its two counts, as far as rounding lets that be seen; else it allows for who could not be followed. */
function isRatio({ value, numerator, denominator }: ResultRow, answer: Explanation['answer']) {
	if (value === null || numerator === null || denominator === null || denominator === 0)
		return true;
	return Math.abs(value - numerator / denominator) <= answer.counts_to / denominator;
}

/** Rounded counts need not have the ratio that stands beside them: then the sentence does not give both. */
const isExact = ({ counts_to: base }: Explanation['answer']): boolean => base === 1;

/** A rate with its two counts: "43.9 % (3,120 of 7,110)"; where these are rounded, with about how many it is of. */
function ratioInWords(row: ResultRow, answer: Explanation['answer']): string {
	const value = valueInWords(row, 'share');
	return row.numerator === null || row.denominator === null
		? value
		: message('trace.finding.ratio', {
				value,
				counts: isExact(answer) ? 'exact' : 'rounded',
				numerator: formatCount(Math.round(row.numerator)),
				denominator: formatCount(row.denominator)
			});
}

/** Which of the numbers the counts are those of. */
function countedAs({ explained, metric }: Explanation): string {
	const { variant, horizon } = explained;
	const parts = [
		variant === null ? '' : variantInWords(metric, variant),
		horizon === null ? '' : message('trace.counts.days', { days: horizon })
	].filter((part) => part !== '');
	return parts.length === 0 ? '' : message('trace.counts.of', { parts: parts.join(', ') });
}

/** The counts in and out of the number, each with the address that shows only its rows. */
function countsOf(
	{ counts }: Explanation,
	arm: string | null,
	linkTo: (reason: string | null, page: number, arm?: string) => string
) {
	const isIn = (one: Explanation['counts'][number]): boolean =>
		arm === null || one.arm === undefined || one.arm === arm;
	return order.map((counted) => {
		const reasons = counts
			.filter((one) => isIn(one) && one.counted === counted)
			.toSorted((a, b) => (b.episodes ?? 0) - (a.episodes ?? 0));
		const listed = reasons.map(({ reason, episodes }) => ({
			code: reason,
			text: reasonInWords(reason),
			episodes,
			href: linkTo(reason, 1)
		}));
		const elsewhere = counted === 'out' ? counts.filter((one) => !isIn(one)) : [];
		if (elsewhere.length > 0)
			listed.push({
				code: 'other_arm',
				text: reasonInWords('other_arm'),
				episodes: elsewhere.some(({ episodes }) => episodes === null)
					? null
					: elsewhere.reduce((sum, { episodes }) => sum + (episodes ?? 0), 0),
				href: linkTo(null, 1, elsewhere[0]?.arm)
			});
		const known = listed.flatMap(({ episodes }) => episodes ?? []);
		return {
			counted,
			episodes: known.reduce((sum, one) => sum + one, 0),
			isWhole: known.length === listed.length,
			reasons: listed
		};
	});
}

/** The counts, once for each rate that the metric compares; of one of the two alone where it is asked for. */
function countListsOf(
	found: Explanation,
	measure: string | null,
	linkTo: (reason: string | null, page: number, arm: string | null) => string
) {
	const arms = [...new Set(found.counts.flatMap(({ arm }) => arm ?? []))].toSorted().toReversed();
	const chosen = arms.filter((arm) => arm === measure);
	const lists: readonly (string | null)[] =
		arms.length === 0 ? [null] : chosen.length > 0 ? chosen : arms;
	return lists.map((arm) => ({
		arm: arm === null ? null : measureInWords(found.metric, arm),
		groups: countsOf(found, arm, (reason, page, other) =>
			linkTo(reason, page, other ?? arm ?? measure)
		)
	}));
}

async function rowsOf({ rows, metric }: Explanation) {
	if (rows === null) return null;
	const numberingOf = await numberings();
	return rows.map((row) => ({
		person: row.person,
		item: row.item,
		class: variantInWords(metric, row.class),
		rules: [...new Set([row.initiator_rule, row.obligation_rule])]
			.filter((rule) => rule !== null && rule !== '')
			.join(', '),
		enrolled: formatDay(row.enrolled),
		completed: row.completed === null ? '' : formatDay(row.completed),
		counted: row.counted,
		reason: reasonInWords(row.reason),
		file: row.file,
		batch_id: row.batch_id,
		line: row.line,
		column: row.place_in_record,
		numbering: numberingOf.get(row.batch_id) ?? 'line',
		further: row.further_rows
	}));
}

const pageNumber = (text: string | null): number =>
	text !== null && /^[1-9]\d{0,6}$/.test(text) ? Number(text) : 1;

export const load: PageServerLoad = async ({ params, url, locals }) => {
	const query = new URLSearchParams(url.searchParams);
	const reason = query.get('reason');
	const measure = query.get('measure');
	const number = pageNumber(query.get('page'));
	query.delete('reason');
	query.delete('page');
	query.delete('measure');
	query.delete('format');
	const linkTo = (chosen: string | null, page: number, part: string | null): string => {
		const next = new URLSearchParams(query);
		if (part !== null) next.set('measure', part);
		if (chosen !== null) next.set('reason', chosen);
		if (page > 1) next.set('page', String(page));
		const text = next.toString();
		return `${url.pathname}${text === '' ? '' : `?${text}`}#rows`;
	};
	try {
		const question = readQuestion(params.metric, query);
		const found = await traceOf(locals.viewer, question, { number, reason, measure });
		const isArm = found.counts.some(({ arm }) => arm !== undefined && arm === measure);
		const all = found.counts
			.filter((one) => reason === null || one.reason === reason)
			.filter(({ arm }) => !isArm || arm === undefined || arm === measure)
			.reduce((sum, { episodes }) => sum + (episodes ?? 0), 0);
		const shown = found.rows?.length ?? 0;
		const before = (number - 1) * pageLength;
		return {
			title: message('trace.title'),
			finding: findingOf(found, measure),
			asked: askedInWords({
				...question,
				...(question.variant !== undefined && {
					variant: variantInWords(found.metric, question.variant)
				})
			}),
			asOf: found.answer.as_of,
			definition: definitionOf(found.metric.id),
			table: tableOf(found.answer, found.metric, question.grain ?? null),
			notes: found.answer.rows.length === 0 ? [] : found.answer.notes,
			counting:
				(found.metric.reasons?.denominator.length ?? 0) > 0 ||
				found.counts.some(({ counted }) => counted === 'denominator')
					? found.metric.counted_as
					: ('alone' as const),
			signals: await signalsOf(found),
			listsRows: found.metric.rows !== 'none',
			rowHeadings: rowHeadings(found.metric.rows),
			counts: countListsOf(found, measure, linkTo),
			countedAs: countedAs(found),
			isRounded: !isExact(found.answer),
			rows: await rowsOf(found),
			verbatims: found.verbatims ?? [],
			isAnalyst: locals.viewer.role === 'analyst',
			reason: reason === null ? null : reasonInWords(reason),
			every: linkTo(null, 1, measure),
			page: {
				from: before + Math.min(1, shown),
				to: before + shown,
				all,
				previous: number > 1 ? linkTo(reason, number - 1, measure) : null,
				next:
					shown === pageLength && before + shown < all ? linkTo(reason, number + 1, measure) : null
			},
			sql: found.sql.trim(),
			parameters: Object.entries(found.parameters).map(([name, value]) => ({
				name: `$${name}`,
				value: value === null ? 'null' : String(value)
			}))
		};
	} catch (cause) {
		const { status, text } = problemOf(cause);
		if (status === null) throw cause;
		error(status, message('trace.refused', { why: text }));
	}
};
