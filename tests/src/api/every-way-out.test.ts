import { tableFromIPC } from 'apache-arrow';
import { globSync } from 'node:fs';
import Papa from 'papaparse';
import type { Component } from 'svelte';
import { render } from 'svelte/server';
import { beforeAll, describe, expect, test } from 'vitest';
import { runCommand, commands } from '#pipelines/commands.ts';
import { importFile } from '#pipelines/import.ts';
import type { Answer } from '#queries/ask.ts';
import { metrics } from '#queries/catalogue.ts';
import { warehouse } from '#lib/server/warehouse.ts';
import { fileOf } from '../../pipelines/folder.ts';
import { absorbFile } from './exports.ts';
import { institution, unitOf } from './institution.ts';
import { numbersBeside, walk } from './rule-walk.ts';
import { send, withDataFolder } from './send.ts';

withDataFolder();

type Role = 'analyst' | 'lead' | 'executive';
type Module = Readonly<Record<string, unknown>>;
const roots = '../../../src/routes/';
const modules = import.meta.glob<Module>(
	'../../../src/routes/**/+{server,page.server,layout.server}.ts',
	{ eager: true }
);
const components = import.meta.glob<{ default: Component<Record<string, unknown>> }>(
	[
		'../../../src/routes/+page.svelte',
		'../../../src/routes/{completion,annotations,definitions}/+page.svelte'
	],
	{ eager: true }
);
const moduleOf = (route: string): Module => modules[`${roots}${route}.ts`] ?? {};

/** The routes that leads may open; all others show or change single records. */
const open = new Set([
	'+layout.server',
	'+page.server',
	'annotations/+page.server',
	'api/metrics/+server',
	'api/metrics/[metric]/+server',
	'api/metrics/[metric]/explain/+server',
	'completion/+page.server',
	'definitions/+page.server',
	'health/+server',
	'preferences/+server',
	'trace/[metric]/+page.server'
]);

/** Units and items of fewer than five people, and whatever names one person. */
const isSmall = (text: string): boolean => /\bTiny\b|\bRare\b/.test(text);
const isPerson = (text: string): boolean => /p\d+@|example\.org/.test(text);

const day = (n: number): string => `2025-0${1 + (n % 3)}-${String(1 + (n % 27)).padStart(2, '0')}`;

/** Sixty people of three units; all take two courses one after the other, four take two that nobody else takes. */
function crowd(): string[] {
	const row = (person: number, course: string, enrolled: string, done: boolean): string =>
		[
			course,
			person % 5 === 0 ? 'Mandatory' : 'Self',
			done ? 'Complete' : 'In Progress',
			`p${person}@example.org`,
			unitOf(person),
			enrolled,
			done ? '2025-05-02' : '',
			`E${person}${course.replaceAll(' ', '')}`,
			course.replaceAll(' ', '-'),
			'30'
		].join(',');
	return Array.from({ length: 60 }, (_none, person) => [
		row(person, 'Course one', day(person), person % 3 > 0),
		row(
			person,
			'Course two',
			day(person)
				.replace('2025-0', '2025-1')
				.replace('2025-11', '2025-04')
				.replace('2025-12', '2025-05')
				.replace('2025-13', '2025-06'),
			person % 2 > 0
		),
		...(person % 10 === 1 && person < 40
			? [
					row(person, 'Rare first', day(person), true),
					row(person, 'Rare second', '2025-06-05', true)
				]
			: [])
	]).flat();
}

beforeAll(async () => {
	const file = fileOf('a.csv', absorbFile([...crowd(), crowd()[0]?.replace('2025', '20x5') ?? '']));
	const options = { importedBy: 'test', badRowLimit: 1, isOneOfMany: true };
	await importFile(await warehouse(), file, options);
	const files = Object.entries(institution);
	for (const [place, [name, text]] of files.entries())
		await importFile(await warehouse(), fileOf(name, text), {
			importedBy: 'test',
			isOneOfMany: place < files.length - 1
		});
}, 240_000);

/** Calls what a route exports for others than browsers, as a load, an action or a handler; how it ended and what it gave. */
async function call(
	route: string,
	name: string,
	work: unknown,
	role: Role,
	path: string,
	params: Readonly<Record<string, string>>
): Promise<{ status: number; body: unknown }> {
	const parent = () => (moduleOf('+layout.server')['load'] as (event: unknown) => unknown)(event());
	const event = () => ({
		url: new URL(path, 'http://127.0.0.1:4610'),
		request: new Request('http://127.0.0.1:4610/', { method: 'POST', body: new FormData() }),
		params,
		locals: { viewer: { role }, theme: 'system' },
		cookies: { set: () => undefined, get: () => undefined },
		depends: () => undefined,
		setHeaders: () => undefined,
		parent
	});
	try {
		if (!route.endsWith('+server')) {
			const body = await (work as (given: unknown) => unknown)(event());
			const status = (body as { status?: unknown } | null)?.status;
			return { status: typeof status === 'number' ? status : 200, body };
		}
		const method = name === 'GET' || name === 'HEAD' ? {} : { body: '{}' };
		const response = await send(work, path, { params, role, method: name, ...method });
		return { status: response.status, body: await response.text() };
	} catch (cause) {
		const { status = 500 } = cause as { status?: number };
		return { status, body: String((cause as { body?: unknown }).body ?? cause) };
	}
}

function worksOf(module: Module): [string, unknown][] {
	return Object.entries(module).flatMap(([name, work]): [string, unknown][] =>
		name === 'actions'
			? Object.entries(work as Record<string, unknown>)
			: typeof work === 'function'
				? [[name, work]]
				: []
	);
}

/** The rules by which the ledger of what is hidden is kept. */
const rules = [
	'too_few',
	'dominance',
	'complementary',
	'nested',
	'period',
	'frozen',
	'band',
	'bounds'
];

/** Drawings hold places in pixels beside the names that they draw. */
const places = new Set(['x', 'y', 'width', 'height', 'row', 'horizon', 'period_start']);
/** Days at which a curve is told whatever happened. */
const usualDays = new Set(['30', '60', '90', '180', '365', '730', '1,095']);

/** What a load gave, with what it promised: SvelteKit sends that later, in the same answer. */
async function settled(body: unknown): Promise<unknown> {
	if (body === null || typeof body !== 'object') return body;
	const parts = Object.entries(body).map(async ([key, child]) => [key, await (child as unknown)]);
	return Object.fromEntries((await Promise.all(parts)) as [string, unknown][]);
}

/** What a load gave as it reaches the browser in __data.json, which carries kinds of values that JSON would leave out. */
function asSent(value: unknown): unknown {
	if (value instanceof Map) return [...value].map(([key, child]) => [asSent(key), asSent(child)]);
	if (value instanceof Set) return [...value].map(asSent);
	if (value instanceof Date || typeof value === 'bigint' || value instanceof RegExp)
		return String(value);
	if (ArrayBuffer.isView(value)) return [...new Uint8Array(value.buffer)];
	if (Array.isArray(value)) return value.map(asSent);
	if (value === null || typeof value !== 'object') return value;
	expect([Object.prototype, null], 'only plain objects are sent').toContain(
		Object.getPrototypeOf(value)
	);
	return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, asSent(child)]));
}

function expectQuiet(what: unknown, from: string): void {
	const text = JSON.stringify(what) ?? '';
	expect(isPerson(text), `${from} names a person`).toBe(false);
	const told = numbersBeside(what, isSmall, places).filter((leak) => !usualDays.has(leak.what));
	expect(told, from).toEqual([]);
	walk(what, (node) => {
		for (const [key, child] of Object.entries(node))
			if (key === 'variant' && typeof child === 'string' && child.includes('→'))
				expect(isSmall(child), `${from}: ${child}`).toBe(false);
	});
}

/** METRICS.md §I rule 9: each number that an answer hides, tells as a band or as it was, is counted under the rule that it names. */
function expectCounted(answer: Answer, from: string): void {
	const named = answer.rows.filter(
		({ suppressed, reason }) => suppressed || reason === 'band' || reason === 'frozen'
	);
	for (const row of named) expect(rules, `${from}: ${String(row.reason)}`).toContain(row.reason);
	const counted = new Map(answer.hidden.map(({ rule, cells }) => [rule, cells]));
	for (const [rule, rows] of Map.groupBy(named, ({ reason }) => reason ?? ''))
		if (metrics().get(answer.metric)?.is_told_whole === true)
			expect(counted.get(rule), `${from} ${rule}`).toBeGreaterThanOrEqual(rows.length);
		else expect(counted.get(rule), `${from} ${rule}`).toBe(rows.length);
	for (const rule of counted.keys()) expect(rules, from).toContain(rule);
}

/** What a page says, in the texts and labels of its drawings too, of which a picture is made. */
function expectQuietPage(html: string, from: string): void {
	const drawn = html
		.replaceAll(/<script[\s\S]*?<\/script>/g, '')
		.replaceAll(/fewer than \d+ people|[Ww]ithin \d+ days/g, 'so few');
	const labels = [...drawn.matchAll(/(?:aria-label|title|alt)="([^"]*)"/g)].map(([, text]) => text);
	const texts = drawn.split(/<[^>]*>/);
	for (const text of [...labels, ...texts]) {
		expect(isPerson(text ?? ''), `${from}: ${text ?? ''}`).toBe(false);
		if (isSmall(text ?? '')) expect(text, from).not.toMatch(/\d/);
	}
	for (const [row] of drawn.matchAll(/<tr[\s>][\s\S]*?<\/tr>/g))
		if (isSmall(row)) expect(row.replaceAll(/<[^>]*>/g, ' '), from).not.toMatch(/\d/);
}

/** The rows of a download in Arrow's form. */
function arrowRows(bytes: ArrayBuffer): Record<string, unknown>[] {
	const rows = tableFromIPC(new Uint8Array(bytes))
		.toArray()
		.map((row: { toJSON: () => unknown }) => row.toJSON());
	return JSON.parse(
		JSON.stringify(rows, (_key, value: unknown) =>
			typeof value === 'bigint' ? Number(value) : value
		)
	) as Record<string, unknown>[];
}

const params = { batch: '1', line: '2', upload: 'x', name: 'x', job: 'x', id: 'x' };
/** What a page knows of its address where it is drawn on the server. */
const shownAt = (path: string): Map<string, unknown> =>
	new Map([
		['__request__', { page: { url: new URL(path, 'http://127.0.0.1:4610'), data: {}, form: null } }]
	]);
const ids = [...metrics().keys()];
const get = (metric: string, query: string, role: Role) =>
	send(moduleOf('api/metrics/[metric]/+server')['GET'], `/api/metrics/${metric}?${query}`, {
		params: { metric },
		role
	});

describe('whichever way numbers leave, nothing is told of fewer than five people', () => {
	test('every route of the house is known here', () => {
		const files = globSync('src/routes/**/+{server,page.server,layout.server}.ts');
		expect(Object.keys(modules).length).toBe(files.length);
		for (const route of open) expect(modules[`${roots}${route}.ts`], route).toBeDefined();
	});

	test.each(
		Object.keys(modules)
			.map((path) => path.slice(roots.length, -'.ts'.length))
			.filter((route) => !open.has(route))
	)('%s refuses leads and executives', async (route) => {
		const works = worksOf(moduleOf(route));
		expect(works.length).toBeGreaterThan(0);
		for (const [name, work] of works)
			for (const role of ['lead', 'executive'] as const) {
				const { status } = await call(route, name, work, role, '/', params);
				expect([401, 403], `${name} ${status}`).toContain(status);
			}
	});

	test.each(['lead', 'executive'] as const)('the pages that a %s may open', async (role) => {
		const pages = [
			'+layout.server',
			'+page.server',
			'completion/+page.server',
			'annotations/+page.server',
			'definitions/+page.server'
		];
		const filtered = ['+layout.server', '+page.server', 'completion/+page.server'];
		// Both are told the same numbers, as is seen measure by measure below: every filter is walked as one of them.
		const filters =
			role === 'executive'
				? ['?unit=Tiny']
				: [
						'?unit=Large',
						'?unit=Tiny',
						'?variant=strict&grain=month',
						'?from=2025-01-01&to=2025-04-01'
					];
		let drawings = 0;
		for (const page of pages)
			for (const query of ['', ...(filtered.includes(page) ? filters : [])]) {
				const load = moduleOf(page)['load'];
				const { status, body } = await call(page, 'load', load, role, `/${query}`, {});
				expect([200, 307], page).toContain(status);
				expectQuiet(asSent(await settled(body)), `${page}${query}`);
				const Page = components[`${roots}${page.replace('.server', '')}.svelte`]?.default;
				if (!Page || status !== 200 || page.startsWith('+layout')) continue;
				const html = render(Page, {
					props: { data: body, form: null },
					context: shownAt(`/${query}`)
				});
				expectQuietPage(html.body, `drawings of ${page}${query}`);
				drawings += html.body.split('<svg').length - 1;
			}
		expect(drawings).toBeGreaterThan(10);
	});

	test.each(ids)('%s: answers, downloads, the way to the rows', async (metric) => {
		const dimensions: readonly string[] = metrics().get(metric)?.dimensions ?? [];
		const whole = ['', ...dimensions.slice(0, 1).map((by) => `by=${by}`)];
		const all = [
			...whole,
			...dimensions.slice(1).map((by) => `by=${by}`),
			...(dimensions.includes('item') ? ['by=org_unit,item', 'where=item:Rare first'] : [])
		];
		for (const role of ['lead', 'analyst'] as const)
			for (const query of role === 'lead' ? all : whole.slice(-1)) {
				const response = await get(metric, query, role);
				const answer: unknown = await response.json();
				expectQuiet(answer, `${role} ${metric} ${query}`);
				if (response.status === 200) expectCounted(answer as Answer, `${role} ${metric} ${query}`);
				if (role !== 'lead' || query !== whole.at(-1)) continue;
				expect(await (await get(metric, query, 'executive')).json(), query).toEqual(answer);
				const trace = 'trace/[metric]/+page.server';
				const explain = 'api/metrics/[metric]/explain/+server';
				for (const [route, name] of [
					[trace, 'load'],
					[explain, 'GET']
				] as const) {
					const work = moduleOf(route)[name];
					const { body } = await call(route, name, work, role, `/?${query}`, { metric });
					const told = (route === explain ? JSON.parse(String(body)) : body) as { rows?: unknown };
					expect(told.rows ?? null).toBeNull();
					expectQuiet(asSent(await settled(told)), `${role} ${route} ${metric} ${query}`);
				}
			}
		const by = dimensions.length > 0 ? `by=${dimensions[0] ?? ''}` : '';
		// Every viewer's downloads are rounded and hidden alike; each of them is walked in one form at least.
		for (const [role, format] of [
			['lead', 'arrow'],
			['executive', 'csv'],
			['analyst', 'arrow']
		] as const) {
			const file = await get(metric, `${by}&format=${format}`, role);
			if (file.status !== 200) continue;
			const rows =
				format === 'csv'
					? Papa.parse<Record<string, string>>(await file.text(), { header: true }).data
					: arrowRows(await file.arrayBuffer());
			expectQuiet(rows, `${role} ${format} ${metric}`);
			for (const { persons } of rows)
				expect(Number(persons ?? 0) % 5, `${role} ${format} ${metric} is rounded`).toBe(0);
		}
	});

	test.each(['lead', 'executive'])('the command line as %s', async (viewer) => {
		const context = {
			warehouse: await warehouse(),
			by: 'test',
			folder: '.',
			onProgress: () => undefined
		};
		for (const [name, command] of commands) {
			if ('tell' in command) continue;
			const run = (args: string[], options = {}) =>
				runCommand(context as never, name, args, { viewer, ...options });
			if (name !== 'metric' && name !== 'explain') {
				await expect(run(['1']), name).rejects.toThrow(`Only analysts may use "${name}"`);
				continue;
			}
			for (const metric of ['initiation_mix', 'voluntary_completion_rate', 'next_item_graph']) {
				const { json, text } = await run(
					[metric],
					metric === 'next_item_graph' ? {} : { by: 'org_unit' }
				);
				expectQuiet(json, `${name} ${metric}`);
				expect(isPerson(text)).toBe(false);
				for (const line of text.split('\n').filter(isSmall))
					expect(line.replaceAll(/\d{4}-\d\d-\d\d/g, ''), name).not.toMatch(/\d/);
			}
		}
	});
});
