import { faultPoints, listenToFaultPoints } from '#pipelines/fault-points.ts';

/**
 * Loaded into the command line before it runs: presses Ctrl-C when the work comes to a place for the nth time, and once
 * more, a moment later, where it is to be pressed twice.
 */
const [point = '', nth = '1', presses = '1'] = (process.env['CTRL_C'] ?? '').split(':');
if (!faultPoints.some((one) => one === point)) throw new Error(`There is no place ${point}.`);
let passed = 0;
listenToFaultPoints((at) => {
	if (at !== point || ++passed !== Number(nth)) return;
	process.emit('SIGINT');
	if (presses === '1') return;
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1100);
	process.emit('SIGINT');
});
