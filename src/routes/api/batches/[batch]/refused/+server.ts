import { Readable } from 'node:stream';
import { answering, requireAnalyst } from '#lib/server/api-problem.ts';
import { refusedRecords } from '#lib/server/batches.ts';
import type { RequestHandler } from './$types';

async function* bytesOf(text: AsyncIterable<string>): AsyncGenerator<Buffer> {
	for await (const part of text) yield Buffer.from(part);
}

export const GET: RequestHandler = ({ params, locals }) =>
	answering(async () => {
		requireAnalyst(locals.viewer);
		const { name, text } = await refusedRecords(params.batch);
		return new Response(Readable.toWeb(Readable.from(bytesOf(text))) as ReadableStream, {
			headers: {
				'content-type': 'application/octet-stream',
				'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`
			}
		});
	});
