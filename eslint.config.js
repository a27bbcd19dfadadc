import { defineConfig } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Imports that a room must not make, and why. */
const forbid = (files, patterns, why, ignores = []) => ({
	files,
	ignores,
	rules: {
		'no-restricted-imports': [
			'error',
			{ patterns: patterns.map((group) => ({ group: [group], message: why })) }
		]
	}
});

const database = ['@duckdb/*'];

export default defineConfig(
	{
		ignores: [
			'build/',
			'.svelte-kit/',
			'.svelte-check/',
			'node_modules/',
			'data/',
			'sample-exports/',
			'screens/'
		]
	},
	...ts.configs.strict,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.node, ...globals.browser } },
		rules: {
			'no-undef': 'off',
			'no-console': 'error',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ varsIgnorePattern: '^_', argsIgnorePattern: '^_' }
			],
			'@typescript-eslint/consistent-type-imports': 'error',
			'svelte/no-at-html-tags': 'error',
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: {
			parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig }
		}
	},
	forbid(
		['queries/**'],
		[
			'#pipelines/*',
			'#lib/*',
			'#sample/*',
			'#tests/*',
			'../pipelines/*',
			'../src/*',
			'$app/*',
			'svelte',
			'@sveltejs/*'
		],
		'queries is handed a connection and knows no other room'
	),
	forbid(
		['pipelines/**'],
		['#lib/*', '#tests/*', '../src/*', '$app/*', 'svelte', '@sveltejs/*'],
		'pipelines run in plain Node and may use queries only'
	),
	forbid(
		['src/lib/charts/**', 'src/lib/components/**'],
		['$app/*', '#lib/server/*', '#pipelines/*', '#queries/*', ...database],
		'charts and components take props only'
	),
	forbid(
		['src/lib/**', 'src/routes/**'],
		['#pipelines/*', '#queries/*', ...database],
		'in src only lib/server touches the data; messages come from #lib/messages.ts',
		['src/lib/server/**', 'src/lib/charts/**', 'src/lib/components/**', 'src/lib/messages.ts']
	),
	{
		files: ['pipelines/**', 'queries/**', 'src/**'],
		ignores: [
			'pipelines/warehouse/**',
			'pipelines/stages/convert-child.ts',
			'pipelines/preview.ts'
		],
		rules: {
			'no-restricted-syntax': [
				'error',
				{
					selector: "MemberExpression[object.name='DuckDBInstance']",
					message:
						'warehouse.open() is the one way to DuckDB; only the converter and the preview have an engine of their own, in memory'
				},
				{
					selector: 'TSEnumDeclaration, ExportDefaultDeclaration',
					message: 'no enums, no default exports'
				}
			]
		}
	},
	{ files: ['tests/**'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } }
);
