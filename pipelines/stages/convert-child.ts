// Runs alone in a process of its own: a hostile file may crash or exhaust it, and the server goes on.
import { DuckDBInstance } from '@duckdb/node-api';
import { serveChild, tellProgress } from '../child.ts';
import { absentColumns } from '../sources/xapi/select.ts';
import type { Entity } from '../sources/source.ts';
import type { Converted } from './convert.ts';
import { convertStatements } from './convert-statements.ts';
import { writeStaged } from './write-staged.ts';
import { converterMemory } from '../warehouse/memory.ts';
import { onlyTellingApart, withKeys } from './keys.ts';
import { timesIn } from './times-in.ts';

/** What the child is told to do; one message from the parent. */
export type ConvertPlan =
	| {
			readonly kind: 'table';
			readonly entity: Entity;
			/** What is run before, so that the select can read what all rows tell. */
			readonly learn: readonly string[];
			/** Whether codes of items were learned so. */
			readonly isCodeLearned: boolean;
			readonly select: string;
			/** Finds the columns taken for days that hold times of day, by all rows. */
			readonly times: string | null;
			readonly absent: readonly string[];
			readonly outDir: string;
			readonly tempDir: string;
	  }
	| {
			readonly kind: 'statements';
			readonly path: string;
			readonly layout: 'original' | 'normalised';
			readonly select?: string | undefined;
			readonly strict: boolean;
			readonly timeZone: string;
			readonly outDir: string;
			readonly tempDir: string;
	  };

/**
 * A record's line is its place in what is written, so that nothing may change the order: a list of constants behind `in`
 * must not become a join, which gives rows back as its threads come by, and is slower.
 */
async function convert(asked: ConvertPlan): Promise<Converted> {
	const instance = await DuckDBInstance.create(':memory:', {
		...converterMemory(),
		temp_directory: asked.tempDir,
		preserve_insertion_order: 'true',
		autoinstall_known_extensions: 'false',
		autoload_known_extensions: 'false'
	});
	const connection = await instance.connect();
	await connection.run("set TimeZone = 'UTC'");
	await connection.run("set disabled_optimizers = 'in_clause'");
	await connection.run('set enable_progress_bar = true');
	await connection.run('set enable_progress_bar_print = false');
	await connection.run('set progress_bar_time = 0');
	const timer = setInterval(() => {
		const { percentage } = connection.progress;
		if (percentage > 0) tellProgress(percentage / 100);
	}, 250);
	try {
		if (asked.kind === 'statements') {
			const converted = await convertStatements(connection, {
				...asked,
				finish: (select) => withKeys(select, 'event', absentColumns)
			});
			return { ...converted, timed: [] };
		}
		const file = `${asked.outDir}/rows.parquet`;
		for (const statement of asked.learn) await connection.run(statement);
		const unread = new Set([...asked.absent, ...onlyTellingApart(asked.entity)]);
		const select = withKeys(asked.select, asked.entity, [...unread], asked.isCodeLearned);
		return { files: [file], records: await writeStaged(connection, select, file), timed: [] };
	} catch (cause) {
		const timed = asked.kind === 'table' ? await timesIn(connection, asked, cause) : [];
		if (timed.length === 0) throw cause;
		return { files: [], records: 0, timed };
	} finally {
		clearInterval(timer);
		connection.closeSync();
		instance.closeSync();
	}
}

serveChild(convert);
