import type { DuckDBConnection } from '@duckdb/node-api';
import type { MessageKey } from './messages.ts';
import { message } from './messages.ts';

/** The types that can be supported, in the order in which their rules are tried (METRICS.md E). */
export const autonomyTypes = ['strategic', 'proactive', 'reactive', 'passive'] as const;
export type AutonomyType = (typeof autonomyTypes)[number];

/** What helps the people of a type: a card about a group, never about a person. */
export interface SupportCard {
	readonly type: AutonomyType;
	readonly name: string;
	/** The rule by which people count as of this type, with the thresholds that hold. */
	readonly rule: string;
	readonly supports: readonly string[];
}

const text = (key: string, values: Readonly<Record<string, number>> = {}): string =>
	message(key as MessageKey, values);

/** What is offered to the people of a type, without the thresholds. */
export function supportsOf(type: AutonomyType): Omit<SupportCard, 'rule'> {
	return {
		type,
		name: text(`types.${type}.name`),
		supports: [1, 2, 3].map((place) => text(`types.${type}.support.${place}`))
	};
}

/**
 * A card for each type, who has none (`unclassified`), and the sentence that stands below every chart of types. The models
 * must stand: the thresholds in the sentences are those of `autonomy_rule`.
 */
export async function supportCards(connection: DuckDBConnection): Promise<{
	readonly cards: readonly SupportCard[];
	readonly unclassified: { readonly name: string; readonly rule: string };
	readonly note: string;
}> {
	const reader = await connection.runAndReadAll('select * from autonomy_rule');
	const [thresholds = {}] = reader.getRowObjectsJS() as Record<string, number>[];
	return {
		cards: autonomyTypes.map((type) => ({
			...supportsOf(type),
			rule: text(`types.${type}.rule`, thresholds)
		})),
		unclassified: {
			name: text('types.not_classifiable.name'),
			rule: text('types.not_classifiable.rule', thresholds)
		},
		note: text('types.note', thresholds)
	};
}
