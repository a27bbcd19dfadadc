import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** Builds the pages where they are not made of the present sources. Throws, with what the builder said, where they cannot be. */
export async function buildIfNeeded(say: (line: string) => void): Promise<void> {
	const root = home();
	const stamp = join(root, 'build/.fingerprint');
	const wanted = fingerprint(root);
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
	say('Building the pages (once) …');
	await runVite(root);
	writeFileSync(stamp, wanted);
}
