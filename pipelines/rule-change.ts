import { z } from 'zod';
import { ruleColumns } from '#queries/voluntary.ts';

const origins = ['self', 'manager', 'admin', 'rule'] as const;
const obligations = ['mandatory', 'required', 'recommended', 'optional'] as const;
const day = z.iso.date().nullish().default(null);

/** What is asked of a rule's column: places and thresholds are whole numbers, shares and confidences up to 1. */
export const limits = {
	place: z.number().min(0).max(99),
	confidence: z.number().min(0).max(1),
	days: z.number().int().min(0).max(3650),
	minutes: z.number().int().min(0).max(10_080),
	people: z.number().int().min(2).max(100_000),
	share: z.number().min(0).max(1)
} as const;

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) =>
	zone.replaceAll('+', String.raw`\+`)
);

/**
 * What else an analyst sets, and what its value must look like: the opt-in of H, cut-offs of F, thresholds of E, themes, owners
 * of B7, and the zone of the organisation, whose days are those of all answers.
 */
export const settings: readonly { readonly name: RegExp; readonly value: RegExp }[] = [
	{ name: /^index$/, value: /^(on|off)$/ },
	{ name: /^readiness\.[a-z_]+\.(yes|partly)$/, value: /^\d+(\.\d+)?$/ },
	{ name: /^types\.[a-z_]+$/, value: /^\d+(\.\d+)?$/ },
	{ name: /^theme\.[a-z_]+$/, value: /^[^()]*$/ },
	{ name: /^silo\.general_owners$/, value: /^[^;]+(;[^;]+)*$/ },
	{ name: /^time_zone$/, value: new RegExp(`^(${zones.join('|')})$`) }
];

/** One change of what counts as voluntary: a rule's column, the reading of a word, a ruling by hand; or of a setting. */
export const ruleChange = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('rule'),
		rule: z.string().regex(/^(R([1-9]|10)|prompt)$/),
		column: z.enum(ruleColumns),
		/** Null is what the product ships. */
		value: z.number().nullable()
	}),
	z.object({
		kind: z.literal('word'),
		system: z.string().min(1).max(200),
		word: z.string().min(1).max(500),
		/** Null is what the source reads in it. */
		meaning: z.enum([...origins, 'unknown']).nullable(),
		obligation: z.enum(obligations).nullish().default(null)
	}),
	z.object({
		kind: z.literal('override'),
		item: z.string().min(1).max(1000),
		/** A key of one person: an address, a number, a user name. */
		person: z.string().max(500).nullish().default(null),
		audience_kind: z.enum(['all', 'unit', 'role']).nullish().default(null),
		audience: z.string().max(500).nullish().default(null),
		valid_from: day,
		valid_to: day,
		origin: z.enum(origins).nullish().default(null),
		obligation: z.enum(obligations).nullish().default(null),
		note: z.string().max(500).nullish().default(null)
	}),
	z.object({ kind: z.literal('lift'), override_id: z.number().int().positive() }),
	z.object({
		kind: z.literal('setting'),
		name: z.string().max(100),
		/** Null is what the product ships. */
		value: z.string().max(2000).nullable()
	})
]);

export type RuleChange = z.input<typeof ruleChange>;

/** A change that cannot be made or taken back; its message says what to do. */
export class RuleError extends Error {
	override readonly name = 'RuleError';
}
