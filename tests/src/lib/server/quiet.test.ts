import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { quiet, whileAnswering } from '#lib/server/quiet.ts';

beforeEach(() => {
	vi.useFakeTimers({ now: 0, toFake: ['performance', 'setTimeout'] });
});
afterEach(() => {
	vi.useRealTimers();
	delete (globalThis as { autonometerActivity?: unknown }).autonometerActivity;
});

/** Milliseconds until it is quiet, looked at every ten of them. */
async function waited(isOver?: () => boolean): Promise<number> {
	const begun = performance.now();
	let isQuiet = false;
	const done = quiet(isOver).then(() => (isQuiet = true));
	await vi.advanceTimersByTimeAsync(0);
	while (!isQuiet) await vi.advanceTimersByTimeAsync(10);
	await done;
	return performance.now() - begun;
}

test('where nobody asks it is quiet at once', async () => {
	expect(await waited()).toBe(0);
});

test('after an answer it is quiet half a second later, also after one that failed', async () => {
	await whileAnswering(() => Promise.reject(new Error('no'))).catch(() => undefined);
	expect(await waited()).toBe(500);
	expect(await waited()).toBe(0);
});

test('while somebody is answered it is waited for two seconds, and no longer where it is over', async () => {
	let answer: (() => void) | undefined;
	const asked = whileAnswering(() => new Promise<void>((done) => (answer = done)));
	expect(await waited()).toBe(2000);
	let over = false;
	setTimeout(() => (over = true), 120);
	expect(await waited(() => over)).toBe(150);
	answer?.();
	await asked;
});
