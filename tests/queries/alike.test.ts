import { expect, test } from 'vitest';
import { mostAlike } from '#queries/alike.ts';
import { metrics } from '#queries/catalogue.ts';

test.each([
	['completion_rate', ['voluntary_completion_rate', 'period_completion_rate']],
	['mobilty_rate', ['mobility_rate']],
	['autonomy', ['autonomy_types', 'autonomy_index', 'perceived_autonomy']]
])('a measure called %s is not known, and those that are meant stand first', (name, meant) => {
	const alike = mostAlike(name, [...metrics().keys()]);
	expect(alike).toHaveLength(3);
	expect(alike.slice(0, meant.length).toSorted()).toEqual(meant.toSorted());
});
