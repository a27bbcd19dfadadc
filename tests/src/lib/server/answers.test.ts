import { describe, expect, test } from 'vitest';
import { createAnswers } from '#lib/server/answers.ts';

function setUp(more: { timeoutMs?: number; hangs?: boolean } = {}) {
	const state = { version: '1', asked: 0, running: 0, most: 0, open: 0, interrupted: 0 };
	const answers = createAnswers<
		{ interrupt: () => void; stop?: () => void },
		Record<string, unknown>,
		string
	>({
		read: async (work) => {
			state.open += 1;
			const connection: { interrupt: () => void; stop?: () => void } = {
				interrupt: () => {
					state.interrupted += 1;
					connection.stop?.();
				}
			};
			try {
				return await work(connection);
			} finally {
				state.open -= 1;
			}
		},
		version: async () => state.version,
		ask: async (connection, role, request) => {
			state.asked += 1;
			state.running += 1;
			state.most = Math.max(state.most, state.running);
			try {
				await new Promise<void>((resolve, reject) => {
					connection.stop = () => reject(new Error('INTERRUPT'));
					if (!more.hangs) setImmediate(resolve);
				});
			} finally {
				state.running -= 1;
			}
			return `${role} ${state.version} ${JSON.stringify(request)}`;
		},
		atOnce: 2,
		timeoutMs: more.timeoutMs ?? 60_000,
		kept: 3
	});
	return { state, answers };
}

describe('answers(role, requests)', () => {
	test('asks the same question once, whatever the order of its words', async () => {
		const { state, answers } = setUp();
		await Promise.all([
			answers('lead', [{ metric: 'a', from: 'x' }]),
			answers('lead', [{ from: 'x', metric: 'a' }])
		]);
		await answers('lead', [{ metric: 'a', from: 'x' }]);
		expect(state.asked).toBe(1);
	});

	test('never gives one role the answer of another', async () => {
		const { answers } = setUp();
		const [lead] = await answers('lead', [{ metric: 'a' }]);
		const [analyst] = await answers('analyst', [{ metric: 'a' }]);
		expect(lead).not.toBe(analyst);
	});

	test('asks again after the data changed', async () => {
		const { state, answers } = setUp();
		await answers('lead', [{ metric: 'a' }]);
		state.version = '2';
		expect((await answers('lead', [{ metric: 'a' }]))[0]).toContain('2');
		expect(state.asked).toBe(2);
	});

	test('runs at most two at a time, each with a connection of its own, and closes them', async () => {
		const { state, answers } = setUp();
		await answers('lead', [{ m: 1 }, { m: 2 }, { m: 3 }, { m: 4 }, { m: 5 }]);
		expect(state.most).toBe(2);
		expect(state.open).toBe(0);
	});

	test('interrupts what takes too long, and forgets it', async () => {
		const { state, answers } = setUp({ timeoutMs: 5, hangs: true });
		await expect(answers('lead', [{ m: 1 }])).rejects.toMatchObject({ code: 'too_slow' });
		await expect(answers('lead', [{ m: 1 }])).rejects.toMatchObject({ code: 'too_slow' });
		expect(state).toMatchObject({ interrupted: 2, asked: 2, open: 0 });
	});

	test('keeps only the newest answers', async () => {
		const { state, answers } = setUp();
		await answers('lead', [{ m: 1 }]);
		await answers('lead', [{ m: 2 }, { m: 3 }, { m: 4 }]);
		await answers('lead', [{ m: 1 }]);
		expect(state.asked).toBe(5);
	});
});
