import { answering, readBody } from '#lib/server/api-problem.ts';
import { delegatedCommand, requireToken, runDelegated } from '#lib/server/command.ts';
import { warehouse } from '#lib/server/warehouse.ts';
import type { RequestHandler } from './$types';

/** The command line hands its work to the server that holds the data folder (pipelines/delegate.ts). */
export const POST: RequestHandler = ({ request }) =>
	answering(async () => {
		requireToken(request.headers.get('authorization'), process.env['AUTONOMETER_TOKEN']);
		const command = await readBody(request, delegatedCommand);
		return new Response(runDelegated(await warehouse(), command), {
			headers: { 'content-type': 'application/x-ndjson' }
		});
	});
