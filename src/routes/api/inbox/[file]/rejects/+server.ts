import { answering, requireAnalyst } from '#lib/server/api-problem.ts';
import { attachment } from '#lib/server/attachment.ts';
import { rejectsText } from '#lib/server/inbox-page.ts';
import type { RequestHandler } from './$types';

/** The refused records of a file of the inbox, to be corrected. */
export const GET: RequestHandler = ({ params, locals }) =>
	answering(async () => {
		requireAnalyst(locals.viewer);
		return new Response(await rejectsText(params.file), {
			headers: {
				'content-type': 'text/csv; charset=utf-8',
				'content-disposition': attachment(`${params.file}.rejects.csv`)
			}
		});
	});
