import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

const root = join(import.meta.dirname, '../..');

/** A server as `npm start` runs it, on a data folder of its own. */
export interface Served {
	readonly origin: string;
	readonly dataDir: string;
	readonly stop: () => Promise<void>;
}

/** An empty folder for the data of a server. */
export const dataFolder = (): string => mkdtempSync(join(tmpdir(), 'autonometer-browser-'));

/** Starts the server on a free port; with the made-up company unless told otherwise. */
export function serve(words: readonly string[] = [], dataDir = dataFolder()): Promise<Served> {
	const child = spawn(
		process.execPath,
		[
			'--disable-warning=ExperimentalWarning',
			join(root, 'src/entry/start.ts'),
			'--data',
			dataDir,
			'--port',
			'0',
			...words
		],
		{ cwd: root, env: { ...process.env, UV_THREADPOOL_SIZE: '16' } }
	);
	let output = '';
	return new Promise((done, fail) => {
		const listen = (chunk: Buffer) => {
			output += chunk.toString();
			const address = /is at (http:\/\/\S+)/.exec(output)?.[1];
			if (address === undefined) return;
			done({
				origin: address,
				dataDir,
				stop: () =>
					new Promise((stopped) => {
						child.once('exit', () => {
							rmSync(dataDir, { recursive: true, force: true });
							stopped();
						});
						child.kill('SIGTERM');
					})
			});
		};
		child.stdout.on('data', listen);
		child.stderr.on('data', listen);
		child.once('exit', (code) => {
			fail(new Error(`the server ended with ${code}: ${output}`));
		});
	});
}

/** Debian's Chromium, or the one named by CHROMIUM. */
export const openBrowser = (): Promise<Browser> =>
	chromium.launch({
		executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync'
		]
	});

/** A page that remembers every request that left the origin and every error that it met. */
export async function openPage(
	browser: Browser,
	{ origin }: Served,
	options: Parameters<Browser['newContext']>[0] = {}
): Promise<{ page: Page; strays: string[]; errors: string[] }> {
	const context = await browser.newContext({
		viewport: { width: 1280, height: 900 },
		reducedMotion: 'reduce',
		...options
	});
	const page = await context.newPage();
	const strays: string[] = [];
	const errors: string[] = [];
	page.on('request', (request) => {
		if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url()))
			strays.push(request.url());
	});
	page.on('pageerror', (error) => errors.push(error.message));
	page.on('console', (message) => {
		if (message.type() === 'error') errors.push(message.text());
	});
	return { page, strays, errors };
}
