import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importFile } from '#pipelines/import.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import { fileOf } from '../pipelines/folder.ts';
import { violations } from './accessible.ts';
import type { Served } from './server.ts';
import { dataFolder, openBrowser, openPage, serve } from './server.ts';

let browser: Browser;
let server: Served;

const header =
	'Course Name,Course ID,Enrollment Method,Status,Email Address,Full Name,Department,Date Enrolled,Date Completed';

/** A hundred enrolments of 25 people, half of them by a rule; each of the people has another address in a second file. */
function files() {
	const row = (n: number, address: string) =>
		`Course ${n % 5},C${n % 5},${n % 2 === 0 ? 'Self' : 'Automatic'},${n % 3 === 0 ? 'Complete' : 'InProgress'},${address},Person ${nameOf(n)},Works,2025-03-0${(n % 9) + 1},${n % 3 === 0 ? '2025-03-20' : ''}`;
	const nameOf = (n: number) => `${'ABCDEFGHIJKLMNOPQRSTUVWXY'[n % 25]}more`;
	const text = (rows: readonly string[]) => [header, ...rows, ''].join('\n');
	return [
		fileOf(
			'first.csv',
			text(Array.from({ length: 100 }, (_, n) => row(n, `name.${n % 25}@old.example`)))
		),
		fileOf(
			'second.csv',
			text(Array.from({ length: 25 }, (_, n) => row(n, `name.${n}@new.example`)))
		)
	];
}

beforeAll(async () => {
	browser = await openBrowser();
	const folder = dataFolder();
	const warehouse = await openWarehouse(folder, 'the test');
	for (const file of files()) await importFile(warehouse, file, { importedBy: 'test' });
	await warehouse.close();
	server = await serve(['--no-sample'], folder);
}, 240_000);

afterAll(async () => {
	await browser.close();
	await server.stop();
});

const finding = (page: Page) => page.locator('.finding').innerText();
const waitingPairs = async (page: Page) =>
	Number(/[\d,]+/.exec(await finding(page))?.[0]?.replace(',', ''));

describe('who is who', () => {
	test('pairs are decided one by one and in bulk, and taken back, by keyboard and without scripts', async () => {
		const { page, strays, errors } = await openPage(browser, server);
		await page.goto(`${server.origin}/people`, { waitUntil: 'networkidle' });
		expect(await violations(page)).toEqual([]);
		const before = await waitingPairs(page);
		expect(before).toBeGreaterThan(3);
		const first = page.getByRole('button', { name: /^The same: / }).first();
		await first.focus();
		await page.keyboard.press('Enter');
		await page.getByText(' are one.').first().waitFor();
		expect(await waitingPairs(page)).toBeLessThan(before);
		const between = await waitingPairs(page);
		const boxes = page.getByRole('checkbox', { name: /^Tick .+ and / });
		for (const place of [0, 1]) {
			await boxes.nth(place).focus();
			await page.keyboard.press('Space');
		}
		await page.getByRole('button', { name: 'Not the same', exact: true }).first().focus();
		await page.keyboard.press('Enter');
		await page.getByText('2 pairs are not the same.').waitFor();
		await page.getByText('The 2 pairs', { exact: true }).focus();
		await page.keyboard.press('Enter');
		expect(await violations(page)).toEqual([]);
		await page.getByRole('button', { name: 'Take back all 2: 2 pairs are not the same.' }).focus();
		await page.keyboard.press('Enter');
		await expect.poll(() => waitingPairs(page)).toBe(between);
		expect(await page.getByRole('button', { name: /^Take back/ }).count()).toBe(1);
		const { page: plain } = await openPage(browser, server, { javaScriptEnabled: false });
		await plain.goto(`${server.origin}/people`);
		const tick = plain.getByRole('checkbox', { name: /^Tick .+ and / });
		for (const place of [0, 1]) await tick.nth(place).check();
		await plain.getByRole('button', { name: 'Not the same', exact: true }).first().click();
		await plain.getByText('The 2 pairs', { exact: true }).first().click();
		await plain
			.getByRole('button', { name: /^Take back what was decided/ })
			.first()
			.click();
		await plain.getByText('One of them was taken back since.').waitFor();
		await plain.getByRole('button', { name: /^Take back the other 1: / }).click();
		await plain
			.getByRole('button', { name: /^Take back what was decided/ })
			.first()
			.click();
		await expect.poll(() => plain.getByRole('button', { name: /^Take back/ }).count()).toBe(0);
		expect(await waitingPairs(plain)).toBe(before);
		expect(strays).toEqual([]);
		expect(errors).toEqual([]);
		await plain.context().close();
		await page.context().close();
	});

	test('all pairs of a kind are decided at once from any of their pages, unless they are others by now', async () => {
		const { page, strays, errors } = await openPage(browser, server);
		await page.goto(`${server.origin}/people`, { waitUntil: 'networkidle' });
		const before = await waitingPairs(page);
		const kinds = page.getByLabel('What speaks for and against');
		const kind = await kinds.locator('option', { hasText: '(25)' }).getAttribute('value');
		await kinds.selectOption(kind ?? '');
		await page.getByRole('button', { name: 'Show these pairs' }).click();
		const whole = { name: 'All 25 of this kind, on every page' };
		await page.getByRole('checkbox', whole).waitFor();
		await page.getByRole('link', { name: 'Less likely pairs' }).click();
		await page.getByText('Pairs 21 to 25 of 25').waitFor();
		expect(await violations(page)).toEqual([]);
		const { page: other } = await openPage(browser, server);
		await other.goto(page.url(), { waitUntil: 'networkidle' });
		await page
			.getByRole('button', { name: /^Later: / })
			.first()
			.click();
		await page.getByText('put off', { exact: true }).waitFor();
		expect(page.url()).toContain('from=20');
		for (const [view, outcome] of [
			[other, 'The pairs of this kind are others by now'],
			[page, '25 pairs are one each.']
		] as const) {
			await view.getByRole('checkbox', whole).focus();
			await view.keyboard.press('Space');
			await view.getByRole('button', { name: 'The same', exact: true }).first().focus();
			await view.keyboard.press('Enter');
			await view.getByText(outcome).waitFor();
		}
		expect(await finding(page)).toContain('Nobody else looks like the same person');
		await page.getByRole('button', { name: /^Take back all 25: / }).click();
		await page.getByText('Taken back by').first().waitFor();
		await page.getByRole('button', { name: /^Take back what was decided/ }).click();
		await expect.poll(() => waitingPairs(page)).toBe(before);
		expect(strays).toEqual([]);
		expect(errors).toEqual([]);
		await other.context().close();
		await page.context().close();
	});
});

describe('what counts as voluntary', () => {
	test('a change shows its effect first, then holds, stands in the log, and is taken back', async () => {
		const { page, strays, errors } = await openPage(browser, server);
		await page.goto(`${server.origin}/voluntary`, { waitUntil: 'networkidle' });
		expect(await violations(page)).toEqual([]);
		const before = await page.locator('table').first().innerText();
		await page.getByLabel('What Automatic in Absorb means').selectOption('self');
		await page.getByRole('button', { name: 'See the effect for Automatic in Absorb' }).click();
		const preview = page.locator('section.preview');
		await preview.waitFor();
		expect(await preview.innerText()).toMatch(/Assigned, other\s+[\d,]+\s+[\d,]+\s+−/);
		expect(await violations(page)).toEqual([]);
		await page.goto(`${server.origin}/voluntary`, { waitUntil: 'networkidle' });
		expect(await page.locator('table').first().innerText()).toBe(before);
		await page.getByLabel('What Automatic in Absorb means').selectOption('self');
		await page.getByRole('button', { name: 'See the effect for Automatic in Absorb' }).click();
		await page.getByRole('button', { name: 'Make the change' }).click();
		await page.getByText('“automatic” in Absorb: as shipped → the learner').waitFor();
		expect(await page.locator('table').first().innerText()).not.toBe(before);
		await page.getByRole('button', { name: /^Take back: “automatic”/ }).click();
		await page.getByText('Taken back by analyst').first().waitFor();
		expect(await page.locator('table').first().innerText()).toBe(before);
		expect(strays).toEqual([]);
		expect(errors).toEqual([]);
		await page.context().close();
	});

	test('a rule is changed without scripts, and what cannot be is refused in words', async () => {
		const { page } = await openPage(browser, server, { javaScriptEnabled: false });
		await page.goto(`${server.origin}/voluntary`);
		const rule = page.locator('li').filter({ hasText: 'started within minutes of enrolling' });
		await rule.locator('summary').click();
		await rule.getByLabel('Minutes').fill('600');
		await rule.getByRole('button', { name: 'See the effect' }).click();
		await page.getByRole('button', { name: 'Make the change' }).waitFor();
		await page.getByRole('link', { name: 'Leave it as it is' }).click();
		expect(await rule.getByText('changed here').count()).toBe(0);
		await page.locator('summary', { hasText: 'Rule by hand' }).click();
		await page.getByLabel('Item (title, code, or from the list)').fill('no such item at all');
		await page.getByLabel('Who started it').selectOption('self');
		await page.locator('form.add').getByRole('button').click();
		expect(await page.getByRole('alert').innerText()).toContain('no such item at all');
		await page.context().close();
	});
});
