import { message } from '#lib/messages.ts';

const rules = {
	R1: 'voluntary.rule.R1',
	R2: 'voluntary.rule.R2',
	R3: 'voluntary.rule.R3',
	R4: 'voluntary.rule.R4',
	R5: 'voluntary.rule.R5',
	R6: 'voluntary.rule.R6',
	R7: 'voluntary.rule.R7',
	R8: 'voluntary.rule.R8',
	R9: 'voluntary.rule.R9',
	R10: 'voluntary.rule.R10',
	R11: 'voluntary.rule.R11',
	prompt: 'voluntary.rule.prompt'
} as const;

/** What a rule of evidence looks at. */
export const ruleInWords = (rule: string): string =>
	rule in rules ? message(rules[rule as keyof typeof rules]) : rule;

const columns = {
	place: 'voluntary.column.place',
	confidence: 'voluntary.column.confidence',
	days: 'voluntary.column.days',
	minutes: 'voluntary.column.minutes',
	people: 'voluntary.column.people',
	share: 'voluntary.column.share'
} as const;

/** The label of a column of a rule. */
export const columnInWords = (column: string): string =>
	column in columns ? message(columns[column as keyof typeof columns]) : column;

const origins = {
	self: 'voluntary.origin.self',
	manager: 'voluntary.origin.manager',
	admin: 'voluntary.origin.admin',
	rule: 'voluntary.origin.rule',
	unknown: 'voluntary.origin.unknown'
} as const;

/** Who put a person there, as the choices name it. */
export const originInWords = (origin: string): string =>
	origin in origins ? message(origins[origin as keyof typeof origins]) : origin;

export const originChoices = Object.keys(origins) as readonly (keyof typeof origins)[];

const obligations = {
	mandatory: 'voluntary.obligation.mandatory',
	required: 'voluntary.obligation.required',
	recommended: 'voluntary.obligation.recommended',
	optional: 'voluntary.obligation.optional'
} as const;

/** How binding an item is, as the choices name it. */
export const obligationInWords = (obligation: string): string =>
	obligation in obligations
		? message(obligations[obligation as keyof typeof obligations])
		: obligation;

export const obligationChoices = Object.keys(obligations) as readonly (keyof typeof obligations)[];

const classes = {
	self_initiated: 'voluntary.class.self_initiated',
	prompted: 'voluntary.class.prompted',
	assigned_required: 'voluntary.class.assigned_required',
	assigned_other: 'voluntary.class.assigned_other',
	unknown: 'voluntary.class.unknown'
} as const;

/** The classes in their order, with their names. */
export const classList = (Object.keys(classes) as (keyof typeof classes)[]).map((id) => ({
	id,
	name: message(classes[id])
}));
