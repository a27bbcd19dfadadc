/** Where signals come from: the process, or a stand-in. */
interface Signals {
	on: (signal: 'SIGINT', heard: () => void) => unknown;
	off: (signal: 'SIGINT', heard: () => void) => unknown;
}

/** What Ctrl-C does while a command is at work. */
interface CtrlC {
	/** Aborted by the first Ctrl-C: the work ends as soon as it can without a trace. */
	readonly signal: AbortSignal;
	/** Leaves Ctrl-C to the system again. */
	readonly release: () => void;
}

/** npm and the terminal both hand one press on, so that it comes twice within a moment. */
const onePress = 1000;

/**
 * Makes the first Ctrl-C cancel, and one that is pressed later leave at once, which an import survives as it does a power
 * cut: all or nothing of each file.
 */
export function heedCtrlC(
	onFirst: () => void,
	onLater: () => void,
	signals: Signals = process,
	now: () => number = () => performance.now()
): CtrlC {
	const abort = new AbortController();
	let first: number | null = null;
	const heard = () => {
		if (first === null) {
			first = now();
			onFirst();
			abort.abort();
		} else if (now() - first >= onePress) onLater();
	};
	signals.on('SIGINT', heard);
	return {
		signal: abort.signal,
		release: () => {
			signals.off('SIGINT', heard);
		}
	};
}
