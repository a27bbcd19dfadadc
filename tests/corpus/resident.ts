import { readFileSync, readdirSync } from 'node:fs';

function childrenOf(pid: number | string): number[] {
	return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
		readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
			.trim()
			.split(' ')
			.filter(Boolean)
			.map(Number)
	);
}

const residentOf = (pid: number): number =>
	Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1000;

/** Megabytes that the child processes of this one hold, as Linux tells; 0 elsewhere. */
export function residentOfChildren(): number {
	try {
		return childrenOf('self').reduce((sum, pid) => sum + residentOf(pid), 0);
	} catch {
		return 0;
	}
}
