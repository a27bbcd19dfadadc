import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { delegate } from '#pipelines/delegate.ts';
import { listenToFaultPoints } from '#pipelines/fault-points.ts';
import { DelegatedFailure, failureOf } from '#pipelines/failure.ts';
import type { Progress } from '#pipelines/progress.ts';
import { DELETE, POST } from '../../../src/routes/api/command/+server.ts';
import { absorbFile, absorbRow, numbers } from './exports.ts';
import { send, withDataFolder } from './send.ts';

const data = withDataFolder();
const token = 'a token of this run';
let server: Server;
let address: string;

beforeAll(async () => {
	process.env['AUTONOMETER_TOKEN'] = token;
	server = createServer((request, response) => {
		void (async () => {
			const chunks = await Array.fromAsync(request as AsyncIterable<Buffer>);
			const isPost = request.method === 'POST';
			const answer = await send(isPost ? POST : DELETE, request.url ?? '', {
				method: request.method ?? '',
				headers: { authorization: request.headers.authorization ?? '' },
				...(isPost && { body: Buffer.concat(chunks) })
			});
			response.writeHead(answer.status);
			if (answer.body) Readable.fromWeb(answer.body as never).pipe(response);
			else response.end();
		})();
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
	delete process.env['AUTONOMETER_TOKEN'];
	server.close();
});

const holder = (over = {}) => ({ pid: 1, owner: 'the server', address, token, ...over });
const command = (name: string, ...args: string[]) => ({
	name,
	args,
	options: {},
	folder: data.path
});

describe('delegate(holder, command)', () => {
	test('brings back the result, and progress on the way', async () => {
		writeFileSync(join(data.path, 'a.csv'), absorbFile(numbers(5000).map((n) => absorbRow(n))));
		const stages: string[] = [];
		const onProgress = (file: string, { stage }: Progress) => {
			expect(file).toBe('a.csv');
			stages.push(stage);
		};
		const result = await delegate(holder(), command('import', 'a.csv'), { onProgress });
		expect(result).toMatchObject({ exit: 0, json: { batches: [{ rows_loaded: 5000 }] } });
		expect(stages.length).toBeGreaterThan(0);
	});

	test('cancels what it handed over, and hears what was kept', async () => {
		for (const [place, name] of ['b.csv', 'c.csv'].entries())
			writeFileSync(
				join(data.path, name),
				absorbFile(numbers(5000).map((n) => absorbRow(n + 10_000 + 100_000 * place)))
			);
		const abort = new AbortController();
		let begun = 0;
		listenToFaultPoints((point) => {
			if (point === 'child' && ++begun === 2) abort.abort();
		});
		const result = await delegate(holder(), command('import', 'b.csv', 'c.csv', 'a.csv'), {
			signal: abort.signal
		});
		listenToFaultPoints(() => undefined);
		expect(result).toMatchObject({
			exit: 130,
			json: { batches: [{ file: 'b.csv' }], errors: [{ code: 'cancelled' }], not_begun: ['a.csv'] }
		});
		const { json } = (await delegate(holder(), command('batches'))) ?? {};
		const { batches } = json as { batches: { file: string }[] };
		expect(batches.map(({ file }) => file).toSorted()).toEqual(['a.csv', 'b.csv']);
	});

	test('throws the failure with the exit code that the command has alone', async () => {
		const failed = await delegate(holder(), command('metric', 'nope')).catch(
			(cause: unknown) => cause
		);
		expect(failed).toBeInstanceOf(DelegatedFailure);
		expect(failureOf(failed)).toMatchObject({ exit: 2, code: 'unknown_metric' });
	});

	test('is null where that process is no server, takes no such token, or is gone', async () => {
		expect(await delegate(holder({ address: null }), command('batches'))).toBeNull();
		expect(await delegate(holder({ token: 'old' }), command('batches'))).toBeNull();
		expect(
			await delegate(holder({ address: 'http://127.0.0.1:9' }), command('batches'))
		).toBeNull();
	});
});
