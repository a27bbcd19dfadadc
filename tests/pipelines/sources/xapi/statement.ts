type Json = Record<string, unknown>;

/** A statement that keeps every rule and uses most parts; `change` edits the copy. */
export function statement(
	change: (draft: Json & { [key: string]: never }) => void = () => undefined
): Json {
	const draft = {
		id: '7f1c8a52-6f0e-4b6f-9d5e-0a4e4f6b9c01',
		actor: { objectType: 'Agent', name: 'Ada Example', mbox: 'mailto:ada@firm.example' },
		verb: { id: 'http://adlnet.gov/expapi/verbs/completed', display: { en: 'completed' } },
		object: {
			objectType: 'Activity',
			id: 'https://lms.example/course/7',
			definition: {
				type: 'http://adlnet.gov/expapi/activities/course',
				name: { en: 'Writing plainly', 'de-CH': 'Einfach schreiben' },
				extensions: { 'https://lms.example/x': null }
			}
		},
		result: {
			success: true,
			completion: true,
			response: 'yes',
			duration: 'PT1H30M',
			score: { scaled: 0.5, raw: 50, min: 0, max: 100 }
		},
		context: {
			registration: '7f1c8a52-6f0e-4b6f-9d5e-0a4e4f6b9c02',
			instructor: { mbox: 'mailto:teacher@firm.example' },
			team: { objectType: 'Group', name: 'Writers', member: [{ mbox: 'mailto:ada@firm.example' }] },
			platform: 'LMS',
			revision: '3',
			language: 'en-GB',
			statement: { objectType: 'StatementRef', id: '7f1c8a52-6f0e-4b6f-9d5e-0a4e4f6b9c03' },
			contextActivities: {
				grouping: [{ id: 'https://lms.example/programme/1' }],
				category: { id: 'https://lms.example/profile' }
			},
			extensions: {}
		},
		timestamp: '2025-03-03T09:00:00.123Z',
		stored: '2025-03-03T09:00:01Z',
		authority: { mbox: 'mailto:lrs@firm.example' },
		version: '1.0.3',
		attachments: [
			{
				usageType: 'https://lms.example/certificate',
				display: { en: 'Certificate' },
				contentType: 'text/plain',
				length: 3,
				sha2: 'ab'
			}
		]
	};
	change(draft as never);
	return draft;
}
