import { render } from 'svelte/server';
import { beforeAll, describe, expect, test } from 'vitest';
import { importFile } from '#pipelines/import.ts';
import english from '#queries/messages/en.json' with { type: 'json' };
import { defaults } from '#lib/filters/filters.ts';
import { overview } from '#lib/server/pages/overview.ts';
import { warehouse } from '#lib/server/warehouse.ts';
import { rowHeadings } from '#queries/row-headings.ts';
import Page from '../../../src/routes/trace/[metric]/+page.svelte';
import RowList from '#lib/trace/RowList.svelte';
import { metrics } from '#queries/catalogue.ts';
import { reasons } from '#lib/trace/reasons.ts';
import { reasonInWords } from '#lib/trace/words.ts';
import { load } from '../../../src/routes/trace/[metric]/+page.server.ts';
import type { PageData } from '../../../src/routes/trace/[metric]/$types';
import { absorbFile, absorbRow, numbers } from '../api/exports.ts';
import { withDataFolder } from '../api/send.ts';
import { fileOf } from '../../pipelines/folder.ts';

withDataFolder();

beforeAll(async () => {
	const later = ['2026-06-01', '2026-07-01'].map((enrolled, index) =>
		absorbRow(900 + index, { enrolled }).replace('2025-02-20', '')
	);
	const rows = [...numbers(300).map((n) => absorbRow(n)), ...later];
	const list = ['Item code,Title,Obligation,Audience type,Audience,Valid from,Valid to'];
	list.push(...numbers(12).map((n) => `C${n},Course ${n},mandatory,all,,2024-01-01,`));
	for (const [name, text] of [
		['a.csv', absorbFile(rows)],
		['mandatory.csv', list.join('\n')]
	] as const)
		await importFile(await warehouse(), fileOf(name, text), { importedBy: 'test' });
});

type Data = PageData;

async function open(
	query = '',
	role = 'analyst',
	metric = 'voluntary_completion_rate'
): Promise<Data> {
	const url = new URL(`http://127.0.0.1:4610/trace/${metric}?${query}`);
	const read = load as unknown as (event: unknown) => Promise<Data>;
	return read({ params: { metric }, url, locals: { viewer: { role }, theme: 'system' } });
}

const groupsOf = ({ counts }: Data) => counts[0]?.groups ?? [];
const totals = (data: Data) =>
	Object.fromEntries(groupsOf(data).map(({ counted, episodes }) => [counted, episodes]));

describe('the way from a number to its rows', () => {
	test('adds up: the counts are the numerator and the denominator of the answer', async () => {
		const data = await open();
		const { numerator = 0, denominator = 0, out = 0 } = totals(data);
		const row = data.table.rows.at(-1) ?? [];
		const cell = (label: string) =>
			row[data.table.columns.findIndex((column) => column.label === label)];
		expect(cell('Numerator')).toBe(String(numerator));
		expect(cell('Denominator')).toBe(String(numerator + denominator));
		expect(numerator + denominator + out).toBe(302);
		expect(data.page.all).toBe(302);
		for (const { episodes, reasons } of groupsOf(data)) {
			expect(reasons.reduce((sum, one) => sum + (one.episodes ?? 0), 0)).toBe(episodes);
		}
	});

	test('adds up where one class of several is asked for: the others are counted and not reached', async () => {
		const data = await open('variant=self_initiated', 'analyst', 'initiation_mix');
		const { numerator = 0, denominator = 0, out = 0 } = totals(data);
		expect(denominator).toBeGreaterThan(0);
		expect(data.counting).toBe('sides');
		expect(numerator + denominator + out).toBe(302);
	});

	test('leads page by page to every row once, with file and line', async () => {
		const first = await open();
		const pages = Math.ceil(first.page.all / 25);
		expect(first.page.previous).toBeNull();
		const lines: number[] = [];
		for (let number = 1; number <= pages; number++) {
			const data = await open(`page=${number}`);
			expect(data.rows?.length).toBe(number < pages ? 25 : first.page.all - 25 * (pages - 1));
			lines.push(...(data.rows ?? []).map(({ line }) => line));
			expect(data.page.next === null).toBe(number === pages);
		}
		expect(new Set(lines).size).toBe(first.page.all);
		expect(first.rows?.[0]).toMatchObject({ file: 'a.csv', batch_id: 1, counted: 'numerator' });
	});

	test('leads from each key number to exactly that number', async () => {
		const { tiles } = await overview({ role: 'analyst' }, defaults, []);
		expect(tiles).toHaveLength(5);
		for (const tile of tiles) {
			const [path = '', query = ''] = tile.traceHref.split('?');
			const data = await open(query, 'analyst', path.replace('/trace/', ''));
			expect(data.finding).toContain(`It is ${tile.value}`);
			expect(data.rows?.length).toBeGreaterThan(0);
			for (const { groups } of data.counts)
				expect(groups.reduce((sum, { episodes }) => sum + episodes, 0)).toBeGreaterThan(0);
		}
	});

	test('counts both rates of a gap apart, and one of them alone', async () => {
		const both = await open('measure=difference', 'analyst', 'completion_gap');
		expect(both.finding).toMatch(
			/^It is .+ points: .+, \d+ of \d+, of what people chose against .+, \d+ of \d+, of what they had to take/
		);
		expect(both.counts.map(({ arm }) => arm)).toEqual(['voluntary', 'assigned, required']);
		const ratios = both.counts.map(({ groups }) => {
			const [reached = 0, missed = 0, out = 0] = groups.map(({ episodes }) => episodes);
			expect(reached + missed + out).toBe(302);
			return `${reached} of ${reached + missed}`;
		});
		for (const ratio of ratios) expect(both.finding).toContain(ratio);
		const one = await open('measure=assigned_required', 'analyst', 'completion_gap');
		expect(one.finding).toContain(ratios[1]);
		expect(one.counts).toHaveLength(1);
		const counted = (one.rows ?? []).filter((row) => row.counted !== 'out');
		expect(new Set(counted.map((row) => row.class))).toEqual(new Set(['assigned, required']));
	});

	test('gives no two rounded counts beside a share that comes from the exact ones', async () => {
		const rate = await open('', 'lead');
		expect(rate.isRounded).toBe(true);
		expect(rate.finding).toMatch(/^It is [\d.]+\s%, of about \d+\. Likely /);
		expect((await open('')).isRounded).toBe(false);
	});

	test('says why there is no number', async () => {
		const { finding } = await open(
			'grain=year&from=2025-02-01&to=2025-11-01',
			'analyst',
			'self_directed_reach'
		);
		expect(finding).toMatch(
			/^No whole year lies within the data and the time asked for: the data reach from \d{4}-\d\d to \d{4}-\d\d-\d\d\.$/
		);
	});

	test('names the file for which a number waits', async () => {
		const { finding, notes } = await open('', 'analyst', 'manager_readiness');
		expect(finding).toBe(
			'Missing: ratings by managers. Import what is missing to see this measure.'
		);
		expect(notes).toEqual([]);
	});

	test('counts who had finished by the day by which a quarter had', async () => {
		const data = await open('measure=day_25', 'analyst', 'time_to_complete');
		const days = /^It is (\d+) days: by then a quarter of the (\d+) enrolments/.exec(data.finding);
		expect(data.countedAs).toContain(`within ${days?.[1]} days`);
		const { numerator = 0, denominator = 0 } = totals(data);
		expect(numerator + denominator).toBe(Number(days?.[2]));
		expect(numerator / (numerator + denominator)).toBeGreaterThanOrEqual(0.25);
	});

	test('says what a number without counts is the number of', async () => {
		const { finding } = await open('', 'analyst', 'next_item_graph');
		expect(finding).toMatch(/^It is \d+ \(next steps found in all\)\./);
	});

	test('lists the signals of the readiness checklist with what each takes, and says that it has no rows', async () => {
		const data = await open('', 'analyst', 'readiness_checklist');
		expect(data.signals.map(({ question }) => question).join(' ')).toBe(
			'Q1 Q2 Q3 Q4 Q5 Q6 Q7 Q8 Q9'
		);
		expect(data.signals[7]?.evidence.join()).toMatch(/feedback in a log: no data. Missing: a log/);
		expect(data.rows).toBeNull();
		expect(data.listsRows).toBe(false);
		const answers = data.table.rows.filter(([, measure]) => measure?.startsWith('answer: '));
		expect(answers).toHaveLength(9);
		for (const [question, , value] of answers)
			expect(value).toBe(
				data.signals
					.find((signal) => signal.text === question)
					?.answer.replace('unknown', 'no data')
			);
		const signals = data.signals.map((one) => ({ ...one, remedy: 'Say thanks.' }));
		const props = { data: { ...data, signals }, params: { metric: 'readiness_checklist' } };
		expect(render(Page, { props } as never).body).toContain('What could be done: Say thanks.');
		const one = await open('variant=Q8', 'analyst', 'readiness_checklist');
		expect(one.signals.map(({ question }) => question)).toEqual(['Q8']);
		expect((await open()).signals).toEqual([]);
	});

	test('says no ratio of an estimated curve, but its day and who was followed', async () => {
		const { finding } = await open('horizon=90', 'analyst', 'time_to_complete');
		expect(finding).toMatch(
			/^By day 90 after the enrolment it is .+, estimated from \d+ enrolments/
		);
		expect(finding).not.toMatch(/\d+ of \d+/);
	});

	test('shows the rows of one reason, also of one that is not counted', async () => {
		const data = await open();
		const out = groupsOf(data).find(({ counted }) => counted === 'out')?.reasons[0];
		const only = await open(`reason=${out?.code}`);
		expect(only.page.all).toBe(out?.episodes);
		expect(new Set(only.rows?.map(({ reason }) => reason))).toEqual(new Set([out?.text]));
	});

	test('heads the columns by what the rows are of', async () => {
		const { rows, rowHeadings: headings, ...data } = await open();
		const draw = (of: Data['rowHeadings']): string[] => {
			const { body } = render(RowList, { props: { ...data, rows: rows ?? [], headings: of } });
			return [...body.matchAll(/<th [^>]*>([^<]+)</g)].map(([, heading]) => heading ?? '');
		};
		expect(draw(headings)).toEqual([
			'Person',
			'Item',
			'Class',
			'Enrolled',
			'Completed',
			'Counted',
			'File and line'
		]);
		expect(draw(rowHeadings('sheet'))).toEqual([
			'Confirmed by',
			'Amount',
			'For',
			'As of',
			'Counted',
			'File and line'
		]);
	});

	test('keeps filters in the addresses of its pages', async () => {
		const data = await open('from=2025-01-03&where=org_unit:Sales');
		expect(data.asked).toEqual(['enrolled from 3 Jan 2025', 'organisation unit is Sales']);
		expect((await open('variant=broad')).asked).toEqual(['variant: Chosen or prompted']);
		expect(data.page.next).toContain('where=org_unit%3ASales');
		expect(data.page.next).toContain('page=2');
	});

	test('shows no single row to those who only read', async () => {
		const data = await open('', 'lead');
		expect(data.rows).toBeNull();
		expect(JSON.stringify(data)).not.toContain('example.org');
	});

	test('names no metric that does not exist, and no question that makes no sense', async () => {
		await expect(open('', 'analyst', 'nope')).rejects.toMatchObject({ status: 404 });
		await expect(open('from=soon')).rejects.toMatchObject({ status: 400 });
		await expect(open('where=org_unit:Sale')).rejects.toMatchObject({
			status: 400,
			body: {
				message:
					'This cannot be traced: There is no organisation unit called “Sale”. Names like it: Sales.'
			}
		});
		await expect(open('by=org_unit,item,source,length_band')).rejects.toMatchObject({
			body: { message: 'This cannot be traced: by may hold 3 at most.' }
		});
	});
});

test('every reason for which a number counts something has its words', () => {
	const silent = [...metrics().values()].flatMap(({ id, reasons: counted }) =>
		[...(counted?.numerator ?? []), ...(counted?.denominator ?? [])]
			.filter((code) => code !== 'variant' && !reasons.some((known) => known === code))
			.map((code) => `${id} ${code}`)
	);
	expect(silent).toEqual([]);
});

test('no words for a reason are without a place', () => {
	const told = Object.keys(english).filter((key) => key.startsWith('trace.why.'));
	expect(told.toSorted()).toEqual(reasons.map((reason) => `trace.why.${reason}`).toSorted());
});

test('a reason without words is said by its code', () => {
	expect(reasonInWords('not_matured')).toBe('too young: its days have not passed');
	expect(reasonInWords('some_new_reason')).toBe('some new reason');
});
