import { expect, test } from 'vitest';
import { allMappings, takeIn } from '#lib/server/mapping-page.ts';
import { withDataFolder } from '../../api/send.ts';

withDataFolder();

test('a shared mapping with a heading that its source does not know is not kept, and says what is near', () => {
	const shared = (heading: string) =>
		takeIn(JSON.stringify({ name: 'Ours', source: 'own-enrolments', columns: { Kurs: heading } }));
	expect(shared('Item takn')).toEqual({
		why: expect.stringMatching(/no column called "Item takn" \(closest: "Item taken"/) as string
	});
	expect(allMappings()).toEqual([]);
	expect(shared('Item taken')).toEqual({ name: 'Ours' });
});
