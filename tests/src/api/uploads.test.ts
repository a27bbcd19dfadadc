import { existsSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { largestPiece, openUploads } from '#lib/server/uploads.ts';
import { POST as announce } from '../../../src/routes/api/uploads/+server.ts';
import { DELETE, GET, HEAD, PATCH } from '../../../src/routes/api/uploads/[id]/+server.ts';
import { errorOf, send, withDataFolder } from './send.ts';

const data = withDataFolder();

async function created(size: number, name = 'export.csv'): Promise<string> {
	const response = await send(announce, '/api/uploads', {
		method: 'POST',
		body: JSON.stringify({ name, size })
	});
	expect(response.status).toBe(201);
	return ((await response.json()) as { id: string }).id;
}

const piece = (id: string, offset: number, body: BodyInit, headers = {}) =>
	send(PATCH, `/api/uploads/${id}`, {
		method: 'PATCH',
		params: { id },
		headers: { 'upload-offset': String(offset), ...headers },
		body
	});

const contentOf = (id: string) => join(data.path, 'uploads', id, 'content');

describe('uploads', () => {
	test('arrive piece by piece, under a name of ours, for the owner only', async () => {
		const id = await created(10, '../../etc/passwd');
		expect((await piece(id, 0, 'hello')).headers.get('upload-offset')).toBe('5');
		expect((await piece(id, 5, 'world')).status).toBe(200);
		expect(readFileSync(contentOf(id), 'utf8')).toBe('helloworld');
		expect(statSync(contentOf(id)).mode & 0o777).toBe(0o600);
		const told = await send(GET, `/api/uploads/${id}`, { params: { id } });
		expect(await told.json()).toEqual({ id, name: 'passwd', size: 10, offset: 10 });
	});

	test('refuse a piece at another offset and name the right one', async () => {
		const id = await created(10);
		await piece(id, 0, 'hello');
		for (const offset of [0, 4, 6]) {
			const response = await piece(id, offset, 'again');
			expect(response.status).toBe(409);
			expect(await errorOf(response)).toMatchObject({
				code: 'wrong_offset',
				details: { offset: 5 }
			});
		}
		expect(readFileSync(contentOf(id), 'utf8')).toBe('hello');
	});

	test('refuse more than was announced and keep what was there', async () => {
		const id = await created(8);
		await piece(id, 0, 'hello');
		const response = await piece(id, 5, 'world');
		expect(response.status).toBe(413);
		expect((await errorOf(response)).code).toBe('too_large');
		expect(readFileSync(contentOf(id), 'utf8')).toBe('hello');
	});

	test('refuse a piece above 8 MiB, stated or not', async () => {
		const id = await created(20 * 1024 * 1024);
		const large = new Uint8Array(largestPiece + 1);
		expect((await piece(id, 0, large)).status).toBe(413);
		const stated = await piece(id, 0, 'x', { 'content-length': String(largestPiece + 1) });
		expect(stated.status).toBe(413);
		expect((await piece(id, 0, large.subarray(1))).status).toBe(200);
	});

	test('keep what arrived of a torn piece, and go on from there', async () => {
		const id = await created(11);
		const torn = new ReadableStream<Uint8Array>({
			start(controller) {
				controller.enqueue(new TextEncoder().encode('hello '));
			},
			pull(controller) {
				controller.error(new Error('aborted'));
			}
		});
		const broken = await piece(id, 0, torn);
		expect(broken.status).toBe(400);
		expect(await errorOf(broken)).toMatchObject({ code: 'torn', details: { offset: 6 } });
		const head = await send(HEAD, `/api/uploads/${id}`, { method: 'HEAD', params: { id } });
		expect(head.headers.get('upload-offset')).toBe('6');
		expect((await piece(id, 6, 'world')).status).toBe(200);
		expect(readFileSync(contentOf(id), 'utf8')).toBe('hello world');
	});

	test('take two pieces for one offset once', async () => {
		const id = await created(10);
		const answers = await Promise.all([piece(id, 0, 'hello'), piece(id, 0, 'HELLO')]);
		expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
		expect(statSync(contentOf(id)).size).toBe(5);
	});

	test('know no upload of another name, and none that was removed', async () => {
		for (const id of ['..', '../..', 'nothing', '00000000-0000-4000-8000-000000000000']) {
			expect((await piece(id, 0, 'x')).status).toBe(404);
		}
		const id = await created(1);
		expect(
			(await send(DELETE, `/api/uploads/${id}`, { method: 'DELETE', params: { id } })).status
		).toBe(204);
		expect((await send(GET, `/api/uploads/${id}`, { params: { id } })).status).toBe(404);
	});

	test('are not for those who only read', async () => {
		const response = await send(announce, '/api/uploads', {
			method: 'POST',
			body: JSON.stringify({ name: 'a', size: 1 }),
			role: 'lead'
		});
		expect(response.status).toBe(403);
	});

	test('must be announced with name and size', async () => {
		for (const body of ['', '{}', '{"name":"a","size":-1}', '{"name":"","size":1}']) {
			const response = await send(announce, '/api/uploads', { method: 'POST', body });
			expect(response.status).toBe(400);
			expect((await errorOf(response)).code).toBe('bad_request');
		}
	});

	test('are swept when nobody touched them for a day', async () => {
		const [old, fresh] = [await created(1), await created(1)];
		const now = Date.now();
		const longAgo = new Date(now - 25 * 60 * 60 * 1000);
		utimesSync(contentOf(old), longAgo, longAgo);
		await openUploads(data.path).sweep(now);
		expect(existsSync(contentOf(old))).toBe(false);
		expect(existsSync(contentOf(fresh))).toBe(true);
	});
});
