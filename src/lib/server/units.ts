import type { Answer } from './ask.ts';

/** The organisation units that a filter can name, from an answer broken down by unit. */
export function unitsOf(answer: Answer): string[] {
	const names = answer.rows
		.map((row) => row['org_unit'])
		.filter((name) => typeof name === 'string' && name !== 'not_stated');
	return [...new Set(names as string[])].toSorted((a, b) => a.localeCompare(b, 'en-GB'));
}
