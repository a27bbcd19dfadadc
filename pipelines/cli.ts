import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { writeSample } from '#sample/generate.ts';
import { home } from '#queries/home.ts';
import { message } from '#queries/messages.ts';
import type { CommandResult } from './command.ts';
import { commandOptions, UsageError } from './command.ts';
import { commands, runCommand, tell } from './commands.ts';
import { heedCtrlC } from './ctrl-c.ts';
import { delegate } from './delegate.ts';
import { exits, failureOf } from './failure.ts';
import type { Progress } from './import.ts';
import { dataFolder, standing } from './warehouse/data-folder.ts';
import { modelForReading } from './stages/model.ts';
import { readHolder } from './warehouse/lock.ts';
import type { Warehouse } from './warehouse/open.ts';
import { openWarehouse } from './warehouse/open.ts';
import { WarehouseError } from './warehouse/warehouse-error.ts';

const own = [
	['sample [--employees N] [--seed N] [--out DIR]', "writes the made-up company's exports"],
	['serve [--port N] [--no-sample] [--viewer ROLE]', 'serves the pages on 127.0.0.1']
] as const;

const usage = `Usage: npm run -s cli -- <command> [--data DIR] [--json]

${[...commands.values()].map(({ usage: line, says }) => `  ${line}\n      ${says}`).join('\n')}
${own.map(([line, says]) => `  ${line}\n      ${says}`).join('\n')}
`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

const dashed = (name: string): string =>
	name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** How each option of the commands is written, from the one list of them. */
const ofCommands = Object.fromEntries(
	Object.entries(commandOptions.shape).map(([name, shape]) => {
		const kind = shape.unwrap();
		const isMany = kind instanceof z.ZodArray;
		return [
			dashed(name),
			kind instanceof z.ZodBoolean ? flag : isMany ? { ...text, multiple: true } : text
		];
	})
);

const options = {
	...ofCommands,
	data: text,
	json: flag,
	help: flag,
	employees: text,
	seed: text,
	out: text,
	port: text,
	'no-sample': flag
} as const;

const folder = standing();

const camel = (name: string): string =>
	name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

function read(argv: readonly string[]) {
	try {
		return parseArgs({ args: [...argv], allowPositionals: true, options });
	} catch (cause) {
		// Node's own sentence, without its advice to programmers; some end with a full stop and some do not.
		const [said = ''] = (cause instanceof Error ? cause.message : String(cause)).split(/[.\n]/);
		throw new UsageError(`${said}. --help lists the commands with their options.`);
	}
}

function showProgress(file: string, { stage, rowsDone, rowsTotal, secondsLeft }: Progress): void {
	if (!process.stderr.isTTY) return;
	const rows = rowsTotal === null ? `${rowsDone} rows` : `${rowsDone} of ${rowsTotal} rows`;
	const left = secondsLeft === null ? '' : `, about ${secondsLeft} s left`;
	process.stderr.write(`\r\u001b[K${file}: ${stage}, ${rows}${left}`);
}

function clearProgress(): void {
	if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}

/** Commands that read what was made of the imported rows. */
const reading: ReadonlySet<string> = new Set(['metric', 'explain', 'check', 'matches', 'rules']);

async function onWarehouse(
	dataDir: string,
	name: string,
	args: readonly string[],
	given: Readonly<Record<string, unknown>>,
	signal?: AbortSignal
): Promise<CommandResult> {
	let warehouse: Warehouse;
	try {
		warehouse = await openWarehouse(dataDir, `the command "${name}"`);
	} catch (cause) {
		const holder =
			cause instanceof WarehouseError && cause.code === 'held' ? readHolder(dataDir) : null;
		const command = { name, args, options: given, folder };
		const options = { onProgress: showProgress, signal };
		const answer = holder && (await delegate(holder, command, options).finally(clearProgress));
		if (!answer) throw cause;
		return answer;
	}
	try {
		if (reading.has(name)) await modelForReading(warehouse);
		return await runCommand(
			{
				warehouse,
				by: 'command line',
				folder,
				onProgress: showProgress,
				...(signal && { signal })
			},
			name,
			args,
			given
		);
	} finally {
		await warehouse.close();
		clearProgress();
	}
}

/** Commands that import; Ctrl-C cancels them, and they say what became of it. */
const importing: ReadonlySet<string> = new Set(['import', 'inbox']);

async function onWarehouseUnlessCancelled(
	...[dataDir, name, args, given]: Parameters<typeof onWarehouse>
): Promise<CommandResult> {
	if (!importing.has(name)) return onWarehouse(dataDir, name, args, given);
	const ctrlC = heedCtrlC(
		() => {
			clearProgress();
			process.stderr.write(`${message('import.cancelling')}\n`);
		},
		() => process.exit(exits.cancelled)
	);
	try {
		return await onWarehouse(dataDir, name, args, given, ctrlC.signal);
	} finally {
		ctrlC.release();
	}
}

async function sample(given: Readonly<Record<string, unknown>>): Promise<CommandResult> {
	const number = (name: string): number | undefined => {
		const value = given[name];
		if (value === undefined) return undefined;
		if (!/^\d+$/.test(String(value))) throw new UsageError(`--${name} takes a whole number.`);
		return Number(value);
	};
	const out = resolve(folder, String(given['out'] ?? 'sample-exports'));
	const employees = number('employees');
	const seed = number('seed');
	const manifest = await writeSample({
		out,
		...(employees !== undefined && { employees }),
		...(seed !== undefined && { seed })
	});
	return { exit: 0, json: manifest, text: `The made-up company's exports were written to ${out}.` };
}

function serve(dataDir: string, given: Readonly<Record<string, unknown>>): Promise<number> {
	const words = [
		'--data',
		dataDir,
		...(given['port'] === undefined ? [] : ['--port', String(given['port'])]),
		...(given['noSample'] ? ['--no-sample'] : []),
		...(given['viewer'] === undefined ? [] : ['--viewer', String(given['viewer'])])
	];
	const child = spawn(process.execPath, [join(home(), 'src/entry/start.ts'), ...words], {
		stdio: 'inherit'
	});
	return new Promise((done) => {
		child.on('exit', (code) => {
			done(code ?? exits.failed);
		});
	});
}

async function main(argv: readonly string[]): Promise<number> {
	let isJson = argv.includes('--json');
	try {
		const { values, positionals } = read(argv);
		const { data: named, json = false, help = false, ...rest } = values;
		const data = dataFolder(named);
		isJson = json;
		const [name, ...args] = positionals;
		const given = Object.fromEntries(
			Object.entries(rest).map(([key, value]) => [camel(key), value])
		);
		if (help || name === 'help') {
			process.stdout.write(usage);
			return exits.done;
		}
		if (name === undefined) throw new UsageError(`Name a command.\n\n${usage}`);
		if (name === 'serve') return await serve(data, given);
		if (name !== 'sample' && !commands.has(name))
			throw new UsageError(`There is no command "${name}".\n\n${usage}`);
		const result =
			name === 'sample'
				? await sample(given)
				: (tell(name) ?? (await onWarehouseUnlessCancelled(data, name, args, given)));
		process.stdout.write(`${isJson ? JSON.stringify(result.json) : result.text}\n`);
		return result.exit;
	} catch (cause) {
		const { exit, ...error } = failureOf(cause);
		if (isJson) process.stdout.write(`${JSON.stringify({ error })}\n`);
		process.stderr.write(`${error.message}\n`);
		return exit;
	}
}

/** Who reads a part only, as `head` does, closes the pipe; that is no fault. */
process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
	if (cause.code === 'EPIPE') process.exit(0);
	throw cause;
});

process.exitCode = await main(process.argv.slice(2));
