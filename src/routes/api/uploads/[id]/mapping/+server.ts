import { json } from '@sveltejs/kit';
import { answering, requireAnalyst } from '#lib/server/api-problem.ts';
import { mappingFromForm } from '#lib/server/mapping-form.ts';
import { mappingPage } from '#lib/server/mapping-page.ts';
import type { RequestHandler } from './$types';

/** An upload as the form of the mapping page reads it. */
export const POST: RequestHandler = ({ params, request, locals }) =>
	answering(async () => {
		requireAnalyst(locals.viewer);
		const { given, open } = mappingFromForm(await request.formData());
		return json(await mappingPage(params.id, given, open));
	});
