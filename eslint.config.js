import { defineConfig } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Every way to name a room or a package: by its alias, or over any number of folders. */
const room = (alias, folder) => `^(#${alias}|(\\.{1,2}/)+(.*/)?${folder})/`;
const rooms = {
	pipelines: room('pipelines', 'pipelines'),
	queries: room('queries', 'queries'),
	sample: room('sample', 'sample-data'),
	tests: room('tests', 'tests'),
	src: room('lib', 'src'),
	server: room('lib/server', 'server'),
	app: '^\\$(app|env)/',
	svelte: '^(svelte|@sveltejs)(/|$)',
	database: '^@duckdb/'
};

/** Imports that a room must not make, and why; of what serves, other code may know the shapes. */
const forbid = (files, names, why, { ignores = [], shapesOf = [] } = {}) => ({
	files,
	ignores,
	rules: {
		'@typescript-eslint/no-restricted-imports': [
			'error',
			{
				patterns: names.map((name) => ({
					regex: rooms[name],
					message: why,
					allowTypeImports: shapesOf.includes(name)
				}))
			}
		]
	}
});

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
		['pipelines', 'src', 'sample', 'tests', 'app', 'svelte'],
		'queries is handed a connection and knows no other room'
	),
	forbid(
		['pipelines/**'],
		['src', 'tests', 'app', 'svelte'],
		'pipelines run in plain Node and may use queries only'
	),
	forbid(
		['sample-data/**'],
		['pipelines', 'queries', 'src', 'tests', 'app', 'svelte', 'database'],
		'the made-up company knows nothing of the product that reads its files'
	),
	forbid(
		['src/lib/charts/**', 'src/lib/components/**'],
		['app', 'server', 'pipelines', 'queries', 'database'],
		'charts and components take props only'
	),
	forbid(
		['src/lib/**', 'src/routes/**'],
		['server', 'pipelines', 'queries', 'database'],
		'in src only lib/server touches the data, and only what runs on the server asks it; messages come from #lib/messages.ts',
		{
			ignores: [
				'src/lib/server/**',
				'src/lib/charts/**',
				'src/lib/components/**',
				'src/lib/messages.ts',
				'src/routes/**/+*server.ts'
			],
			shapesOf: ['server']
		}
	),
	forbid(
		['src/routes/**/+*server.ts', 'src/hooks.server.ts'],
		['pipelines', 'queries', 'database'],
		'routes ask lib/server, which alone touches the data'
	),
	{
		files: ['pipelines/**', 'queries/**', 'src/**'],
		ignores: [
			'pipelines/warehouse/**',
			'pipelines/stages/convert-child.ts',
			'pipelines/preview-rows.ts'
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
