import { json } from '@sveltejs/kit';
import { answering } from '#lib/server/api-problem.ts';
import { toArrow } from '#lib/server/arrow.ts';
import { answersTo } from '#lib/server/ask.ts';
import { joined } from '#lib/server/joined-answers.ts';
import { readMarks } from '#lib/server/marks.ts';
import { answerToCsv } from '#lib/server/metrics-csv.ts';
import { formatOf, readQuestions, typeOf } from '#lib/server/metrics-request.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ params, url, request, locals }) =>
	answering(async () => {
		const format = formatOf(url.searchParams, request.headers.get('accept'));
		const questions = readQuestions(params.metric, url.searchParams);
		const named = Object.fromEntries(questions.map((question, index) => [String(index), question]));
		const answer = joined(Object.values(await answersTo(locals.viewer, named)));
		if (format === 'json') return json(answer, { headers: { vary: 'accept' } });
		const name = answer.metric.replaceAll(/\W/g, '');
		const headers = {
			vary: 'accept',
			'content-type': typeOf(format),
			'content-disposition': `attachment; filename="${name}.${format}"`
		};
		const notes = url.searchParams.has('notes')
			? { grain: questions[0]?.grain, marks: await readMarks() }
			: null;
		const body = format === 'csv' ? answerToCsv(answer, notes) : toArrow(answer);
		return new Response(body, { headers });
	});
