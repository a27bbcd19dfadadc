import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { warehouse } from '#lib/server/warehouse.ts';

type Role = 'analyst' | 'lead' | 'executive';

interface Sent extends Omit<RequestInit, 'headers'> {
	readonly params?: Readonly<Record<string, string>>;
	readonly headers?: Readonly<Record<string, string>>;
	readonly role?: Role;
}

/** Calls a route's own handler with a real Request, as the server would. */
export async function send(handler: unknown, path: string, sent: Sent = {}): Promise<Response> {
	const { params = {}, role = 'analyst', ...init } = sent;
	const url = new URL(path, 'http://127.0.0.1:4610');
	const request = new Request(url, { ...init, duplex: 'half' } as RequestInit);
	const answer = handler as (event: unknown) => Response | Promise<Response>;
	return answer({ url, request, params, locals: { viewer: { role }, theme: 'system' } });
}

/** The body of an answer that failed. */
export async function errorOf(
	response: Response
): Promise<{ code: string; message: string; details: Record<string, unknown> }> {
	return ((await response.json()) as { error: never }).error;
}

/** Gives the tests of a file a data folder of their own, and closes it after the last. */
export function withDataFolder(): { readonly path: string } {
	const path = mkdtempSync(join(tmpdir(), 'autonometer-test-'));
	const before = process.env['AUTONOMETER_DATA'];
	beforeAll(async () => {
		process.env['AUTONOMETER_DATA'] = path;
		await warehouse();
	});
	afterAll(async () => {
		await (await warehouse()).close();
		if (before === undefined) delete process.env['AUTONOMETER_DATA'];
		else process.env['AUTONOMETER_DATA'] = before;
		rmSync(path, { recursive: true, force: true });
	});
	return { path };
}
