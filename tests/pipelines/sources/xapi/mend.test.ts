import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { mend } from '#pipelines/sources/xapi/mend.ts';
import { problemsOf } from '#pipelines/sources/xapi/rules.ts';
import { messageOfCode } from '#queries/messages.ts';
import { change } from './broken-statements.ts';
import { statement } from './statement.ts';

const hash = (mail: string) => createHash('sha1').update(`mailto:${mail}`).digest('hex');
const to = 'https://yetanalytics.com/profiles/prepositions/concepts/context-extensions/to';

describe('mend(statement)', () => {
	test('leaves a good statement as it is', () => {
		expect(mend(statement())).toMatchObject({ repairs: ['single_activity_as_list'] });
	});

	test.each([
		['group_activity', change((s) => (s.object.objectType = 'GroupActivity'))],
		['object_type_mended', change((s) => (s.actor.objectType = 'agent'))],
		[
			'context_entry_dropped',
			change(
				(s) =>
					(s.context.contextActivities.parent = [{ id: '438ad672-de2c-4f0b-8876-35444e7dd746' }])
			)
		],
		[
			'object_id_scheme_added',
			change((s) => (s.object.id = '438ad672-de2c-4f0b-8876-35444e7dd746'))
		],
		[
			'voiding_without_type',
			change((s) => {
				s.verb.id = 'http://adlnet.gov/expapi/verbs/voided';
				s.object = { id: '438ad672-de2c-4f0b-8876-35444e7dd746' };
				delete s.context.platform;
				delete s.context.revision;
			})
		],
		['language_tag_mended', change((s) => (s.object.definition.name = { en_US: 'x' }))],
		['language_dropped', change((s) => (s.verb.display = { 'no language': 'x' }))],
		[
			'key_case_mended',
			change((s) => {
				s.Verb = s.verb;
				delete s.verb;
			})
		],
		['unknown_property_dropped', change((s) => (s.colour = 'red'))],
		['null_dropped', change((s) => (s.result.response = null))],
		['mailto_mended', change((s) => (s.actor.mbox = 'Ada@firm.example'))],
		['mailto_mended', change((s) => (s.actor.mbox = 'MAILTO:ada@firm.example '))],
		[
			'repeated_identifier_dropped',
			change((s) => (s.actor.mbox_sha1sum = hash('ada@firm.example')))
		],
		[
			'home_page_scheme_added',
			change((s) => (s.actor = { account: { homePage: 'lms.example/x', name: 'ada' } }))
		],
		[
			'account_name_as_text',
			change((s) => (s.actor = { account: { homePage: 'https://lms.example', name: 7 } }))
		],
		['name_dropped', change((s) => (s.actor.name = 7))],
		['member_dropped', change((s) => (s.actor.member = []))],
		['id_dropped', change((s) => (s.id = '123'))],
		['object_without_id', change((s) => delete s.object.id)],
		['definition_part_dropped', change((s) => (s.object.definition.type = 'course'))],
		['extension_dropped', change((s) => (s.context.extensions = { plain: 1 }))],
		['result_part_dropped', change((s) => (s.result.success = 'true'))],
		['context_part_dropped', change((s) => (s.context.registration = 'x'))],
		['score_out_of_range', change((s) => (s.result.score.raw = 101))],
		['score_out_of_range', change((s) => (s.result.score.scaled = 85))],
		['duration_dropped', change((s) => (s.result.duration = 'an hour'))],
		['duration_from_clock', change((s) => (s.result.duration = '01:30:00'))],
		['time_offset_mended', change((s) => (s.timestamp = '2025-03-03T09:00:00-00:00'))],
		['timestamp_dropped', change((s) => (s.timestamp = 'yesterday'))],
		['stored_dropped', change((s) => (s.stored = 'yesterday'))],
		['authority_dropped', change((s) => (s.authority = {}))],
		['version_dropped', change((s) => (s.version = '0.95'))],
		['attachments_dropped', change((s) => (s.attachments = {}))],
		['verb_display_dropped', change((s) => (s.verb.display = 'did'))]
	])('%s', (code, edit) => {
		const mended = mend(statement(edit));
		expect(mended).toMatchObject({ repairs: expect.arrayContaining([code]) });
		expect(messageOfCode(`reason.repair.${code}`)).not.toBeNull();
		if (!('statement' in mended)) return;
		const left = problemsOf(mended.statement).map((problem) => problem.code);
		expect(left).toEqual(code === 'object_without_id' ? ['missing_activity_id'] : []);
	});

	test.each([
		['no_identifier', change((s) => delete s.actor.mbox)],
		['several_identifiers', change((s) => (s.actor.openid = 'https://id.example/ada'))],
		['several_identifiers', change((s) => (s.actor.mbox_sha1sum = hash('eve@firm.example')))],
		['bad_mbox', change((s) => (s.actor.mbox = 'mailto:ada'))],
		[
			'group_actor',
			change((s) => (s.actor = { objectType: 'Group', mbox: 'mailto:team@firm.example' }))
		],
		['missing_property', change((s) => delete s.actor)],
		['missing_property', change((s) => (s.verb = null))],
		['missing_property', change((s) => delete s.object)],
		['bad_verb', change((s) => (s.verb = { display: { en: 'completed' } }))],
		['bad_iri', change((s) => (s.verb.id = 'completed'))],
		['bad_iri', change((s) => (s.object.id = 'course 7'))],
		['bad_voiding', change((s) => (s.verb.id = 'http://adlnet.gov/expapi/verbs/voided'))],
		[
			'missing_timestamp',
			change((s) => {
				delete s.timestamp;
				delete s.stored;
			})
		],
		[
			'bad_timestamp',
			change((s) => {
				s.timestamp = '03/04/2025';
				delete s.stored;
			})
		]
	])('puts into quarantine: %s', (code, edit) => {
		expect(mend(statement(edit))).toMatchObject({ code });
	});

	test('what is not read may stay broken', () => {
		const inner = { objectType: 'SubStatement', actor: {}, verb: {}, object: {} };
		const mended = mend(statement(change((s) => Object.assign(s, { object: inner, context: {} }))));
		expect(mended).toMatchObject({ repairs: [] });
	});

	test('credits the learner, not who assigned', () => {
		const learner = { mbox: 'mailto:lea@firm.example' };
		const mended = mend(
			statement(
				change((s) =>
					Object.assign(s, {
						verb: { id: 'https://w3id.org/xapi/tla/verbs/assigned' },
						context: { extensions: { [to]: learner } }
					})
				)
			)
		);
		expect(mended).toMatchObject({
			statement: { actor: learner },
			repairs: ['assigner_and_learner_swapped']
		});
	});

	test('unwraps what the Learning Locker database exports', () => {
		const inner = statement(
			change((s) => (s.context = { extensions: { 'https://lms&46;example/x': 1 } }))
		);
		const mended = mend({ _id: '1', voided: false, statement: inner });
		expect(mended).toMatchObject({
			statement: { context: { extensions: { 'https://lms.example/x': 1 } } },
			repairs: ['unwrapped']
		});
	});

	test('writes forms of time that differ in the way our SQL reads them', () => {
		for (const [written, read] of [
			['2025-03-03T09:00Z', '2025-03-03T09:00:00Z'],
			['2025-03-03T0900+0100', '2025-03-03T09:00:00+0100'],
			['2025-03-03t09:00:00,5z', '2025-03-03T09:00:00.5Z'],
			['2016-12-31T23:59:60Z', '2016-12-31T23:59:59Z']
		]) {
			expect(mend(statement(change((s) => (s.timestamp = written))))).toMatchObject({
				statement: { timestamp: read }
			});
		}
	});
});
