import { expect, test } from 'vitest';
import { readSql } from '#queries/repository.ts';

test('a macro is defined once, because the file that comes last would win', () => {
	const names = ['macros', 'populations'].flatMap((folder) =>
		[...readSql(folder).values()].flatMap((sql) =>
			[...sql.matchAll(/create or replace macro (\w+)/gi)].map(([, name]) => name)
		)
	);
	expect(names.length).toBeGreaterThan(100);
	expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
});
