import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { home } from '#queries/home.ts';

const root = home();
const steps = [
	['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
	['@sveltejs/kit/svelte-kit.js', 'sync'],
	['svelte-check/bin/svelte-check', '--tsgo', '--fail-on-warnings', '--output', 'human'],
	['eslint/bin/eslint.js', '--max-warnings', '0', '.']
] as const;

for (const [script, ...words] of steps) {
	const done = spawnSync(process.execPath, [join(root, 'node_modules', script), ...words], {
		cwd: root,
		stdio: ['ignore', 'inherit', 'inherit']
	});
	if (done.status !== 0) process.exit(done.status ?? 1);
}
