import { error } from '@sveltejs/kit';
import { formatCount } from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';
import { ApiError } from '#lib/server/api-problem.ts';
import { originalLine } from '#lib/server/trace-line.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
	if (locals.viewer.role !== 'analyst') error(403, message('api.analyst_only'));
	const line = await originalLine(params.batch, params.line).catch((cause: unknown) => {
		if (cause instanceof ApiError) error(cause.status, cause.message);
		throw cause;
	});
	if (line === null) error(404, message('error.not_found'));
	const { numbering } = line;
	return {
		title: message('imports.line.title', { line: formatCount(line.line), numbering }),
		line
	};
};
