/** The named places at which the tests of faults end the process, fill the disk or freeze it. */
export const faultPoints = [
	'receive',
	'recognise',
	'scan',
	'child',
	'staged',
	'load',
	'commit',
	'committed',
	'model',
	'swap',
	'swapped',
	'undo',
	'undone',
	'prepare',
	'checkpoint'
] as const;
export type FaultPoint = (typeof faultPoints)[number];

let listener: ((point: FaultPoint) => void) | null = null;

/** Lets a test hear of every place that is passed; nothing else listens, and no setting makes it. */
export function listenToFaultPoints(hear: (point: FaultPoint) => void): void {
	listener = hear;
}

/** Says that the work has come to this place. */
export function passFaultPoint(point: FaultPoint): void {
	listener?.(point);
}
