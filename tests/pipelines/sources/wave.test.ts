import { describe, expect, test } from 'vitest';
import { readFileName } from '#pipelines/sources/voice/wave.ts';

describe('readFileName(name): every download of a survey is of that survey', () => {
	test.each([
		'Pulse(1-57).xlsx',
		'Pulse(1-212) (1).xlsx',
		'Pulse (Responses).xlsx',
		'Pulse (Responses) - Form Responses 1.csv',
		'Pulse (Antworten) - Formularantworten 1.csv',
		'Pulse_February 1, 2025_10.11.csv',
		'Pulse_June+22%2C+2024_09.15.csv',
		'Pulse_1. Februar 2025_10.11.csv',
		'Pulse_3 de marzo de 2025_10.11.csv',
		'Pulse - 2025-03-05T10-11-12.csv'
	])('%s', (name) => {
		expect(readFileName(name)).toEqual({ survey: 'pulse', wave: null });
	});

	test('the wave that a name tells of is kept', () => {
		expect(readFileName('Pulse 2025-Q1(1-57).xlsx')).toEqual({ survey: 'pulse', wave: '2025-q1' });
		expect(readFileName('Pulse 2025-03 (Responses).xlsx')).toEqual({
			survey: 'pulse',
			wave: '2025-03'
		});
	});
});
