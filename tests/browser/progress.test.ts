import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileOf } from '../pipelines/folder.ts';
import type { Served } from './server.ts';
import { openBrowser, openPage, serve } from './server.ts';

let browser: Browser;
let server: Served;

beforeAll(async () => {
	browser = await openBrowser();
	server = await serve(['--no-sample']);
}, 240_000);

afterAll(async () => {
	await browser.close();
	await server.stop();
});

const header =
	'Course Name,Enrollment Method,Status,Email Address,Date Enrolled,Date Completed,Course ID,Progress';

/** Large enough to be under way for a while on any machine. */
const large = () => {
	const line = (n: number) =>
		`Course ${n % 50},Self,Complete,person${n % 9000}@example.org,2025-03-${String((n % 28) + 1).padStart(2, '0')},2025-04-20,X${n % 50},100`;
	return fileOf(
		'large.csv',
		[header, ...Array.from({ length: 400_000 }, (_, n) => line(n))].join('\n')
	);
};

test('a running import tells stage, records and bytes, and cancelled it leaves nothing', async () => {
	const { page, errors } = await openPage(browser, server);
	await page.goto(`${server.origin}/imports`, { waitUntil: 'networkidle' });
	await page.locator('input[type=file]').setInputFiles(large().path);
	const card = page.locator('article').filter({ hasText: 'large.csv' }).first();
	await card.getByRole('button', { name: 'Import large.csv' }).click({ timeout: 60_000 });
	const words = card.locator('.progress p').first();
	await expect
		.poll(() => words.innerText(), { timeout: 60_000, interval: 50 })
		.toMatch(/.+ · .*(MB|records)/);
	await card.getByRole('button', { name: 'Cancel' }).click();
	await card
		.getByText('nothing was imported', { exact: false })
		.first()
		.waitFor({ timeout: 60_000 });
	const batches = await page.request.get(`${server.origin}/api/batches`);
	expect(await batches.text()).not.toContain('large.csv');
	expect(errors).toEqual([]);
	await page.context().close();
});
