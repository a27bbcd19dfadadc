import { describe, expect, test } from 'vitest';
import { problemCodes } from '#pipelines/sources/xapi/judge.ts';
import { problemsOf } from '#pipelines/sources/xapi/rules.ts';
import { pathText } from '#pipelines/sources/xapi/sort-statements.ts';
import { broken, change, inner } from './broken-statements.ts';
import { statement } from './statement.ts';

describe('problemsOf(statement)', () => {
	test('finds nothing wrong with a full statement', () => {
		expect(problemsOf(statement())).toEqual([]);
	});

	test.each([
		['a time with a space', change((s) => (s.timestamp = '2025-03-03 09:00:00Z'))],
		['a time without zone', change((s) => (s.timestamp = '2025-03-03T09:00:00'))],
		['a time in the future', change((s) => (s.timestamp = '2999-01-01T00:00:00Z'))],
		['version 2.0', change((s) => (s.version = '2.0.0'))],
		[
			'an anonymous group',
			change((s) => (s.actor = { objectType: 'Group', member: [{ mbox: 'mailto:a@b.example' }] }))
		],
		[
			'a sub-statement',
			change((s) => {
				s.object = inner();
				delete s.context.revision;
				delete s.context.platform;
			})
		],
		[
			'a voiding statement',
			change((s) =>
				Object.assign(s, {
					verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
					object: { objectType: 'StatementRef', id: s.id },
					context: {}
				})
			)
		],
		[
			'an agent as object',
			change((s) =>
				Object.assign(s, {
					object: { objectType: 'Agent', mbox: 'mailto:a@b.example' },
					context: {}
				})
			)
		],
		[
			'an authority of two',
			change((s) => (s.authority = { objectType: 'Group', member: [s.actor, s.actor] }))
		],
		[
			'context agents of 2.0',
			change(
				(s) =>
					(s.context.contextAgents = [
						{ objectType: 'contextAgent', agent: s.actor, relevantTypes: ['https://lms.example/t'] }
					])
			)
		],
		['fractions of a second', change((s) => (s.result.duration = 'PT0.01S'))]
	])('accepts %s', (_name, edit) => {
		expect(problemsOf(statement(edit))).toEqual([]);
	});

	test.each(broken)('%s at %s: %s', (code, path, _name, edit) => {
		const problems = problemsOf(statement(edit)).map((problem) => [
			problem.code,
			pathText(problem.path)
		]);
		expect(problems).toContainEqual([code, path]);
	});

	test('refuses what is no object', () => {
		for (const value of [null, 7, 'x', [], [statement()]])
			expect(problemsOf(value)[0]?.code).toBe('not_an_object');
	});

	test('every rule has a case of its own', () => {
		const shown = new Set<string>(['not_an_object', ...broken.map(([code]) => code)]);
		expect(problemCodes.filter((code) => !shown.has(code))).toEqual([]);
	});
});
