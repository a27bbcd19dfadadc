import { json } from '@sveltejs/kit';
import { answering } from '#lib/server/api-problem.ts';
import { toArrow } from '#lib/server/arrow.ts';
import { answersTo } from '#lib/server/ask.ts';
import { answerToCsv } from '#lib/server/metrics-csv.ts';
import { formatOf, readQuestion, typeOf } from '#lib/server/metrics-request.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ params, url, request, locals }) =>
	answering(async () => {
		const format = formatOf(url.searchParams, request.headers.get('accept'));
		const question = readQuestion(params.metric, url.searchParams);
		const { answer } = await answersTo(locals.viewer, { answer: question });
		if (format === 'json') return json(answer, { headers: { vary: 'accept' } });
		const name = answer.metric.replaceAll(/\W/g, '');
		const headers = {
			vary: 'accept',
			'content-type': typeOf(format),
			'content-disposition': `attachment; filename="${name}.${format}"`
		};
		return new Response(format === 'csv' ? answerToCsv(answer) : toArrow(answer), { headers });
	});
