import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { refuseBody } from '#lib/server/gate.ts';
import { POST } from '../../../src/routes/api/imports/+server.ts';
import { absorbFile, absorbRow, numbers } from './exports.ts';
import { errorOf, send, withDataFolder } from './send.ts';

const data = withDataFolder();

/** A file as curl --data-binary sends it. */
const sendFile = (query: string, content: string | Buffer, length = Buffer.byteLength(content)) =>
	send(POST, `/api/imports?${query}`, {
		method: 'POST',
		headers: {
			'content-type': 'application/x-www-form-urlencoded',
			'content-length': String(length)
		},
		body: content as string
	});

const left = () => {
	const folder = join(data.path, 'uploads');
	return existsSync(folder) ? readdirSync(folder) : [];
};

describe('POST /api/imports?name=…', () => {
	test('imports the file that is its body and answers with its batch', async () => {
		const response = await sendFile(
			'name=a.csv',
			absorbFile(numbers(300).map((n) => absorbRow(n)))
		);
		expect(response.status).toBe(200);
		const { batches } = (await response.json()) as { batches: Record<string, unknown>[] };
		expect(batches).toMatchObject([
			{ file: 'a.csv', rows_read: 300, rows_loaded: 300, rows_rejected: 0 }
		]);
		expect(left()).toEqual([]);
	});

	test('several at once are each told how they continue, and one file that comes twice is one', async () => {
		const grown = (to: number) => absorbFile(numbers(to).map((n) => absorbRow(n)));
		const sent = ['b.csv', 'c.csv', 'twice.csv'].map((name, n) =>
			sendFile(`name=${name}`, grown([310, 320, 310][n] ?? 0))
		);
		const answers = (await Promise.all(
			(await Promise.all(sent)).map((response) => response.json())
		)) as { batches: { rows_loaded: number; snapshot: object | null }[] }[];
		const told = answers.flatMap(({ batches }) => batches);
		expect(told.map(({ snapshot }) => snapshot)).not.toContain(null);
		expect(told.reduce((sum, { rows_loaded }) => sum + rows_loaded, 0)).toBe(20);
	});

	test('takes the order of day and month that a script names', async () => {
		const file = absorbFile(numbers(3).map((n) => absorbRow(n + 9000))).replaceAll(
			/2025-\d\d-\d\d/g,
			'3/4/2025'
		);
		const warned = async (query: string) => {
			const response = await sendFile(query, `${file}\n`);
			const { batches } = (await response.json()) as {
				batches: { warnings: { code: string }[] }[];
			};
			return batches.flatMap(({ warnings }) => warnings.map(({ code }) => code));
		};
		expect(await warned('name=said.csv&dates=dmy')).not.toContain('ambiguous_dates');
		expect((await sendFile('name=x.csv&dates=ymd', file)).status).toBe(400);
	});

	test('takes the encoding that a script names', async () => {
		const file = absorbFile([absorbRow(1)]).replace('Self', 'Selbst gewählt');
		const sent = await sendFile('name=said.csv&encoding=utf-16', Buffer.from(file, 'utf16le'));
		expect(await sent.json()).toMatchObject({ batches: [{ rows_read: 1 }] });
		const refused = await sendFile('name=x.csv&encoding=ebcdic', file);
		expect(refused.status).toBe(400);
	});

	test('takes a file that is longer than one piece', async () => {
		const long = `${absorbFile(numbers(20).map((n) => absorbRow(n + 5000)))}${'\n'.repeat(9 << 20)}`;
		const response = await sendFile('name=long.csv', long);
		expect(await response.json()).toMatchObject({ batches: [{ rows_read: 20 }] });
	});

	test('says why not, and keeps nothing of the file', async () => {
		const cases = [
			[await sendFile('name=b.json', '[1,'), 422, 'broken_json'],
			[await sendFile('name=c.csv&source=nonsense', 'a,b\n1,2\n'), 422, 'unknown_source'],
			[await sendFile('name=d.csv&colour=red', 'a'), 400, 'bad_request'],
			[await send(POST, '/api/imports?name=g.csv', { method: 'POST' }), 415, 'no_type'],
			[
				await send(POST, '/api/imports?name=h.csv', {
					method: 'POST',
					headers: { 'content-type': 'multipart/form-data; boundary=x' },
					body: '--x--'
				}),
				415,
				'form'
			],
			[await sendFile('name=e.csv', 'a,b\n1,2\n', 100), 409, 'incomplete'],
			[await sendFile('name=f.csv', 'a,b\n1,2\n', 2), 413, 'too_large']
		] as const;
		for (const [response, status, code] of cases) {
			expect({ status: response.status, code: (await errorOf(response)).code }).toEqual({
				status,
				code
			});
		}
		expect(left()).toEqual([]);
	});
});

describe('the gate', () => {
	const asked = (path: string, headers: Record<string, string>, method = 'POST') =>
		refuseBody({ method, url: `http://127.0.0.1:4610${path}`, headers: new Headers(headers) });
	const large = { 'content-length': '20000000' };
	test('lets long bodies through to the import of whole files only', () => {
		expect(asked('/api/imports?name=a.csv', large)).toBeNull();
		expect(asked('/api/imports', large)).toMatchObject({ status: 413 });
		expect(asked('/annotations?name=a', large)).toMatchObject({ status: 413 });
		expect(asked('/api/imports?name=a.csv', { 'transfer-encoding': 'chunked' })).toMatchObject({
			status: 411
		});
		expect(asked('/annotations', { 'content-length': '200' })).toBeNull();
		expect(asked('/', {}, 'GET')).toBeNull();
	});
});
