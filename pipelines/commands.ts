import { readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { ask } from '#queries/ask.ts';
import { explain } from '#queries/explain.ts';
import { metrics } from '#queries/catalogue.ts';
import { runChecks } from '#queries/checks.ts';
import { matches, rules } from './analyst-commands.ts';
import { withModels } from './batch-models.ts';
import { listBatches, listRejects, undoBatch } from './batches.ts';
import { declare } from './declare.ts';
import type { CommandOptions, CommandResult, CommandContext, Run } from './command.ts';
import { commandOptions, UsageError } from './command.ts';
import {
	describeBatches,
	describeChecks,
	describeExplanation,
	describeImport,
	describeMetric,
	describeRejects,
	toCsv
} from './describe.ts';
import { isWrongUse } from './failure.ts';
import type { BatchReport, Progress } from './import.ts';
import type { PartError } from './import-parts.ts';
import { importParts } from './import-parts.ts';
import { inbox } from './inbox-commands.ts';
import { mappings, namedMapping } from './mapping-commands.ts';
import { sources } from './sources/sources.ts';
import { describeFailed, failedChecks } from './stages/check.ts';
import { model } from './stages/model.ts';

function batchNumber(args: readonly string[]): number {
	const number = Number(args[0]);
	if (!Number.isInteger(number))
		throw new UsageError('Name the batch by its number; "batches" lists them.');
	return number;
}

/** The files named, with those of a named folder. */
function filesOf(paths: readonly string[], folder: string): readonly string[] {
	if (paths.length === 0) throw new UsageError('Name at least one file to import.');
	return paths.flatMap((path) => {
		const whole = resolve(folder, path);
		const found = statSync(whole, { throwIfNoEntry: false });
		if (!found?.isDirectory()) return [whole];
		return readdirSync(whole)
			.toSorted()
			.map((name) => join(whole, name))
			.filter((file) => statSync(file).isFile());
	});
}

const importFiles: Run = async ({ warehouse, by, folder, onProgress, signal }, args, options) => {
	const batches: BatchReport[] = [];
	const errors: PartError[] = [];
	const mapping =
		options.mapping === undefined
			? undefined
			: namedMapping(warehouse.dataDir, folder, options.mapping);
	try {
		for (const path of filesOf(args, folder)) {
			const name = basename(path);
			const parts = await importParts(
				warehouse,
				{ path, name },
				{
					source: options.source,
					sheet: options.sheet,
					mapping,
					timeZone: options.timeZone,
					importedBy: by,
					isOneOfMany: true,
					...(signal && { signal }),
					...(options.dryRun && { dryRun: true }),
					...(options.strict && { strict: true }),
					...(options.badRows !== undefined && { badRowLimit: options.badRows }),
					...(onProgress && {
						onProgress: (progress: Progress) => {
							onProgress(name, progress);
						}
					})
				}
			);
			batches.push(...parts.batches);
			errors.push(...parts.errors);
		}
	} finally {
		if (!options.dryRun) await model(warehouse);
	}
	const reports = await warehouse.read((connection) =>
		Promise.all(batches.map((report) => withModels(connection, report)))
	);
	const failed = options.dryRun || batches.length === 0 ? [] : await failedChecks(warehouse);
	const wrong = errors.some(({ code }) => isWrongUse(code));
	return {
		exit: wrong ? 2 : errors.length > 0 ? 1 : 0,
		json: {
			batches: reports,
			...(errors.length > 0 && { errors }),
			...(failed.length > 0 && { failed_checks: failed })
		},
		text: [describeImport(reports, errors), describeFailed(failed)].filter(Boolean).join('\n')
	};
};

const batches: Run = ({ warehouse }) =>
	warehouse.read(async (connection) => {
		const list = await listBatches(connection);
		return { exit: 0, json: { batches: list }, text: describeBatches(list) };
	});

const rejects: Run = ({ warehouse }, args, options) =>
	warehouse.read(async (connection) => {
		const batch = batchNumber(args);
		const list = await listRejects(connection, batch);
		return {
			exit: 0,
			json: { batch_id: batch, rejects: list },
			text: options.csv
				? toCsv(
						['line', 'column', 'value', 'reason', 'raw'],
						list.map((row) => [row.line, row.column, row.value, row.reason, row.raw])
					)
				: describeRejects(list)
		};
	});

const undo: Run = async ({ warehouse, by }, args) => {
	const undone = await undoBatch(warehouse, batchNumber(args), by);
	return {
		exit: 0,
		json: undone,
		text: `Batch ${undone.batch_id} was taken back: ${undone.rows_taken_back} rows.`
	};
};

/** The request that the words of `metric` and `explain` make. */
function requestOf(args: readonly string[], options: CommandOptions) {
	const [id] = args;
	if (id === undefined) throw new UsageError('Name the metric; "metrics" lists them.');
	const where = Object.fromEntries(
		(options.where ?? []).map((pair) => {
			const [dimension, ...value] = pair.split('=');
			if (dimension === undefined || value.length === 0)
				throw new UsageError(`"${pair}" is no DIM=VALUE.`);
			return [dimension, value.join('=')];
		})
	);
	const given = {
		metric: id,
		from: options.from,
		to: options.to,
		grain: options.grain,
		by: options.by?.split(',').filter((name) => name !== ''),
		where: Object.keys(where).length > 0 ? where : undefined,
		as_of: options.asOf,
		variant: options.variant,
		horizon: options.horizon
	};
	return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

const metric: Run = ({ warehouse }, args, options) =>
	warehouse.read(async (connection) => {
		const viewer = { role: options.viewer ?? 'analyst' };
		const answer = await ask(connection, viewer, requestOf(args, options));
		return { exit: 0, json: answer, text: describeMetric(answer) };
	});

const explainNumber: Run = ({ warehouse }, args, options) =>
	warehouse.read(async (connection) => {
		const viewer = { role: options.viewer ?? 'analyst' };
		const explanation = await explain(connection, viewer, requestOf(args, options));
		return { exit: 0, json: explanation, text: describeExplanation(explanation) };
	});

const check: Run = ({ warehouse }) =>
	warehouse.read(async (connection) => {
		const results = await runChecks(connection);
		const isClean = results.every(({ offending }) => offending === 0);
		return { exit: isClean ? 0 : 1, json: { checks: results }, text: describeChecks(results) };
	});

const listSources = (): CommandResult => {
	const list = sources.map(({ id, title, system, entity, decidesOrigin }) => ({
		id,
		title,
		system,
		entity,
		decides_origin: decidesOrigin
	}));
	return {
		exit: 0,
		json: { sources: list },
		text: list.map(({ id, title }) => `${id.padEnd(26)} ${title}`).join('\n')
	};
};

const listMetrics = (): CommandResult => {
	const list = [...metrics().values()].map(({ sql: _sql, ...definition }) => definition);
	return {
		exit: 0,
		json: { metrics: list },
		text: list.map(({ id, name }) => `${id.padEnd(30)} ${name}`).join('\n')
	};
};

interface Words {
	readonly usage: string;
	readonly says: string;
}

/** A command that works on the data, and one that only tells what the program can do. */
type Command = Words & ({ readonly run: Run } | { readonly tell: () => CommandResult });

/** Every command but `sample` and `serve`, by name. */
export const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
	[
		'import',
		{
			usage:
				'import PATH… [--source ID] [--sheet NAME] [--mapping FILE|NAME] [--time-zone TZ] [--strict] [--bad-rows SHARE] [--dry-run]',
			says: 'reads exports into the warehouse',
			run: importFiles
		}
	],
	['batches', { usage: 'batches', says: 'lists what was imported', run: batches }],
	[
		'rejects',
		{ usage: 'rejects BATCH [--csv]', says: 'lists the records that a batch refused', run: rejects }
	],
	['undo', { usage: 'undo BATCH', says: 'takes an import back', run: undo }],
	[
		'mappings',
		{
			usage: 'mappings [show NAME | save FILE [--name NAME] | forget NAME]',
			says: 'lists how tables of your own are read, and saves or shares it as JSON',
			run: mappings
		}
	],
	[
		'inbox',
		{
			usage: 'inbox [now | arrival | off | every "CRON" [--time-zone TZ]]',
			says: 'tells when the files that lie in the inbox are imported, and sets it; now imports them',
			run: inbox
		}
	],
	['sources', { usage: 'sources', says: 'lists what can be imported', tell: listSources }],
	['metrics', { usage: 'metrics', says: 'lists what can be asked', tell: listMetrics }],
	[
		'metric',
		{
			usage:
				'metric ID [--from D] [--to D] [--grain month|quarter|year] [--by DIM,…] [--where DIM=VALUE]… [--as-of D] [--variant V] [--horizon DAYS] [--viewer ROLE]',
			says: 'answers one metric',
			run: metric
		}
	],
	[
		'explain',
		{
			usage: 'explain ID [as metric]',
			says: 'tells where a number comes from: definition, SQL, counts in and out, rows',
			run: explainNumber
		}
	],
	[
		'matches',
		{
			usage: 'matches [items] [accept MATCH… | different MATCH… | later MATCH… | undo DECISION…]',
			says: 'lists who may be one person, or which items may be one, and decides about it',
			run: matches
		}
	],
	[
		'rules',
		{
			usage:
				'rules [set CHANGE | preview CHANGE | undo N], with CHANGE as R9.people 15, word SYSTEM WORD MEANING, override ITEM origin=… obligation=…, lift N or setting NAME VALUE',
			says: 'shows what counts as voluntary, and changes it; also settings such as index on or readiness.control.yes 0.8',
			run: rules
		}
	],
	[
		'declare',
		{
			usage: 'declare [QUESTION no|partly|yes --name NAME --on DAY [--note TEXT]]',
			says: 'lists what named persons answer for in the readiness checklist (Q1 to Q9), and adds to it',
			run: declare
		}
	],
	['check', { usage: 'check', says: 'looks for rows that break an invariant', run: check }]
]);

/** The answer of a command that needs no data; null for one that does. Throws `UsageError` for an unknown one. */
export function tell(name: string): CommandResult | null {
	const command = commands.get(name);
	if (!command) throw new UsageError(`There is no command "${name}".`);
	return 'tell' in command ? command.tell() : null;
}

/** Runs one command by name. Throws `UsageError` for an unknown one or wrong options. */
export async function runCommand(
	context: CommandContext,
	name: string,
	args: readonly string[],
	options: Readonly<Record<string, unknown>>
): Promise<CommandResult> {
	const command = commands.get(name);
	if (!command) throw new UsageError(`There is no command "${name}".`);
	if ('tell' in command) return command.tell();
	const read = commandOptions.safeParse(options);
	if (!read.success) throw new UsageError(z.prettifyError(read.error));
	return command.run(context, args, read.data);
}
