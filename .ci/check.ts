import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { home } from '#queries/home.ts';

const root = home();
const first = ['@sveltejs/kit/svelte-kit.js', 'sync'] as const;
/** None of these uses more than one core for long, so they run beside each other. */
const together = [
	['eslint/bin/eslint.js', '--max-warnings', '0', '.'],
	['svelte-check/bin/svelte-check', '--tsgo', '--fail-on-warnings', '--output', 'human'],
	['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']
] as const;

/** Runs a script of the packages, says what it said once it is over, and answers its exit code. */
function run([script, ...words]: readonly [string, ...string[]]): Promise<number> {
	const child = spawn(process.execPath, [join(root, 'node_modules', script), ...words], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const said: Buffer[] = [];
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (part: Buffer) => said.push(part));
	return new Promise((done) => {
		child.on('close', (code) => {
			process.stdout.write(Buffer.concat(said));
			done(code ?? 1);
		});
	});
}

let code = await run(first);
if (code === 0) code = Math.max(...(await Promise.all(together.map(run))));
process.exitCode = code;
