import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect } from 'vitest';
import type { CommandResult } from '#pipelines/command.ts';
import { runCommand } from '#pipelines/commands.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import type { Explanation } from '#queries/explain.ts';
import type { Answer, ResultRow } from '#queries/ask.ts';

/** The options of `metric` and `explain`, as the command line takes them. */
export interface Asked {
	readonly from?: string;
	readonly to?: string;
	readonly grain?: string;
	readonly by?: string;
	readonly where?: string[];
	readonly asOf?: string;
	readonly variant?: string;
	readonly horizon?: number;
	readonly viewer?: string;
}

/** A company of which only files are known, and what the command line tells of it. */
export interface Company {
	/** Writes a further file where the others are. */
	readonly write: (name: string, lines: readonly string[]) => void;
	readonly run: (name: string, args: readonly string[], options?: object) => Promise<CommandResult>;
	readonly answer: (metric: string, asked?: Asked) => Promise<Answer>;
	/** The one row of an answer that has these values. */
	readonly row: (metric: string, asked: Asked, pick?: Partial<ResultRow>) => Promise<ResultRow>;
	readonly explain: (metric: string, asked?: Asked) => Promise<Explanation>;
}

/** What an analyst is told of a number's rows: how many reach it, how many do not. */
export const countedIn = ({ counts }: Pick<Explanation, 'counts'>): readonly number[] => {
	const of = (place: string) =>
		counts
			.filter(({ counted }) => counted === place)
			.reduce((sum, { episodes }) => sum + (episodes ?? 0), 0);
	return [of('numerator'), of('denominator')];
};

/** Runs the commands, if any, writes the files, imports them in one command without any refused record, and leaves nothing behind after the tests. */
export async function openCompany(
	files: Readonly<Record<string, readonly string[]>>,
	before: readonly (readonly [name: string, args: readonly string[]])[] = []
): Promise<Company> {
	const home = mkdtempSync(join(tmpdir(), 'autonometer-test-'));
	const folder = join(home, 'files');
	mkdirSync(folder);
	const write = (name: string, lines: readonly string[]): void => {
		mkdirSync(dirname(join(folder, name)), { recursive: true });
		writeFileSync(join(folder, name), lines.join('\n'));
	};
	for (const [name, lines] of Object.entries(files)) write(name, lines);
	const warehouse = await openWarehouse(join(home, 'data'), 'test');
	afterAll(async () => {
		await warehouse.close();
		rmSync(home, { recursive: true, force: true });
	});
	const run = (name: string, args: readonly string[], options = {}) =>
		runCommand({ warehouse, by: 'test', folder }, name, args, options);
	for (const [name, args] of before) expect((await run(name, args)).exit).toBe(0);
	const imported = await run('import', Object.keys(files));
	expect(imported.exit, imported.text).toBe(0);
	const { batches } = imported.json as { batches: { rows_rejected: number }[] };
	expect(batches.filter(({ rows_rejected }) => rows_rejected > 0)).toEqual([]);
	expect(imported.json).not.toHaveProperty('failed_checks');
	const answer = async (metric: string, asked: Asked = {}) =>
		(await run('metric', [metric], asked)).json as Answer;
	return {
		write,
		run,
		answer,
		row: async (metric, asked, pick = {}) => {
			const { rows } = await answer(metric, asked);
			const fits = rows.filter((row) =>
				Object.entries(pick).every(([name, value]) => row[name as keyof ResultRow] === value)
			);
			expect(fits, `${metric} ${JSON.stringify(pick)} of ${JSON.stringify(rows)}`).toHaveLength(1);
			return fits[0] as ResultRow;
		},
		explain: async (metric, asked = {}) =>
			(await run('explain', [metric], asked)).json as Explanation
	};
}

/** So many days after a day. */
export const daysAfter = (day: string, days: number): string =>
	new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The numbers from 0 to n − 1, for people who are alike. */
export const times = (n: number): readonly number[] => Array.from({ length: n }, (_none, i) => i);
