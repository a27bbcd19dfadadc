import { answering, requireAnalyst } from '#lib/server/api-problem.ts';
import { mappingOf } from '#lib/server/mapping-page.ts';
import { attachment } from '#lib/server/attachment.ts';
import type { RequestHandler } from './$types';

/** A saved mapping as the JSON that can be shared. */
export const GET: RequestHandler = ({ params, locals }) =>
	answering(() => {
		requireAnalyst(locals.viewer);
		const { name, mapping } = mappingOf(params.name);
		const file = `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.mapping.json`;
		return new Response(`${JSON.stringify(mapping, null, '\t')}\n`, {
			headers: {
				'content-type': 'application/json; charset=utf-8',
				'content-disposition': attachment(file)
			}
		});
	});
