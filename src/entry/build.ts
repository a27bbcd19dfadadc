import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { home } from '#queries/home.ts';

const inputs = [
	'src',
	'queries',
	'pipelines',
	'package-lock.json',
	'svelte.config.js',
	'vite.config.ts',
	'tsconfig.json'
];

/** A fingerprint of the files that the built pages are made of; cheap enough for every start. */
function fingerprint(root: string): string {
	const hash = createHash('sha256');
	const visit = (path: string) => {
		const found = statSync(path, { throwIfNoEntry: false });
		if (!found) return;
		if (found.isDirectory())
			for (const name of readdirSync(path).toSorted()) visit(join(path, name));
		else hash.update(`${path.slice(root.length)}|`).update(readFileSync(path));
	};
	for (const input of inputs) visit(join(root, input));
	return hash.digest('hex');
}

function runVite(root: string): Promise<void> {
	return new Promise((done, fail) => {
		const vite = spawn(
			process.execPath,
			[join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'],
			{
				cwd: root,
				env: { ...process.env, NODE_ENV: 'production' },
				stdio: ['ignore', 'pipe', 'pipe']
			}
		);
		let output = '';
		const collect = (chunk: Buffer) => {
			output += chunk.toString();
		};
		vite.stdout.on('data', collect);
		vite.stderr.on('data', collect);
		vite.on('error', fail);
		vite.on('exit', (code) => {
			if (code === 0) done();
			else fail(new Error(`The pages could not be built.\n${output}`));
		});
	});
}

/** How long a process waits before it looks again, in milliseconds. */
const notNow = 250;

/**
 * The only one to build, until it is let go: an exclusive transaction, which the system ends when the process dies. Waits for
 * another process that builds, and says so. `close` lets it go.
 */
export async function takeTurn(root: string, say: (line: string) => void): Promise<DatabaseSync> {
	const folder = join(root, 'node_modules/.cache');
	mkdirSync(folder, { recursive: true });
	const database = new DatabaseSync(join(folder, 'build.sqlite'));
	for (let isFirst = true; ; isFirst = false) {
		try {
			database.exec('pragma busy_timeout = 0; begin exclusive');
			return database;
		} catch (cause) {
			if (!/locked/.test(String(cause))) throw cause;
		}
		if (isFirst) say('Another process builds the pages; waiting for it …');
		await sleep(notNow);
	}
}

/**
 * Builds the pages where they are not made of the present sources; one process at a time. Throws, with what the builder said,
 * where they cannot be.
 */
export async function buildIfNeeded(say: (line: string) => void): Promise<void> {
	const root = home();
	const stamp = join(root, 'build/.fingerprint');
	const wanted = fingerprint(root);
	const isBuilt = (): boolean => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
	if (isBuilt()) return;
	const turn = await takeTurn(root, say);
	try {
		if (isBuilt()) return;
		say('Building the pages (once) …');
		await runVite(root);
		writeFileSync(stamp, wanted);
	} finally {
		turn.close();
	}
}
