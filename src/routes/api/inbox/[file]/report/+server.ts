import { answering, requireAnalyst } from '#lib/server/api-problem.ts';
import { attachment } from '#lib/server/attachment.ts';
import { reportText } from '#lib/server/inbox-page.ts';
import type { RequestHandler } from './$types';

/** Why a file of the inbox was refused, as it lies beside the file. */
export const GET: RequestHandler = ({ params, locals }) =>
	answering(async () => {
		requireAnalyst(locals.viewer);
		return new Response(await reportText(params.file), {
			headers: {
				'content-type': 'application/json',
				'content-disposition': attachment(`${params.file}.report.json`)
			}
		});
	});
