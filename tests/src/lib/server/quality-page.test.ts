import { expect, test } from 'vitest';
import { findingOf, heldInWords } from '#lib/server/quality-page.ts';

const held = (check: string) => findingOf({ check, offending: 0, rows: [] });

test('a check of a model is told by its name in words, with the problem of each row', () => {
	const row = { person_id: 7, moved_on: '2024-01-01', problem: 'stands 2 times' };
	expect(findingOf({ check: 'rows_of_post_spell', offending: 1, rows: [row] })).toEqual({
		id: 'rows_of_post_spell',
		sentence: 'Rows of “post spell” are unique and lead to what they name.',
		offending: 1,
		columns: ['person_id', 'moved_on', 'problem'],
		rows: [['7', '2024-01-01', 'stands 2 times']]
	});
});

test('what holds is one sentence per invariant, and one for all derived tables', () => {
	const broken = { ...held('rows_of_episode'), offending: 2 };
	const findings = ['a_key_names_one_person', 'rows_of_move', 'rows_of_item'].map(held);
	expect(heldInWords([...findings, broken])).toEqual([
		'A key names one person.',
		'Rows of 2 derived tables are unique and lead to what they name.'
	]);
});
