import { message, systemInWords } from '#lib/messages.ts';

const evidence = {
	same_address: 'people.evidence.same_address',
	same_number: 'people.evidence.same_number',
	same_handle: 'people.evidence.same_handle',
	same_hire_date: 'people.evidence.same_hire_date',
	same_name: 'people.evidence.same_name',
	same_manager: 'people.evidence.same_manager',
	same_unit: 'people.evidence.same_unit',
	part_of_name: 'people.evidence.part_of_name',
	other_systems: 'people.evidence.other_systems',
	in_one_file: 'people.evidence.in_one_file',
	other_number: 'people.evidence.other_number',
	other_hire_date: 'people.evidence.other_hire_date',
	same_title: 'people.evidence.same_title',
	same_title_but_version: 'people.evidence.same_title_but_version',
	same_length: 'people.evidence.same_length',
	same_format: 'people.evidence.same_format',
	same_code_but_version: 'people.evidence.same_code_but_version',
	other_length: 'people.evidence.other_length'
} as const;

const against = new Set(['in_one_file', 'other_number', 'other_hire_date', 'other_length']);

/** What speaks for a pair, or against it, in words. */
export const evidenceInWords = (code: string) => ({
	text: code in evidence ? message(evidence[code as keyof typeof evidence]) : code,
	isAgainst: against.has(code)
});

/** The name of a person or an item, for headings and labels. */
export const nameOf = (subject: Readonly<Record<string, readonly string[]>>): string =>
	subject['names']?.[0] ??
	subject['emails']?.[0] ??
	subject['numbers']?.[0] ??
	subject['usernames']?.[0] ??
	subject['accounts']?.[0] ??
	message('people.nameless');

const facts = [
	['emails', 'people.fact.emails'],
	['numbers', 'people.fact.numbers'],
	['usernames', 'people.fact.usernames'],
	['accounts', 'people.fact.accounts'],
	['codes', 'people.fact.codes'],
	['units', 'people.fact.units'],
	['hired', 'people.fact.hired'],
	['minutes', 'people.fact.minutes'],
	['formats', 'people.fact.formats'],
	['versions', 'people.fact.versions'],
	['systems', 'people.fact.systems']
] as const;

/** What is known of a person or an item, as lines with their labels. */
export const factsOf = (subject: Readonly<Record<string, readonly string[]>>) =>
	facts
		.map(([key, label]) => ({
			label: message(label),
			text: (subject[key] ?? [])
				.map((text) => (key === 'systems' ? systemInWords(text) : text))
				.join(', ')
		}))
		.filter(({ text }) => text !== '');
