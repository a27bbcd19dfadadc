import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runDelegated } from '#lib/server/command.ts';
import { warehouse } from '#lib/server/warehouse.ts';
import { DELETE, POST } from '../../../src/routes/api/command/+server.ts';
import { absorbFile, absorbRow, numbers } from './exports.ts';
import { send, withDataFolder } from './send.ts';

const data = withDataFolder();
const token = 'a token of this run';

beforeAll(() => {
	process.env['AUTONOMETER_TOKEN'] = token;
});
afterAll(() => {
	delete process.env['AUTONOMETER_TOKEN'];
});

const run = (
	command: { name: string; args?: string[]; options?: Record<string, unknown> },
	authorization: string | null = `Bearer ${token}`
) =>
	send(POST, '/api/command', {
		method: 'POST',
		...(authorization !== null && { headers: { authorization } }),
		body: JSON.stringify({ args: [], options: {}, folder: data.path, ...command })
	});

async function lastLine(response: Response): Promise<Record<string, Record<string, unknown>>> {
	const lines = (await response.text()).trim().split('\n');
	return JSON.parse(lines.at(-1) ?? 'null') as never;
}

describe('POST /api/command', () => {
	test.each([null, 'Bearer', 'Bearer wrong', `Basic ${token}`, `Bearer ${token}x`])(
		'refuses without the token of this run: %s',
		async (authorization) => {
			expect((await run({ name: 'batches' }, authorization)).status).toBe(401);
		}
	);

	test('is cancelled with the token only, and only while it is at work', async () => {
		const id = '00000000-0000-4000-8000-000000000000';
		const ask = (authorization: string) =>
			send(DELETE, `/api/command?id=${id}`, { method: 'DELETE', headers: { authorization } });
		expect((await ask('Bearer wrong')).status).toBe(401);
		expect((await ask(`Bearer ${token}`)).status).toBe(404);
	});

	test('refuses every token where the server has none', async () => {
		delete process.env['AUTONOMETER_TOKEN'];
		expect((await run({ name: 'batches' }, 'Bearer undefined')).status).toBe(401);
		expect((await run({ name: 'batches' }, 'Bearer ')).status).toBe(401);
		process.env['AUTONOMETER_TOKEN'] = token;
	});

	test('answers as the command would alone, relative paths from its folder', async () => {
		writeFileSync(join(data.path, 'a.csv'), absorbFile(numbers(12).map((n) => absorbRow(n))));
		const { result } = await lastLine(await run({ name: 'import', args: ['a.csv'] }));
		expect(result).toMatchObject({
			exit: 0,
			json: { batches: [{ file: 'a.csv', rows_read: 12, rows_loaded: 12 }] }
		});
		const listed = await lastLine(await run({ name: 'batches' }));
		expect(listed['result']?.['json']).toMatchObject({
			batches: [{ imported_by: 'command line' }]
		});
	});

	test('says that the data changed after a command that changed them, and after no other', async () => {
		let changes = 0;
		const ended = async (name: string, ...args: string[]) => {
			const command = { name, args, options: {}, folder: data.path };
			const answer = runDelegated(await warehouse(), command, () => changes++);
			await new Response(answer).text();
			return changes;
		};
		expect(await ended('batches')).toBe(0);
		expect(await ended('import', 'a.csv')).toBe(0);
		expect(await ended('undo', '1')).toBe(1);
	});

	test('answers a refused file with the exit code of wrong use', async () => {
		writeFileSync(join(data.path, 'b.csv'), 'colour,taste\nred,sweet\n');
		const { result } = await lastLine(await run({ name: 'import', args: ['b.csv'] }));
		expect(result).toMatchObject({ exit: 2, json: { errors: [{ code: 'unknown_source' }] } });
	});

	test.each([
		[{ name: 'fly' }, 2, 'usage'],
		[{ name: 'import' }, 2, 'usage'],
		[{ name: 'import', args: ['a.csv'], options: { source: 7 } }, 2, 'usage'],
		[{ name: 'metric', args: ['no_such_metric'] }, 2, 'unknown_metric'],
		[{ name: 'undo', args: ['99'] }, 1, 'batch']
	])('tells a failure with exit code and code: %o', async (command, exit, code) => {
		const { failure } = await lastLine(await run(command));
		expect(failure).toMatchObject({ exit, code });
		expect(failure?.['message']).toEqual(expect.stringMatching(/\S/));
	});
});
