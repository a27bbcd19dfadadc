import { expect, test } from 'vitest';
import { yearChoices } from '#lib/server/imports-page.ts';

test('the years to choose from end with the present one in UTC, whatever the zone of the machine', () => {
	const years = yearChoices(() => new Date('2025-12-31T23:59:59Z'));
	expect(years).toHaveLength(20);
	expect([years[0], years.at(-1)]).toEqual(['2025', '2006']);
});
