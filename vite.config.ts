import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

// Only for tests: a build has no use for the module, which loads the test runner.
const sequencer =
	process.env['VITEST'] === undefined
		? undefined
		: (await import('./tests/longest-first.ts')).LongestFirst;

export default defineConfig({
	plugins: [sveltekit()],
	build: { target: 'es2023' },
	test: {
		// One more than the cores of a small machine: a test also waits, for a child, a browser, the disk.
		maxWorkers: 3,
		...(sequencer && { sequence: { sequencer } }),
		projects: [
			{
				extends: true,
				test: {
					name: 'browser',
					environment: 'node',
					setupFiles: ['tests/each-file.ts'],
					include: ['tests/browser/**/*.test.ts'],
					testTimeout: 120_000,
					hookTimeout: 240_000
				}
			},
			{
				extends: true,
				test: {
					name: 'pages',
					environment: 'node',
					setupFiles: ['tests/each-file.ts'],
					include: ['tests/src/**/*.test.ts'],
					testTimeout: 180_000,
					hookTimeout: 240_000
				}
			},
			{
				extends: true,
				test: {
					name: 'node',
					environment: 'node',
					// The files of one worker share its modules: loading them anew for each file takes longer than many files do.
					isolate: false,
					setupFiles: ['tests/each-file.ts'],
					include: ['tests/**/*.test.ts'],
					exclude: ['tests/browser/**', 'tests/bench/**', 'tests/src/**'],
					testTimeout: 180_000,
					hookTimeout: 240_000
				}
			}
		]
	}
});
