import { json } from '@sveltejs/kit';
import { answering } from '#lib/server/api-problem.ts';
import { lineageOfNumber, pageLength, traceOf } from '#lib/server/trace.ts';
import { readQuestion } from '#lib/server/metrics-request.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ params, url, locals }) =>
	answering(async () => {
		const {
			page = '1',
			reason = null,
			measure = null,
			...asked
		} = Object.fromEntries(url.searchParams);
		const question = readQuestion(params.metric, new URLSearchParams(asked));
		const found = await traceOf(locals.viewer, question, {
			number: Math.max(1, Math.trunc(Number(page)) || 1),
			reason,
			measure
		});
		const { sql: _sql, ...definition } = found.metric;
		return json({
			...found,
			metric: definition,
			lineage: lineageOfNumber(params.metric),
			rows_per_page: pageLength
		});
	});
