import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { violations } from './accessible.ts';
import type { Served } from './server.ts';
import { openBrowser, openPage, serve } from './server.ts';

let browser: Browser;
let server: Served;

beforeAll(async () => {
	browser = await openBrowser();
	server = await serve(['--no-sample', '--viewer', 'lead']);
}, 240_000);

afterAll(async () => {
	await browser.close();
	await server.stop();
});

test('a server for leads has no way to single records, and says whose a page is that it refuses', async () => {
	const { page, strays } = await openPage(browser, server);
	await page.goto(server.origin, { waitUntil: 'networkidle' });
	const links = await page
		.locator('a')
		.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
	expect(links).toContain('/definitions');
	for (const closed of ['/imports', '/voluntary', '/people', '/quality']) {
		expect(links).not.toContain(closed);
		const answer = await page.goto(`${server.origin}${closed}`, { waitUntil: 'networkidle' });
		expect(answer?.status()).toBe(403);
		expect(await page.locator('h1').innerText()).toBe('This page is for analysts');
		expect(await violations(page)).toEqual([]);
	}
	expect((await page.request.get(`${server.origin}/api/batches`)).status()).toBe(403);
	expect(strays).toEqual([]);
	await page.context().close();
});
