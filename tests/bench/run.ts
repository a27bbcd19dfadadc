import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeEnrolments, writeStatements } from './files.ts';

const { values } = parseArgs({
	options: {
		rows: { type: 'string', default: '10000000' },
		statements: { type: 'string', default: '1000000' },
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

/** Runs one case in its own process; milliseconds as it measured them, and the peak of its memory in MB. Lines are told as they come. */
function measure(
	name: string,
	file: string,
	place: string,
	tell: (lines: string) => void = () => undefined
): Promise<{ ms: number; cpu: number; peak: number; output: string }> {
	const child = spawn(process.execPath, [join(import.meta.dirname, 'case.ts'), name, file, place], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
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

/** The import beside DuckDB's bare read of the same file, in turn, so that a slow machine slows both. */
async function compare(title: string, bareCase: string, file: string, rows: number): Promise<void> {
	const bare: number[] = [];
	const own: number[] = [];
	const bareCpu: number[] = [];
	const ownCpu: number[] = [];
	let peak = 0;
	for (let run = 0; run < runs; run++) {
		for (const name of ['bare.duckdb', 'data'])
			rmSync(join(folder, name), { recursive: true, force: true });
		const read = await measure(bareCase, file, folder);
		bare.push(read.ms);
		bareCpu.push(read.cpu);
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
		`  ratio        ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}), target 0.5`
	);
	say(
		`  processor    ${median(bareCpu).toFixed(1)} s against ${median(ownCpu).toFixed(1)} s, ratio ${(median(bareCpu) / median(ownCpu)).toFixed(2)}; it tells more than the clock where others use the machine`
	);
}

try {
	say(`${availableParallelism()} processors, Node ${process.version}, medians of ${runs}`);
	if (parts.has('xapi')) {
		const file = join(folder, 'statements.ndjson');
		await writeStatements(file, Number(values.statements));
		await compare('xAPI NDJSON', 'bare-ndjson', file, Number(values.statements));
	}
	if (parts.has('csv') || parts.has('metrics')) {
		const file = join(folder, 'enrolments.csv');
		await writeEnrolments(file, Number(values.rows));
		if (parts.has('csv')) await compare('Absorb CSV', 'bare-csv', file, Number(values.rows));
		else await measure('import', file, folder);
		if (parts.has('metrics')) {
			say(`Metrics at ${values.rows} enrolments:`);
			await measure('metrics', values.measures, folder, say);
		}
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}
