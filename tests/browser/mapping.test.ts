import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasShared, shared } from '../corpus/shared.ts';
import { fileOf } from '../pipelines/folder.ts';
import { xlsxOf } from '../pipelines/readers/xlsx-file.ts';
import { violations } from './accessible.ts';
import type { Served } from './server.ts';
import { openBrowser, openPage, serve } from './server.ts';

const slowly = { timeout: 30_000, interval: 200 };

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

const tableOf = (name: string, month: string) =>
	fileOf(
		name,
		[
			'RollNumber;ModuleTitle;Begun;Picked;Marks',
			...Array.from(
				{ length: 12 },
				(_, n) =>
					`S-${n};Module ${n % 3};${n + 1}.${month}.2025;${n % 2 ? 'office' : 'student'};${n}`
			),
			''
		].join('\n')
	);

async function drop(page: Page, path: string): Promise<void> {
	await page.goto(`${server.origin}/imports`, { waitUntil: 'networkidle' });
	await page.locator('input[type=file]').setInputFiles(path);
}

const cardOf = (page: Page, name: string) =>
	page.locator('article').filter({ hasText: name }).first();

/** Chooses in a select by keyboard alone: focus, then the first letters of what is wanted. */
async function choose(page: Page, label: string, wanted: string): Promise<void> {
	const choice = page.getByRole('combobox', { name: label, exact: true });
	await choice.focus();
	await page.keyboard.type(wanted);
	await expect.poll(() => choice.locator('option:checked').innerText(), slowly).toContain(wanted);
	await page.keyboard.press('Tab');
}

/** Focus, then Enter: what a mouse would click. */
async function pressed(page: Page, target: Locator): Promise<void> {
	await target.focus();
	await page.keyboard.press('Enter');
}

/** The loaded records of every import of a file, as the history shows them, the newest first. */
const loadedOf = (page: Page, name: string) =>
	page
		.locator('section.history tbody tr')
		.filter({ has: page.getByRole('link', { name, exact: true }) })
		.locator('td[data-label="Loaded"]')
		.allInnerTexts();

const finding = (page: Page) => page.locator('.finding').innerText();

describe('a table that no source knows', () => {
	test('is mapped by keyboard, saved, imported, and known the next time', async () => {
		const { page, strays, errors } = await openPage(browser, server);
		await drop(page, tableOf('registry.csv', '3').path);
		const link = cardOf(page, 'registry.csv').getByRole('link', { name: /^Map its columns/ });
		await link.waitFor({ timeout: 30_000 });
		await link.focus();
		await page.keyboard.press('Enter');
		await page.waitForURL(/\/imports\/mapping\//);
		await page.waitForLoadState('networkidle');
		expect(await violations(page)).toEqual([]);
		await choose(page, 'What Begun is read as', 'Enrolled on');
		await choose(page, 'What Picked is read as', 'Enrolled how');
		await page
			.getByLabel(/^What student means for /)
			.first()
			.waitFor();
		for (const [word, sense, said] of [
			['student', 'self', 'the learner'],
			['office', 'rule', 'an automatic rule']
		] as const) {
			const means = page.getByLabel(new RegExp(`^What ${word} means for `)).first();
			await means.focus();
			await page.keyboard.type(said);
			await page.keyboard.press('Tab');
			await expect
				.poll(
					() =>
						page
							.getByLabel(new RegExp(`^What ${word} means for `))
							.first()
							.inputValue(),
					slowly
				)
				.toBe(sense);
		}
		await expect
			.poll(() => finding(page), slowly)
			.toContain('Of its 12 rows, all would be stored.');
		await expect
			.poll(() => page.getByRole('region', { name: /as they would be stored/ }).innerText(), slowly)
			.toMatch(/2025-03-0?1/);
		await page.getByLabel('Save the mapping as').focus();
		await page.keyboard.type('Registry');
		await page.getByRole('button', { name: 'Save the mapping' }).focus();
		await page.keyboard.press('Enter');
		await page.getByText('The mapping “Registry” is saved').waitFor();
		await page.getByRole('button', { name: 'Import', exact: true }).focus();
		await page.keyboard.press('Enter');
		await page.waitForURL(/\/imports$/);
		await expect
			.poll(() => page.locator('main').innerText(), slowly)
			.toMatch(/registry\.csv[\s\S]*12/);
		await drop(page, tableOf('registry-april.csv', '4').path);
		const card = cardOf(page, 'registry-april.csv');
		await card.getByRole('button', { name: /^Import / }).waitFor({ timeout: 30_000 });
		expect(await card.innerText()).toContain('Any table of people and what they take');
		await card.locator('summary').first().click();
		expect(await card.innerText()).toContain('read as your mapping “Registry” says');
		await page.getByRole('link', { name: 'registry.csv', exact: true }).focus();
		await page.keyboard.press('Enter');
		await page.waitForURL(/\/imports\/\d+$/);
		await pressed(page, page.getByRole('button', { name: 'Look at how it is read' }));
		await page.waitForURL(/\/imports\/mapping\//);
		await page.waitForLoadState('networkidle');
		expect(
			await page
				.getByLabel(/^What student means for /)
				.first()
				.inputValue()
		).toBe('self');
		const office = page.getByLabel(/^What office means for /).first();
		await office.focus();
		await page.keyboard.type('the manager');
		await expect.poll(() => office.inputValue(), slowly).toBe('manager');
		await pressed(page, page.getByRole('button', { name: 'Import', exact: true }));
		await page.waitForURL(/\/imports$/);
		await expect.poll(() => loadedOf(page, 'registry.csv'), slowly).toEqual(['6', '12']);
		await pressed(page, page.getByRole('link', { name: 'registry.csv', exact: true }).first());
		await page.waitForURL(/\/imports\/\d+$/);
		expect(await page.locator('main').innerText()).toContain(
			'0 records are new, 6 changed, 6 are the same, 0 vanished.'
		);
		await pressed(page, page.locator('summary', { hasText: 'Take this import back' }));
		await pressed(page, page.getByRole('button', { name: 'Yes, take it back' }));
		await expect.poll(() => finding(page), slowly).toContain('taken back');
		expect(strays).toEqual([]);
		expect(errors).toEqual([]);
		await page.context().close();
	});

	test('a sheet of a workbook whose columns are items is mapped by keyboard on a phone', async () => {
		const { page } = await openPage(browser, server, { viewport: { width: 390, height: 800 } });
		const workbook = xlsxOf([
			{ name: 'Read me', rows: [['Made by', 'the registry']] },
			{
				name: 'Who did what',
				rows: [
					['E-mail', 'Remarks', 'Welding', 'Selling', 'First aid'],
					['ana@firm.example', 'fine', 'done', 'on its way', null],
					['ben@firm.example', null, null, 'done', 'done'],
					['cho@firm.example', 'left', null, null, null]
				]
			}
		]);
		await drop(page, fileOf('matrix.xlsx', workbook).path);
		const link = cardOf(page, 'matrix.xlsx').getByRole('link', { name: /^Map its columns/ });
		await link.waitFor({ timeout: 30_000 });
		await pressed(page, link);
		await page.waitForURL(/\/imports\/mapping\//);
		await page.waitForLoadState('networkidle');
		await choose(page, 'Sheet', 'Who did what');
		const items = page.getByRole('combobox', { name: 'Columns that are items or questions' });
		await expect.poll(() => items.inputValue(), slowly).toBe('state');
		await choose(page, 'What Remarks is read as', 'not read');
		const means = page.getByLabel(/^What on its way means for /);
		await means.focus();
		await page.keyboard.type('in progress');
		await expect
			.poll(() => finding(page), slowly)
			.toContain('Of its 3 rows, 2 would be stored, one refused.');
		await expect.poll(() => page.locator('form.looking').count(), slowly).toBe(0);
		expect(await page.getByRole('region', { name: /would be refused/ }).innerText()).toContain(
			'no item of the row has a filled cell'
		);
		expect(await violations(page)).toEqual([]);
		expect(
			await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)
		).toBe(true);
		await pressed(page, page.getByRole('button', { name: 'Import', exact: true }));
		await page.waitForURL(/\/imports$/);
		await expect.poll(() => loadedOf(page, 'matrix.xlsx'), slowly).toEqual(['2']);
		await page.context().close();
	});

	test('a field is dragged onto a column; overrides of the guesses are seen at once; it works without scripts', async () => {
		const { page } = await openPage(browser, server, { viewport: { width: 1280, height: 1400 } });
		await drop(page, tableOf('dragged.csv', '5').path);
		const href = await cardOf(page, 'dragged.csv')
			.getByRole('link', { name: /^Map its columns/ })
			.getAttribute('href', { timeout: 30_000 });
		const [address = ''] = (href ?? '').split('?');
		await page.goto(`${server.origin}${address}?source=own-enrolments`, {
			waitUntil: 'networkidle'
		});
		const column = page.locator('ol > li').filter({ hasText: 'Marks' });
		await page.locator('.free li', { hasText: 'Time spent' }).dragTo(column);
		await expect
			.poll(() => page.getByLabel('What Marks is read as').inputValue(), slowly)
			.toBe('Time spent');
		await page.getByRole('combobox', { name: 'Columns', exact: true }).selectOption('|');
		await expect.poll(() => finding(page), slowly).toContain('still needed');
		const { page: plain } = await openPage(browser, server, { javaScriptEnabled: false });
		await plain.goto(`${server.origin}${address}`);
		await plain.getByLabel('What ModuleTitle is read as').selectOption('');
		await plain.getByRole('button', { name: 'Look again' }).click();
		expect(await finding(plain)).toContain('still needed is Item taken');
		await plain.context().close();
		await page.context().close();
	});

	test('a mapping is shared as JSON, forgotten, and taken in again', async () => {
		const { page } = await openPage(browser, server);
		await page.goto(`${server.origin}/imports/mappings`, { waitUntil: 'networkidle' });
		expect(await violations(page)).toEqual([]);
		const given = await page.request.get(`${server.origin}/imports/mappings/Registry`);
		const text = await given.text();
		expect(JSON.parse(text)).toMatchObject({ name: 'Registry', source: 'own-enrolments' });
		await page.getByRole('button', { name: 'Forget the mapping Registry' }).click();
		await page.getByText('None yet').waitFor();
		await page.locator('input[type=file]').setInputFiles(fileOf('shared.json', text).path);
		await page.getByRole('button', { name: 'Take it in' }).click();
		await page.getByText('One mapping is saved.').waitFor();
		await page.locator('input[type=file]').setInputFiles(fileOf('bad.json', '{"a":1}').path);
		await page.getByRole('button', { name: 'Take it in' }).click();
		expect(await page.getByRole('alert').innerText()).not.toBe('');
		await page.context().close();
	});

	test('the inbox is set by keyboard, tells what it refused and why, and hands it to the mapping page', async () => {
		const { page, errors } = await openPage(browser, server, {
			viewport: { width: 390, height: 800 }
		});
		await page.goto(`${server.origin}/imports`, { waitUntil: 'networkidle' });
		const set = async (way: string, cron: string) => {
			const details = page.locator('details', { hasText: 'Change when it is imported' });
			if (!(await details.evaluate((node) => (node as HTMLDetailsElement).open)))
				await pressed(page, details.locator('summary'));
			await page.getByRole('radio', { name: way }).focus();
			await page.keyboard.press('Space');
			await page.getByLabel('Expression of the clock (cron)').fill(cron);
			await pressed(page, page.getByRole('button', { name: 'Set it' }));
		};
		const inbox = page.locator('section[aria-labelledby="inbox"]');
		await set('by the clock', '99 6 * * *');
		await page.getByRole('alert').waitFor();
		expect(await page.getByRole('alert').innerText()).toContain('“99 6 * * *” in the zone UTC');
		await set('by the clock', '30 2 * * 1-5');
		await expect
			.poll(() => inbox.innerText(), slowly)
			.toMatch(/At 02:30, Monday through Friday \(UTC\)\. Next on \w{3},? \d+ \w+ \d{4}/);
		const lying = join(server.dataDir, 'inbox', 'rolls.csv');
		writeFileSync(lying, 'Roll,Thing\n1,Welding\n2,Selling\n');
		await page.reload({ waitUntil: 'networkidle' });
		expect(await inbox.innerText()).toContain('One file waits');
		await pressed(page, page.getByRole('button', { name: 'Import what waits now' }));
		await expect.poll(() => inbox.innerText(), slowly).toContain('One file was refused');
		expect(await inbox.innerText()).toContain('No known export resembles this table');
		expect(await violations(page)).toEqual([]);
		const report = await page.request.get(`${server.origin}/api/inbox/rolls.csv/report`);
		expect(await report.json()).toMatchObject({ errors: [{ code: 'unknown_source' }] });
		const none = await page.request.get(`${server.origin}/api/inbox/..%2Finbox.json/report`);
		expect(none.status()).toBe(404);
		await pressed(page, page.getByRole('button', { name: 'Map its columns: rolls.csv' }));
		await page.waitForURL(/\/imports\/mapping\//);
		expect(await page.locator('h1').innerText()).toContain('rolls.csv');
		rmSync(lying);
		expect(errors.filter((error) => !error.includes('422'))).toEqual([]);
		await page.context().close();
	});

	test.skipIf(!hasShared)(
		'an institution’s tables are mapped by suggestion and keyboard, saved, imported, known the next time, and taken back',
		async () => {
			const { page } = await openPage(browser, server);
			const write = async (label: string, text: string): Promise<void> => {
				await page.getByLabel(label).focus();
				await page.keyboard.type(text);
				await page.keyboard.press('Tab');
			};
			const map = async (file: string): Promise<void> => {
				const link = cardOf(page, file).getByRole('link', { name: /^Map its columns/ });
				await link.waitFor({ timeout: 30_000 });
				await pressed(page, link);
				await page.waitForURL(/\/imports\/mapping\//);
				await page.waitForLoadState('networkidle');
			};
			await drop(page, shared('lms/moodle-edify/KMS Module 1 F19.csv'));
			await map('KMS Module');
			expect(await finding(page)).toContain(
				'Of its 25 rows, 24 would be stored, one counted as a duplicate.'
			);
			const system = page.getByLabel('System that it comes from');
			await write('System that it comes from', 'KMS of the college');
			await pressed(page, page.getByRole('button', { name: 'Look again' }));
			await expect.poll(() => system.inputValue(), slowly).toBe('kms of the college');
			await page.waitForLoadState('networkidle');
			let late = (): void => undefined;
			const isLate = new Promise<void>((go) => (late = go));
			await page.route('**/api/uploads/*/mapping', async (route) => {
				await isLate;
				await route.continue();
			});
			await choose(page, 'What SessionName is read as', 'Learner unit');
			await system.focus();
			await page.keyboard.press('End');
			await page.keyboard.type(' 2');
			late();
			await expect.poll(() => finding(page), slowly).toContain('5 of its 20 columns are read.');
			expect(await system.inputValue()).toBe('kms of the college 2');
			await page.unroute('**/api/uploads/*/mapping');
			await choose(page, 'Field 1 that is the same for every row', 'Enrolled on');
			await write('Value 1 for every row', '2019-09-01');
			await write('Save the mapping as', 'KMS');
			await pressed(page, page.getByRole('button', { name: 'Import', exact: true }));
			await page.waitForURL(/\/imports$/);
			await expect.poll(() => loadedOf(page, 'KMS Module 1 F19.csv'), slowly).toEqual(['24']);
			await drop(page, shared('lms/moodle-edify/KMS Module 1 SP21.xlsx'));
			const next = cardOf(page, 'SP21.xlsx');
			await next.getByText('Its columns are those of your mapping “KMS”').waitFor();
			expect(await next.innerText()).toContain('Enrolled on: 2019-09-01');
			await map('SP21.xlsx');
			expect(await page.getByLabel('Value 1 for every row').inputValue()).toBe('2019-09-01');
			await drop(page, shared('lms/moodle-edify/Result Module 1 F19.csv'));
			await map('Result Module');
			const session = page.getByLabel('What SessionName is read as');
			await session.focus();
			await page.keyboard.press('Home');
			await page.keyboard.press('Tab');
			await expect.poll(() => finding(page), slowly).toContain('still needed is Item taken');
			await choose(page, 'Columns that are items or questions', 'items; cells are points');
			await expect
				.poll(() => finding(page), slowly)
				.toContain('Of its 24 rows, all would be stored.');
			expect(await session.inputValue()).toBe('');
			await page.goto(`${server.origin}/imports`, { waitUntil: 'networkidle' });
			const row = page.getByRole('row', { name: /KMS Module 1 F19\.csv/ });
			await pressed(page, row.locator('summary'));
			await pressed(page, row.getByRole('button'));
			await page.waitForURL(/\/imports\/\d+/);
			await expect.poll(() => finding(page), slowly).toContain('taken back');
			await page.context().close();
		}
	);
});
