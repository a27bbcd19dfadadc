/** How far an import is. `secondsLeft` is of the whole import, estimated from what was done; null at the beginning. */
export interface Progress {
	readonly stage: 'receive' | 'recognise' | 'scan' | 'convert' | 'load' | 'model';
	readonly bytesDone: number;
	readonly bytesTotal: number;
	readonly rowsDone: number;
	readonly rowsTotal: number | null;
	readonly secondsLeft: number | null;
}

/** The share of the whole time that each stage takes, as measured on ten million rows. */
const shares: Readonly<Record<Progress['stage'], readonly [from: number, to: number]>> = {
	receive: [0, 0.15],
	recognise: [0.15, 0.15],
	scan: [0.15, 0.35],
	convert: [0.35, 0.65],
	load: [0.65, 0.85],
	model: [0.85, 1]
};

export interface Step {
	readonly stage: Progress['stage'];
	/** Share of the stage that is done, 0 to 1. */
	readonly done: number;
	readonly bytesDone?: number;
	readonly bytesTotal?: number;
	readonly rowsDone?: number;
	readonly rowsTotal?: number | null;
}

/** Turns the steps of the stages into progress of the whole, at most ten a second. `clock` gives milliseconds. */
export function progressMeter(
	onProgress: ((progress: Progress) => void) | undefined,
	clock: () => number = () => performance.now()
): (step: Step) => void {
	const begun = clock();
	let last = -Infinity;
	let lastStage: Progress['stage'] | null = null;
	return ({ stage, done, bytesDone = 0, bytesTotal = 0, rowsDone = 0, rowsTotal = null }) => {
		const now = clock();
		if (now - last < 100 && stage === lastStage && done < 1) return;
		last = now;
		lastStage = stage;
		const [from, to] = shares[stage];
		const whole = from + (to - from) * Math.min(1, done);
		const elapsed = (now - begun) / 1000;
		const secondsLeft = whole > 0.02 ? Math.round((elapsed / whole) * (1 - whole)) : null;
		onProgress?.({ stage, bytesDone, bytesTotal, rowsDone, rowsTotal, secondsLeft });
	};
}
