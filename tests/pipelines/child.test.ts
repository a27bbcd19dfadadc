import { describe, expect, test, vi } from 'vitest';
import { runChild } from '#pipelines/child.ts';
import type { Done, Plan } from './child-work.ts';

const run = (plan: Plan = {}, signal?: AbortSignal): Promise<Done> =>
	runChild('tests/pipelines/child-work.ts', plan, { heap: 128, ...(signal && { signal }) });

const isAlive = (pid: number): boolean => {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
};

describe('a process that did its work', () => {
	test('does the next one', async () => {
		const { pid } = await run();
		expect(await run()).toEqual({ pid, told: undefined });
	});

	test('is not shared by two pieces of work at once, of which one waits afterwards', async () => {
		const [one, other] = await Promise.all([run({ takes: 20 }), run({ takes: 20 })]);
		expect(one.pid).not.toBe(other.pid);
		expect([one.pid, other.pid]).toContain((await run()).pid);
		await vi.waitUntil(() => [one, other].filter(({ pid }) => isAlive(pid)).length === 1, 10_000);
	});

	test('is not used again after a failure, after it was cancelled, or where it grew', async () => {
		const { pid: first } = await run();
		await expect(run({ fails: true })).rejects.toThrow('as was asked for');
		const { pid: second } = await run();
		expect(second).not.toBe(first);
		const cancelling = new AbortController();
		const cancelled = run({ takes: 60_000 }, cancelling.signal);
		cancelling.abort();
		await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
		const { pid: third } = await run({ grows: 300 });
		expect(third).not.toBe(second);
		expect((await run()).pid).not.toBe(third);
	});

	test('works in the surroundings of whoever asks', async () => {
		const { pid } = await run();
		vi.stubEnv('AUTONOMETER_TEST_CHILD', 'here');
		const other = await run({ tells: 'AUTONOMETER_TEST_CHILD' });
		vi.unstubAllEnvs();
		expect(other.told).toBe('here');
		expect(other.pid).not.toBe(pid);
		expect((await run()).pid).toBe(pid);
	});

	test('that is killed while it waits is replaced', async () => {
		const { pid } = await run();
		process.kill(pid, 'SIGKILL');
		await vi.waitUntil(() => !isAlive(pid), 10_000);
		expect((await run()).pid).not.toBe(pid);
	});
});
