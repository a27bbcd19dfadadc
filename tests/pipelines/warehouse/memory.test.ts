import { describe, expect, test } from 'vitest';
import { converterMemory, memoryGranted, warehouseMemory } from '#pipelines/warehouse/memory.ts';

const machine = 16e9;

describe('what the program may use', () => {
	test.each([
		{ of: 'the machine', container: 0, named: undefined, granted: 16_000 },
		{
			of: 'a machine whose container has no bound',
			container: 2 ** 64,
			named: undefined,
			granted: 16_000
		},
		{ of: 'a container', container: 2e9, named: undefined, granted: 2000 },
		{ of: 'the setting', container: 2e9, named: '800', granted: 800 },
		{ of: 'a setting above the container', container: 2e9, named: '8000', granted: 2000 },
		{ of: 'a setting that is no number', container: 2e9, named: 'plenty', granted: 2000 }
	])('is that of $of', ({ container, named, granted }) => {
		expect(memoryGranted(machine, container, named)).toBe(granted);
	});

	test('is shared by the warehouse and the converter, which takes one thread where it has little', () => {
		expect(warehouseMemory(1000)).toBe('400MB');
		expect(converterMemory(1000)).toEqual({ memory_limit: '350MB', threads: '1' });
		expect(warehouseMemory(768)).toBe('268MB');
		expect(warehouseMemory(300)).toBe('128MB');
		expect(converterMemory(16_000)).toEqual({ memory_limit: '900MB' });
	});
});
