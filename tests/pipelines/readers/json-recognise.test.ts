import { describe, expect, test } from 'vitest';
import { recogniseJson } from '#pipelines/readers/json-recognise.ts';

const statement = {
	actor: { mbox: 'mailto:a@firm.example' },
	verb: { id: 'https://lms.example/did' },
	object: { id: 'https://lms.example/1' }
};
const text = (value: unknown) => JSON.stringify(value);

describe('recogniseJson(head)', () => {
	test.each([
		['one statement', text(statement), 'xapi'],
		['a list', text([statement, statement]), 'xapi'],
		['a page', text({ more: '', statements: [statement] }), 'xapi'],
		['an empty page', text({ statements: [] }), 'xapi'],
		['lines', `${text(statement)}\n${text(statement)}\n`, 'xapi'],
		['a head that ends inside its second record', `${text(statement)}\n{"actor":{"mb`, 'xapi'],
		['a head that ends inside its first record', text(statement).slice(0, -5), 'xapi'],
		['statements with a broken one first', text([{ actor: 1 }, statement, statement]), 'xapi'],
		[
			'a Caliper event',
			text({
				'@context': 'http://purl.imsglobal.org/ctx/caliper/v1p2',
				actor: {},
				object: {},
				action: 'Ended'
			}),
			'caliper'
		],
		[
			'a Caliper envelope',
			text({ sensor: 'https://lms.example', sendTime: '2025-01-01T00:00:00Z', data: [{}] }),
			'caliper'
		],
		[
			'a tracking log line',
			text({ event_type: 'play_video', event_source: 'browser', username: 'a' }),
			'tracking-log'
		],
		[
			'a tracking log event',
			text({ name: 'edx.x', data: {}, context: { course_id: 'c', org_id: 'o' } }),
			'tracking-log'
		],
		['a Learning Locker document', text({ _id: '1', statement }), 'learning-locker'],
		['GeoJSON', text({ type: 'FeatureCollection', features: [] }), 'other'],
		['numbers', '[1,2,3]', 'other'],
		['an empty list', '[]', 'other'],
		['no JSON', 'hello', 'other'],
		['hostile depth', '['.repeat(100_000), 'other']
	])('recognises %s', (_name, head, kind) => {
		const found = recogniseJson(head);
		expect(found.kind).toBe(kind);
		expect(found.evidence).not.toBe('');
	});
});
