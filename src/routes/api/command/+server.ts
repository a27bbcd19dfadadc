import { answering, readBody } from '#lib/server/api-problem.ts';
import {
	cancelDelegated,
	delegatedCommand,
	requireToken,
	runDelegated
} from '#lib/server/command.ts';
import { checkSoon, prepareSoon, warehouse } from '#lib/server/warehouse.ts';
import type { RequestHandler } from './$types';

/**
 * The command line hands its work to the server that holds the data folder (pipelines/delegate.ts). What it changes is
 * checked, which an import does itself, and the usual answers are kept ready again.
 */
export const POST: RequestHandler = ({ request }) =>
	answering(async () => {
		requireToken(request.headers.get('authorization'), process.env['AUTONOMETER_TOKEN']);
		const command = await readBody(request, delegatedCommand);
		const answer = runDelegated(await warehouse(), command, () => {
			if (command.name !== 'import') checkSoon();
			prepareSoon();
		});
		return new Response(answer, {
			headers: { 'content-type': 'application/x-ndjson' }
		});
	});

/** Cancels a command that was handed over; what became of it is the last line of its own answer. */
export const DELETE: RequestHandler = ({ request, url }) =>
	answering(() => {
		requireToken(request.headers.get('authorization'), process.env['AUTONOMETER_TOKEN']);
		cancelDelegated(url.searchParams.get('id') ?? '');
		return new Response(null, { status: 202 });
	});
