import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileOf } from '../pipelines/folder.ts';
import { violations } from './accessible.ts';
import type { Served } from './server.ts';
import { openBrowser, openPage, serve } from './server.ts';

const slowly = { timeout: 30_000, interval: 200 };

let browser: Browser;
let server: Served;

beforeAll(async () => {
	browser = await openBrowser();
	server = await serve();
}, 240_000);

afterAll(async () => {
	await browser.close();
	await server.stop();
}, 240_000);

const header =
	'Course Name,Enrollment Method,Status,Email Address,Date Enrolled,Date Completed,Course ID,Progress';
const good = () =>
	fileOf(
		'absorb-extra.csv',
		[
			header,
			...Array.from(
				{ length: 30 },
				(_, n) =>
					`Course ${n % 3},Self,Complete,extra${n}@example.org,2025-03-${String((n % 28) + 1).padStart(2, '0')},2025-04-20,X${n % 3},100`
			)
		].join('\n')
	);
const bad = () =>
	fileOf(
		'absorb-broken.csv',
		[
			header,
			...Array.from(
				{ length: 10 },
				(_, n) =>
					`Course ${n},Self,Complete,bad${n}@example.org,${n < 4 ? 'soon' : '2025-03-01'},,Y${n},100`
			)
		].join('\n')
	);

const watched = (name: string, dates: readonly string[]) =>
	fileOf(
		name,
		[
			'User Email,External ID,Course ID,Course Title,% Marked Completed,Minutes Video Consumed,Date Enrolled,Assigned By',
			...dates.map((date, n) => `watch${n}@example.org,,9${n},${name} ${n},50,12,${date},`)
		].join('\n')
	);
const openDates = () => watched('open-dates.csv', ['3/3/2024', '3/4/2024']);
const videos = (name: string) => watched(name, ['2024-03-04']);

describe('what the numbers mean and whether they hold', () => {
	test.each([
		['/definitions', 'Voluntary completion rate'],
		['/quality', 'An episode has one class.']
	])('%s reads without scripts, has no violations and sends nothing away', async (path, words) => {
		const { page, strays, errors } = await openPage(browser, server);
		await page.goto(`${server.origin}${path}`, { waitUntil: 'networkidle' });
		expect(await page.locator('main').innerText()).toContain(words);
		expect(await violations(page)).toEqual([]);
		expect(strays).toEqual([]);
		expect(errors).toEqual([]);
		await page.context().close();
		const context = await browser.newContext({ javaScriptEnabled: false });
		const plain = await context.newPage();
		await plain.goto(`${server.origin}${path}`);
		expect(await plain.locator('main').innerText()).toContain(words);
		await context.close();
	});
});

describe('first start to the overview', () => {
	test('shows the finding, five key numbers and the mix, without a request that leaves', async () => {
		const { page, strays, errors } = await openPage(browser, server);
		await page.goto(server.origin, { waitUntil: 'networkidle' });
		expect(await page.locator('h1').count()).toBe(1);
		expect(await page.locator('main').innerText()).toMatch(/\d+(\.\d)?\s%/);
		expect(
			await page
				.getByText(/data to/i)
				.filter({ visible: true })
				.first()
				.isVisible()
		).toBe(true);
		expect(await page.locator('figure svg').count()).toBeGreaterThan(0);
		expect(strays).toEqual([]);
		expect(errors).toEqual([]);
		await page.context().close();
	});

	test('reads without JavaScript', async () => {
		const { page } = await openPage(browser, server, { javaScriptEnabled: false });
		for (const path of ['/', '/completion']) {
			await page.goto(server.origin + path);
			expect(await page.locator('main').innerText()).toMatch(/\d+(\.\d)?\s%/);
			expect(await page.locator('figure svg').count()).toBeGreaterThan(0);
		}
		await page.goto(`${server.origin}/imports`);
		await page.getByRole('link', { name: 'Show all 22 imports' }).click();
		expect(await page.locator('main').innerText()).toContain('absorb-enrolments.csv');
		await page.context().close();
	});

	test.each(['/', '/completion', '/imports', '/imports/1', '/trace/voluntary_completion_rate'])(
		'%s has no violation of WCAG, light and dark, wide and at 360 px',
		async (path) => {
			for (const width of [1280, 360]) {
				const { page, errors } = await openPage(browser, server, {
					viewport: { width, height: 800 }
				});
				await page.goto(server.origin + path, { waitUntil: 'networkidle' });
				for (const colorScheme of ['light', 'dark'] as const) {
					await page.emulateMedia({ colorScheme });
					expect(await violations(page)).toEqual([]);
				}
				expect(
					await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1)
				).toBe(true);
				expect(errors).toEqual([]);
				await page.context().close();
			}
		}
	);
});

describe('a filter', () => {
	test('stands in the address, a link reproduces it, and Back undoes it', async () => {
		const { page } = await openPage(browser, server);
		await page.goto(`${server.origin}/completion`, { waitUntil: 'networkidle' });
		const textOf = (one: Page) => one.locator('main').innerText();
		const before = await textOf(page);
		await page.keyboard.press('/');
		const bar = page.getByRole('search');
		if (!(await bar.locator('select[name=unit]').isVisible())) await bar.locator('summary').click();
		await bar.locator('select[name=unit]').selectOption('Firmware');
		await page.waitForURL(/unit=Firmware/);
		await expect.poll(() => textOf(page), slowly).not.toBe(before);
		await page.waitForLoadState('networkidle');
		const after = await textOf(page);
		const { page: other } = await openPage(browser, server);
		await other.goto(page.url(), { waitUntil: 'networkidle' });
		expect(await other.locator('h1').innerText()).toBe(await page.locator('h1').innerText());
		await expect.poll(() => textOf(other), slowly).toBe(after);
		await page.goBack();
		await page.waitForURL((url) => !url.search.includes('unit'));
		await expect.poll(() => textOf(page), slowly).toBe(before);
		await page.context().close();
		await other.context().close();
	});
});

describe('files', () => {
	test('a good file is recognised with reasons, previewed, imported and taken back', async () => {
		const { page, errors } = await openPage(browser, server);
		await page.goto(`${server.origin}/imports`, { waitUntil: 'networkidle' });
		await page.locator('input[type=file]').setInputFiles(good().path);
		const card = page.locator('article').filter({ hasText: 'absorb-extra.csv' }).first();
		const begin = card.getByRole('button', { name: 'Import absorb-extra.csv' });
		await begin.waitFor({ timeout: 30_000 });
		await page.reload({ waitUntil: 'networkidle' });
		await begin.click({ timeout: 30_000 });
		await card.getByText('Imported', { exact: true }).waitFor({ timeout: 60_000 });
		expect(await card.innerText()).toMatch(/\b30\b/);
		await page.goto(`${server.origin}/imports`, { waitUntil: 'networkidle' });
		await page.getByLabel('Take back absorb-extra.csv').first().click();
		await page
			.getByRole('row', { name: /absorb-extra\.csv/ })
			.first()
			.getByRole('button')
			.click();
		await page.waitForURL(/\/imports\/\d+/);
		expect(await page.locator('main').innerText()).toContain('absorb-extra.csv');
		await page.getByText('taken back', { exact: false }).first().waitFor();
		expect(errors).toEqual([]);
		await page.context().close();
	});

	test('a bad file stops at the limit with its reasons, and goes on when told to', async () => {
		const { page } = await openPage(browser, server);
		await page.goto(`${server.origin}/imports`, { waitUntil: 'networkidle' });
		await page.locator('input[type=file]').setInputFiles(bad().path);
		const card = page.locator('article').filter({ hasText: 'absorb-broken.csv' }).first();
		await card.getByRole('button', { name: 'Import absorb-broken.csv' }).click({ timeout: 30_000 });
		await card
			.getByText('too many records would be refused', { exact: false })
			.first()
			.waitFor({ timeout: 60_000 });
		expect(await card.innerText()).toContain('soon');
		await page.context().close();
	});

	test('a file whose dates could be read both ways waits for an answer, and is left out of what is imported at once', async () => {
		const { page, errors } = await openPage(browser, server);
		await page.goto(`${server.origin}/imports`, { waitUntil: 'networkidle' });
		await page
			.locator('input[type=file]')
			.setInputFiles([openDates().path, videos('told-1.csv').path, videos('told-2.csv').path]);
		await page.getByRole('button', { name: 'Import the 2 that are ready' }).waitFor(slowly);
		const card = page.locator('article').filter({ hasText: 'open-dates.csv' }).first();
		const begin = card.getByRole('button', { name: 'Import open-dates.csv' });
		expect(await begin.isDisabled()).toBe(true);
		expect(await card.innerText()).toContain('3/4/2024 could be either');
		expect(await violations(page)).toEqual([]);
		await card.getByRole('radio', { name: 'day before month: 3/4/2024 is 3 April' }).check();
		await page.getByRole('button', { name: 'Import the 3 that are ready' }).waitFor(slowly);
		await begin.click();
		await card.getByText('Imported', { exact: true }).waitFor({ timeout: 60_000 });
		await card.getByRole('link', { name: 'More about this import' }).click();
		await page.waitForURL(/\/imports\/\d+/);
		expect(await page.locator('main').innerText()).toContain('day before month, as you said');
		expect(errors).toEqual([]);
		await page.context().close();
	});

	test('an unknown file is refused with the closest sources and what they miss', async () => {
		const { page } = await openPage(browser, server);
		await page.goto(`${server.origin}/imports`, { waitUntil: 'networkidle' });
		await page
			.locator('input[type=file]')
			.setInputFiles([
				fileOf(
					'courses.csv',
					'Course Name,Date Enrolled,Status,Username,Size\nred,2025-01-01,Complete,p,1\n'
				).path,
				fileOf('colours.csv', 'Colour,Size\nred,1\nblue,2\n').path
			]);
		const cardOf = (name: string) => page.locator('article').filter({ hasText: name }).first();
		await cardOf('courses.csv').getByText('What came closest').first().waitFor({ timeout: 30_000 });
		expect(await cardOf('courses.csv').innerText()).toContain('Absorb');
		await cardOf('colours.csv')
			.getByText('No known export resembles this table')
			.waitFor({ timeout: 30_000 });
		await page.context().close();
	});
});

describe('by keyboard only', () => {
	test('skip link, filters, chart points, table twin and the list of keys are within reach', async () => {
		const { page } = await openPage(browser, server);
		await page.goto(`${server.origin}/completion`, { waitUntil: 'networkidle' });
		await page.keyboard.press('Tab');
		expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Skip');
		await page.keyboard.press('Enter');
		expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
		await page.keyboard.press('?');
		await page.getByRole('dialog').waitFor();
		await page.keyboard.press('Escape');
		await page.keyboard.press('/');
		expect(
			await page.evaluate(() => document.activeElement?.closest('[role=search]') !== null)
		).toBe(true);
		await page.keyboard.press('Escape');
		const chart = page.locator('figure [tabindex="0"]').first();
		await chart.focus();
		await page.keyboard.press('ArrowRight');
		await expect.poll(() => page.locator('[aria-live=polite]').allInnerTexts()).not.toEqual([]);
		await chart.focus();
		const tables = await page.locator('figure table').count();
		await page.keyboard.press('t');
		await expect.poll(() => page.locator('figure table:visible').count()).toBeGreaterThan(0);
		expect(await page.locator('figure table').count()).toBeGreaterThanOrEqual(tables);
		await page.context().close();
	});
});

describe('from number to line', () => {
	test('the headline leads to definition, SQL, counts, rows, file and line', async () => {
		const { page } = await openPage(browser, server);
		await page.goto(`${server.origin}/trace/voluntary_completion_rate`, {
			waitUntil: 'networkidle'
		});
		await page.getByText('The query').click();
		const text = await page.locator('main').innerText();
		expect(text).toContain('select');
		expect(text).toMatch(/\.(csv|gz)/);
		await page.locator('a[href^="/imports/"]').first().click();
		await page.waitForURL(/\/imports\/\d+/);
		await page.context().close();
	});
});
