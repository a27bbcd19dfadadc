import { afterEach, expect, test, vi } from 'vitest';

vi.mock('#lib/server/jobs-here.ts', () => ({ uploads: () => Promise.resolve() }));
vi.mock('#lib/server/warehouse.ts', () => ({ warehouse: () => Promise.resolve() }));
const { handle } = await import('../../src/hooks.server.ts');

afterEach(() => {
	delete process.env['AUTONOMETER_VIEWER'];
});

/** Whom a server answers that was started for somebody, as every route is told. */
async function answered(started?: string): Promise<unknown> {
	if (started !== undefined) process.env['AUTONOMETER_VIEWER'] = started;
	const event = {
		request: new Request('http://127.0.0.1:4610/', { headers: { host: '127.0.0.1:4610' } }),
		url: new URL('http://127.0.0.1:4610/'),
		cookies: { get: () => undefined },
		locals: {} as App.Locals
	};
	process.env['ORIGIN'] = 'http://127.0.0.1:4610';
	await handle({
		event,
		resolve: () => Promise.resolve(new Response(''))
	} as unknown as Parameters<typeof handle>[0]);
	return event.locals.viewer;
}

test('a server answers the analyst, or whom it was started for, and nobody else', async () => {
	expect(await answered()).toEqual({ role: 'analyst' });
	expect(await answered('lead')).toEqual({ role: 'lead' });
	expect(await answered('executive')).toEqual({ role: 'executive' });
	await expect(answered('everybody')).rejects.toThrow('everybody');
});
