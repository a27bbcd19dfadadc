import { error } from '@sveltejs/kit';
import { hiddenSentence } from '#lib/findings/hidden.ts';
import { formatDay } from '#lib/format/date.ts';
import { formatCount } from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';
import { problemOf } from '#lib/server/api-problem.ts';
import type { ResultRow } from '#lib/server/ask.ts';
import { numberings } from '#lib/server/batches-reading.ts';
import { definitionOf } from '#lib/server/definitions.ts';
import { readQuestion } from '#lib/server/metrics-request.ts';
import type { Explanation } from '#lib/server/trace.ts';
import { headlineOf, pageLength, traceOf } from '#lib/server/trace.ts';
import { classInWords, likelyInWords, tableOf, valueInWords } from '#lib/server/trace-table.ts';
import { askedInWords, reasonInWords } from '#lib/trace/words.ts';
import type { PageServerLoad } from './$types';

const order = ['numerator', 'denominator', 'out'] as const;

function findingOf(found: Explanation): string {
	const row = headlineOf(found);
	if (found.answer.rows.length === 0)
		return message(found.answer.as_of === null ? 'trace.empty' : 'trace.nobody');
	if (row === null) return message('trace.finding.none');
	if (row.suppressed) return hiddenSentence(row.reason, found.metric.smallest_group);
	const unit = found.metric.measures[row.measure ?? ''] ?? found.answer.unit;
	const likely = likelyInWords(row, unit);
	const value = valueInWords(row, unit);
	const counted = countedInWords(row, value);
	return likely === '' ? counted : `${counted} ${message('trace.finding.interval', { likely })}`;
}

/** A value with what it was counted from. A curve allows for what is still open, so its value is no ratio of two counts. */
function countedInWords(row: ResultRow, value: string): string {
	if (row.measure === 'cif' && row.horizon !== null)
		return row.denominator === null
			? message('trace.finding.plain', { value })
			: message('trace.finding.curve', { value, day: row.horizon, followed: row.denominator });
	return row.numerator === null || row.denominator === null
		? message('trace.finding.plain', { value })
		: message('trace.finding', {
				value,
				numerator: formatCount(Math.round(row.numerator)),
				denominator: formatCount(row.denominator)
			});
}

/** Which of the numbers the counts are those of. */
function countedAs({ explained }: Explanation): string {
	const { variant, horizon } = explained;
	const parts = [
		variant === null ? '' : classInWords(variant),
		horizon === null ? '' : message('trace.counts.days', { days: horizon })
	].filter((part) => part !== '');
	return parts.length === 0 ? '' : message('trace.counts.of', { parts: parts.join(', ') });
}

/** The counts in and out of the number, each with the address that shows only its rows. */
function countsOf(
	{ counts }: Explanation,
	linkTo: (reason: string | null, page: number) => string
) {
	return order.map((counted) => {
		const reasons = counts
			.filter((one) => one.counted === counted)
			.toSorted((a, b) => (b.episodes ?? 0) - (a.episodes ?? 0));
		const known = reasons.flatMap(({ episodes }) => episodes ?? []);
		return {
			counted,
			episodes: known.reduce((sum, one) => sum + one, 0),
			reasons: reasons.map(({ reason, episodes }) => ({
				code: reason,
				text: reasonInWords(reason),
				episodes,
				href: linkTo(reason, 1)
			}))
		};
	});
}

async function rowsOf({ rows }: Explanation) {
	if (rows === null) return null;
	const numberingOf = await numberings();
	return rows.map((row) => ({
		person: row.person,
		item: row.item,
		class: classInWords(row.class),
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
	const number = pageNumber(query.get('page'));
	query.delete('reason');
	query.delete('page');
	query.delete('format');
	const linkTo = (chosen: string | null, page: number): string => {
		const next = new URLSearchParams(query);
		if (chosen !== null) next.set('reason', chosen);
		if (page > 1) next.set('page', String(page));
		const text = next.toString();
		return `${url.pathname}${text === '' ? '' : `?${text}`}#rows`;
	};
	try {
		const question = readQuestion(params.metric, query);
		const found = await traceOf(locals.viewer, question, { number, reason });
		const counts = countsOf(found, linkTo);
		const all = counts
			.flatMap(({ reasons }) => reasons)
			.filter(({ code }) => reason === null || code === reason)
			.reduce((sum, { episodes }) => sum + (episodes ?? 0), 0);
		const shown = found.rows?.length ?? 0;
		const before = (number - 1) * pageLength;
		return {
			title: message('trace.title'),
			finding: findingOf(found),
			asked: askedInWords(question),
			asOf: found.answer.as_of,
			definition: definitionOf(found.metric.id),
			table: tableOf(found.answer, found.metric, question.grain ?? null),
			counts,
			countedAs: countedAs(found),
			rows: await rowsOf(found),
			isAnalyst: locals.viewer.role === 'analyst',
			reason: reason === null ? null : reasonInWords(reason),
			every: linkTo(null, 1),
			page: {
				from: before + Math.min(1, shown),
				to: before + shown,
				all,
				previous: number > 1 ? linkTo(reason, number - 1) : null,
				next: shown === pageLength && before + shown < all ? linkTo(reason, number + 1) : null
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
