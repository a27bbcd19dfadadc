import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfNeeded } from '../src/entry/build.ts';
import { home } from '#queries/home.ts';

const root = home();
const say = (line: string): void => {
	process.stdout.write(`${line}\n`);
};

const browsers = [
	process.env['CHROMIUM'],
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
];

const findBrowser = (): string | undefined =>
	browsers.find((path) => path !== undefined && existsSync(path));

const run = (command: string, words: readonly string[]): boolean =>
	spawnSync(command, words, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;

/** Chromium from Debian where there is apt, else Playwright's own download. */
function installBrowser(): string {
	const found = findBrowser();
	if (found !== undefined) return found;
	say('Installing Chromium (once) …');
	const isRoot = process.getuid?.() === 0;
	const [apt, ...before] = isRoot ? ['apt-get'] : ['sudo', '-n', 'apt-get'];
	if (existsSync('/usr/bin/apt-get')) {
		run(apt as string, [...before, 'update', '-qq']);
		run(apt as string, [...before, 'install', '-y', '-qq', 'chromium']);
	} else
		run(process.execPath, [
			join(root, 'node_modules/playwright-core/cli.js'),
			'install',
			'chromium'
		]);
	const installed = findBrowser();
	if (installed !== undefined) return installed;
	throw new Error(
		'Chromium could not be installed. Install it yourself (Debian: apt-get install chromium), or name one with CHROMIUM=PATH, and run the tests again.'
	);
}

const memory = '/dev/shm';
const enoughRoom = 4 * 1024 ** 3;

function hasRoomInMemory(): boolean {
	if (!existsSync(memory)) return false;
	try {
		accessSync(memory, constants.W_OK);
		const { bavail, bsize } = statfsSync(memory);
		return bavail * bsize >= enoughRoom;
	} catch {
		return false;
	}
}

/**
 * Where tests write, unless TMPDIR says: in memory where there is room, because they wait for the disk at every commit of
 * hundreds of small data folders. What a killed process wrote stays there as it does on a disk.
 */
const scratchFolder = (): string =>
	mkdtempSync(
		join(
			process.env['TMPDIR'] === undefined && hasRoomInMemory() ? memory : tmpdir(),
			'autonometer-tests-'
		)
	);

function vitest(words: readonly string[], chromium: string, scratch: string): Promise<number> {
	const child = spawn(
		process.execPath,
		[join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...words],
		{
			cwd: root,
			stdio: ['ignore', 'inherit', 'inherit'],
			env: {
				...process.env,
				CHROMIUM: chromium,
				TMPDIR: scratch,
				TZ: process.env['TZ'] ?? 'Asia/Kathmandu',
				LANG: 'C'
			}
		}
	);
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
		process.on(signal, () => child.kill(signal));
	return new Promise((done) => {
		child.on('exit', (code) => {
			rmSync(scratch, { recursive: true, force: true });
			done(code ?? 1);
		});
	});
}

const chromium = installBrowser();
await buildIfNeeded(say);
process.exitCode = await vitest(process.argv.slice(2), chromium, scratchFolder());
