import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { delegate } from '#pipelines/delegate.ts';
import { DelegatedFailure, failureOf } from '#pipelines/failure.ts';
import { POST } from '../../../src/routes/api/command/+server.ts';
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
			const answer = await send(POST, request.url ?? '', {
				method: 'POST',
				headers: { authorization: request.headers.authorization ?? '' },
				body: Buffer.concat(chunks)
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
		const result = await delegate(holder(), command('import', 'a.csv'), (file, { stage }) => {
			expect(file).toBe('a.csv');
			stages.push(stage);
		});
		expect(result).toMatchObject({ exit: 0, json: { batches: [{ rows_loaded: 5000 }] } });
		expect(stages.length).toBeGreaterThan(0);
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
