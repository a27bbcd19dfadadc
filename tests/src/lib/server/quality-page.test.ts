import { expect, test } from 'vitest';
import { findingOf, heldInWords } from '#lib/server/quality-page.ts';
import { readSql } from '#queries/repository.ts';

const held = (check: string) => findingOf({ check, offending: 0, rows: [] });

const files = new Map([[3, { file: 'absorb.csv', numbering: 'line' as const }]]);

test('a check of a model is told by its name in words, with the problem of each row', () => {
	const row = { person_id: 7, moved_on: '2024-01-01', problem: 'stands 2 times' };
	expect(findingOf({ check: 'rows_of_post_spell', offending: 1, rows: [row] })).toMatchObject({
		id: 'rows_of_post_spell',
		sentence: 'Rows of “post spell” are unique and lead to what they name.',
		wrong: 'Rows of “post spell” stand there twice, or name something that is not there.',
		offending: 1,
		columns: ['Person', 'Moved on', 'Problem'],
		rows: [['7', '1 Jan 2024', 'stands 2 times']]
	});
});

test('a row leads to the line of the import that it comes from, or to the import', () => {
	const rows = [
		{ batch_id: 3, line: '12', standing: 'in', is_first: true },
		{ batch_id: 3, line: String(2 ** 40 + 5), standing: 'backdated', is_first: false }
	];
	const told = findingOf({ check: 'an_episode_ends_after_it_began', offending: 2, rows }, files);
	expect(told.columns).toEqual(['Where it comes from', 'Counts as', 'First']);
	expect(told.rows).toEqual([
		[{ text: 'absorb.csv, line\u00a012', href: '/imports/3/lines/12' }, 'in', 'yes'],
		[{ text: 'absorb.csv, line\u00a05, column 1', href: '/imports/3/lines/5' }, 'backdated', 'no']
	]);
	const whole = [{ batch_id: 3, rows_read: 5 }];
	expect(
		findingOf({ check: 'refused_rows_are_kept', offending: 1, rows: whole }, files).rows
	).toEqual([[{ text: 'absorb.csv, the whole import', href: '/imports/3' }, '5']]);
});

test('a row of an import that is not known says its number', () => {
	const rows = [
		{ batch_id: 3, line: 4, day: null },
		{ batch_id: 9, line: 4, day: null }
	];
	const told = findingOf({ check: 'a_day_of_activity_is_counted', offending: 2, rows }, files);
	expect(told.columns).toEqual(['Where it comes from', 'Import', 'Line']);
	expect(told.rows[1]).toEqual(['', '9', '4']);
});

test('a fault says which measures are made of the rows, and what to do', () => {
	const move = findingOf({ check: 'a_change_of_post_has_its_kind', offending: 1, rows: [{}] });
	const touched = move.touches.map(({ id }) => id);
	expect(touched).toContain('mobility_rate');
	expect(touched).not.toContain('comment_sentiment');
	expect(move.remedy).toContain('made anew');
	const lost = findingOf({
		check: 'batches_hold_the_rows_that_they_loaded',
		offending: 1,
		rows: []
	});
	expect(lost.remedy).toContain('take the imports below back');
	const kept = findingOf({ check: 'a_kept_path_is_within_its_beginning', offending: 1, rows: [] });
	expect(kept.remedy).toContain('kept ready');
});

test('every check has words for what is wrong, without the name of a column', () => {
	const wrongs = [...readSql('checks').keys()].map(
		(check) => findingOf({ check, offending: 1, rows: [] }).wrong
	);
	expect(wrongs.filter((wrong) => wrong.includes('_') || !wrong.endsWith('.'))).toEqual([]);
});

test('what holds stands by subject, one sentence per invariant and one for all derived tables', () => {
	const broken = { ...held('rows_of_episode'), offending: 2 };
	const findings = [
		'a_path_is_a_run_of_its_sequence',
		'a_key_names_one_person',
		'rows_of_move',
		'rows_of_item'
	].map(held);
	expect(heldInWords([...findings, broken])).toEqual([
		{ subject: 'People and jobs', sentences: ['A key names one person.'] },
		{
			subject: 'Paths',
			sentences: [
				'A path is a run of the items that a person chose, and every run of three is one.'
			]
		},
		{
			subject: 'Numbers and the tables they are made of',
			sentences: ['Rows of 2 derived tables are unique and lead to what they name.']
		}
	]);
});

test('every check is about something that the page has a heading for', () => {
	const checks = [...readSql('checks').keys()];
	const told = heldInWords(checks.map(held)).flatMap(({ sentences }) => sentences);
	expect(told).toHaveLength(checks.length);
});
