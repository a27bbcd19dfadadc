import { spawn } from 'node:child_process';
import {
	mkdirSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	rmSync,
	rmdirSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeEnrolments, writeStatements, writeWorkbook } from './files.ts';

const { values } = parseArgs({
	options: {
		rows: { type: 'string', default: '10000000' },
		statements: { type: 'string', default: '1000000' },
		'sheet-rows': { type: 'string', default: '300000' },
		'growing-rows': { type: 'string', default: '2000000' },
		memory: { type: 'string', default: '768' },
		runs: { type: 'string', default: '3' },
		only: { type: 'string', default: 'csv,xapi,metrics' },
		measures: { type: 'string', default: '' }
	}
});
const runs = Number(values.runs);
const parts = new Set(values.only.split(','));
const folder = mkdtempSync(join(tmpdir(), 'autonometer-bench-'));
const say = (line: string): void => {
	process.stdout.write(`${line}\n`);
};

/** Resident kilobytes of a process and all below it, as Linux tells; 0 elsewhere. */
function residentOf(pid: number): number {
	try {
		const own = Number(
			/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0
		);
		const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
			readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
				.trim()
				.split(' ')
				.filter(Boolean)
				.map(Number)
		);
		return own + children.reduce((sum, child) => sum + residentOf(child), 0);
	} catch {
		return 0;
	}
}

interface MeasureOptions {
	readonly tell?: (lines: string) => void;
	/** Megabytes that the process may use with its children. */
	readonly granted?: number;
}

/** The group of processes whose memory Linux bounds, where this user may make one. */
const bounded = '/sys/fs/cgroup/memory/autonometer-bench';

function isBounded(megabytes: number): boolean {
	try {
		mkdirSync(bounded, { recursive: true });
		writeFileSync(join(bounded, 'memory.limit_in_bytes'), String(megabytes * 1e6));
		return true;
	} catch {
		return false;
	}
}

/** Puts a process, and all that it will start, under the bound. */
function confine(pid: number): void {
	try {
		writeFileSync(join(bounded, 'cgroup.procs'), String(pid));
	} catch {
		return;
	}
}

/** Runs one case in its own process; milliseconds as it measured them, and the peak of its memory in MB. Lines are told as they come. */
function measure(
	name: string,
	file: string,
	place: string,
	{ tell = () => undefined, granted }: MeasureOptions = {}
): Promise<{ ms: number; cpu: number; peak: number; output: string }> {
	const child = spawn(
		process.execPath,
		[join(import.meta.dirname, 'case.ts'), name, file, place, values.runs],
		{
			stdio: ['ignore', 'pipe', 'inherit'],
			env: { ...process.env, ...(granted !== undefined && { AUTONOMETER_MEMORY: String(granted) }) }
		}
	);
	if (granted !== undefined) confine(child.pid ?? 0);
	let output = '';
	let peak = 0;
	child.stdout.on('data', (chunk: Buffer) => {
		output += chunk.toString();
		tell(chunk.toString().trimEnd());
	});
	const timer = setInterval(() => {
		peak = Math.max(peak, residentOf(child.pid ?? 0));
	}, 50);
	return new Promise((done, fail) => {
		child.on('exit', (code) => {
			clearInterval(timer);
			if (code !== 0) fail(new Error(`case ${name} ended with ${code}`));
			else {
				const told = (key: string) =>
					Number(new RegExp(`"${key}":([\\d.]+)`).exec(output)?.[1] ?? 0);
				done({ ms: told('ms'), cpu: told('cpu'), peak: peak / 1000, output });
			}
		});
	});
}

const median = (numbers: readonly number[]): number =>
	numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

interface Comparison {
	readonly bareCase: string;
	/** The least that an import can do by hand (`least.ts`), where it is written. */
	readonly leastCase?: string;
	readonly file: string;
	readonly rows: number;
	readonly target: string;
}

/** The import beside DuckDB's bare read of the same file, in turn, so that a slow machine slows both. */
async function compare(
	title: string,
	{ bareCase, leastCase, file, rows, target }: Comparison
): Promise<void> {
	const bare: number[] = [];
	const least: number[] = [];
	const own: number[] = [];
	const bareCpu: number[] = [];
	const leastCpu: number[] = [];
	const ownCpu: number[] = [];
	let peak = 0;
	for (let run = 0; run < runs; run++) {
		for (const name of ['bare.duckdb', 'least.duckdb', 'least.parquet', 'data'])
			rmSync(join(folder, name), { recursive: true, force: true });
		const read = await measure(bareCase, file, folder);
		bare.push(read.ms);
		bareCpu.push(read.cpu);
		if (leastCase !== undefined) {
			const done = await measure(leastCase, file, folder);
			least.push(done.ms);
			leastCpu.push(done.cpu);
		}
		const imported = await measure('import', file, folder);
		own.push(imported.ms);
		ownCpu.push(imported.cpu);
		peak = Math.max(peak, imported.peak);
	}
	const ratios = bare.map((ms, index) => ms / (own[index] ?? 1));
	say(`${title}: ${rows} records, ${(statSync(file).size / 1e6).toFixed(0)} MB`);
	say(
		`  bare read    ${(median(bare) / 1000).toFixed(2)} s (${(rows / median(bare) / 1000).toFixed(2)} M/s)`
	);
	say(
		`  full import  ${(median(own) / 1000).toFixed(2)} s (${(rows / median(own) / 1000).toFixed(2)} M/s), peak ${peak.toFixed(0)} MB`
	);
	say(
		`  ratio        ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}), ${target}`
	);
	say(
		`  processor    ${median(bareCpu).toFixed(1)} s against ${median(ownCpu).toFixed(1)} s, ratio ${(median(bareCpu) / median(ownCpu)).toFixed(2)}; it tells more than the clock where others use the machine`
	);
	if (leastCase !== undefined)
		say(
			`  least        ${(median(least) / 1000).toFixed(2)} s, processor ${median(leastCpu).toFixed(1)} s: ${(median(bareCpu) / median(leastCpu)).toFixed(2)} of the bare read is the most that an import can reach which keeps its promises; ours has ${(median(leastCpu) / median(ownCpu)).toFixed(2)} of that speed`
		);
}

/** Imports a file four times larger than what the process may use, its children and the page cache of the kernel included. */
async function larger(title: string, file: string, rows: number, granted: number): Promise<void> {
	const isHard = isBounded(granted);
	rmSync(join(folder, 'data'), { recursive: true, force: true });
	const bytes = statSync(file).size / 1e6;
	say(`${title}, larger than the memory: ${rows} records, ${bytes.toFixed(0)} MB`);
	const done = await measure('import', file, folder, { granted }).catch((cause: unknown) => {
		say(`  failed with ${granted} MB: ${cause instanceof Error ? cause.message : String(cause)}`);
		return null;
	});
	if (done === null) return;
	const { ms, peak } = done;
	say(
		`  ${granted} MB may be used (${isHard ? 'bound by the kernel' : 'by the setting alone'}), ${(bytes / granted).toFixed(1)} times less; imported in ${(ms / 1000).toFixed(0)} s, resident at most ${peak.toFixed(0)} MB`
	);
}

/** The same report a month later: nearly all of its records are known already, some changed, some are new. */
async function growing(rows: number): Promise<void> {
	const files = ['2025-10-01', '2025-11-01'].map((asOf) => ({
		asOf,
		file: join(folder, `as-of-${asOf}.csv`)
	}));
	for (const { asOf, file } of files) await writeEnrolments(file, rows, asOf);
	const took: number[][] = files.map(() => []);
	for (let run = 0; run < runs; run++) {
		rmSync(join(folder, 'data'), { recursive: true, force: true });
		for (const [index, { file }] of files.entries())
			took[index]?.push((await measure('import', file, folder)).ms);
	}
	const [first = 0, second = 0] = took.map(median);
	say(`Absorb CSV, the same report a month later: ${rows} records in the end`);
	say(`  first import   ${(first / 1000).toFixed(2)} s`);
	say(
		`  second import  ${(second / 1000).toFixed(2)} s, ${(second / first).toFixed(2)} times the first`
	);
}

try {
	say(`${availableParallelism()} processors, Node ${process.version}, medians of ${runs}`);
	if (parts.has('xapi')) {
		const file = join(folder, 'statements.ndjson');
		await writeStatements(file, Number(values.statements));
		await compare('xAPI NDJSON', {
			bareCase: 'bare-ndjson',
			leastCase: 'least-ndjson',
			file,
			rows: Number(values.statements),
			target: 'target 0.5'
		});
	}
	if (parts.has('csv') || parts.has('metrics')) {
		const file = join(folder, 'enrolments.csv');
		await writeEnrolments(file, Number(values.rows));
		if (parts.has('csv'))
			await compare('Absorb CSV', {
				bareCase: 'bare-csv',
				leastCase: 'least-csv',
				file,
				rows: Number(values.rows),
				target: 'target 0.5'
			});
		else await measure('import', file, folder);
		if (parts.has('metrics')) {
			const { ms } = await measure('company', '', folder);
			say(
				`Metrics at ${values.rows} enrolments; job history, survey, ratings and lists of 100,000 people came in within ${(ms / 1000).toFixed(0)} s:`
			);
			await measure('metrics', values.measures, folder, { tell: say });
		}
	}
	if (parts.has('xlsx')) {
		const file = join(folder, 'enrolments.xlsx');
		const rows = Number(values['sheet-rows']);
		await writeWorkbook(file, rows);
		await compare('Absorb XLSX', {
			bareCase: 'bare-xlsx',
			file,
			rows,
			target: 'against read-excel-file; no target'
		});
	}
	if (parts.has('growing')) await growing(Number(values['growing-rows']));
	if (parts.has('larger')) {
		const granted = Number(values.memory);
		const rows = Math.ceil((granted * 4.05e6) / 127);
		const statements = Math.ceil((granted * 4.05e6) / 1068);
		const table = join(folder, 'larger.csv');
		await writeEnrolments(table, rows);
		await larger('Absorb CSV', table, rows, granted);
		rmSync(table);
		const log = join(folder, 'larger.ndjson');
		await writeStatements(log, statements);
		await larger('xAPI NDJSON', log, statements, granted);
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
	try {
		rmdirSync(bounded);
	} catch {
		// There was none.
	}
}
