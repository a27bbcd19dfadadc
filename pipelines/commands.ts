import { plainProblems } from '#queries/plain-problems.ts';
import { ask } from '#queries/ask.ts';
import { explain } from '#queries/explain.ts';
import { metrics } from '#queries/catalogue.ts';
import { runChecks } from '#queries/checks.ts';
import { matches, rules } from './analyst-commands.ts';
import { declare } from './declare.ts';
import type { CommandOptions, CommandResult, CommandContext, Run } from './command.ts';
import { commandOptions, UsageError } from './command.ts';
import { describeChecks, describeExplanation, describeMetric } from './describe.ts';
import { batches, importFiles, rejects, undo } from './import-commands.ts';
import { inbox } from './inbox-commands.ts';
import { mappings } from './mapping-commands.ts';
import { sources } from './sources/sources.ts';

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
				'import PATH… [--source ID] [--sheet NAME] [--mapping FILE|NAME] [--encoding NAME] [--time-zone TZ] [--year YYYY] [--dates dmy|mdy] [--strict] [--bad-rows SHARE] [--dry-run]',
			says: 'reads exports into the warehouse',
			run: importFiles
		}
	],
	['batches', { usage: 'batches', says: 'lists what was imported', run: batches }],
	[
		'rejects',
		{
			usage: 'rejects BATCH [--csv | --records]',
			says: 'lists the records that a batch refused; --records writes them as they stand, to correct and import again',
			run: rejects
		}
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
			usage: 'inbox [now | arrival | off | every "CRON" [--time-zone TZ] | keep DAYS]',
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
			usage:
				'matches [items] [accept MATCH… | different MATCH… | later MATCH… | undo ENTRY… | undo pair PAIR…]',
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

/** What others than analysts may ask; the other commands show or change single records. */
const forEveryViewer: ReadonlySet<string> = new Set(['metric', 'explain']);

/** The name of an option as it is typed: `badRows` is --bad-rows. */
const optionName = (name: string): string =>
	`--${name.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;

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
	if (!read.success) throw new UsageError(plainProblems(read.error, optionName));
	if ((read.data.viewer ?? 'analyst') !== 'analyst' && !forEveryViewer.has(name))
		throw new UsageError(`Only analysts may use "${name}".`);
	return command.run(context, args, read.data);
}
