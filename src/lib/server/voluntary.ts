import { z } from 'zod';
import type { RuleChange } from '#pipelines/rule-change.ts';
import { ruleChange, RuleError } from '#pipelines/rule-change.ts';
import type { RulePreview } from '#pipelines/rules.ts';
import { changeRules, previewRules, undoRule } from '#pipelines/rules.ts';
import type {
	AgreementCell,
	MethodWord,
	RuleChangeRow,
	RuleShare,
	Ruling,
	VoluntaryEffect
} from '#queries/voluntary.ts';
import {
	methodWords,
	nameableItems,
	ruleAgreement,
	ruleColumns,
	ruleLog,
	ruleShares,
	rulings,
	voluntaryEffect
} from '#queries/voluntary.ts';
import { withConnection } from './batches.ts';
import { prepareSoon, warehouse } from './warehouse.ts';

export type {
	AgreementCell,
	MethodWord,
	RuleChange,
	RuleChangeRow,
	RulePreview,
	RuleShare,
	Ruling,
	VoluntaryEffect
};
export { ruleColumns };

/** Everything that the page about what counts as voluntary shows. */
export const voluntaryPage = () =>
	withConnection(async (connection) => ({
		rules: await ruleShares(connection),
		agreement: await ruleAgreement(connection),
		words: await methodWords(connection),
		rulings: await rulings(connection),
		log: await ruleLog(connection),
		items: await nameableItems(connection),
		effect: await voluntaryEffect(connection)
	}));

const empty = (value: FormDataEntryValue | null): string | null =>
	value === null || String(value).trim() === '' ? null : String(value).trim();

/** The changed columns of one rule: those that differ from what the form was made of. */
function ruleChanges(form: FormData): unknown[] {
	return ruleColumns
		.filter((column) => form.has(column) && form.get(column) !== form.get(`was.${column}`))
		.map((column) => {
			const value = empty(form.get(column));
			return {
				kind: 'rule',
				rule: form.get('rule'),
				column,
				value: value === null ? null : Number(value)
			};
		});
}

function changesIn(form: FormData): unknown[] {
	const kind = form.get('kind');
	if (kind === 'rule') return ruleChanges(form);
	if (kind === 'lift') return [{ kind, override_id: Number(form.get('override_id')) }];
	if (kind === 'word')
		return [
			{
				kind,
				system: form.get('system'),
				word: form.get('word'),
				meaning: empty(form.get('meaning')),
				obligation: empty(form.get('obligation'))
			}
		];
	return [
		{
			kind,
			item: form.get('item'),
			person: empty(form.get('person')),
			audience_kind: empty(form.get('audience_kind')),
			audience: empty(form.get('audience')),
			valid_from: empty(form.get('valid_from')),
			valid_to: empty(form.get('valid_to')),
			origin: empty(form.get('origin')),
			obligation: empty(form.get('obligation')),
			note: empty(form.get('note'))
		}
	];
}

const changeList = z.array(ruleChange).min(1).max(50);

/** The changes that a form asks for; null where it asks for none or for what cannot be. */
export function readChanges(form: FormData): RuleChange[] | null {
	const kept = form.get('changes');
	const given: unknown = typeof kept === 'string' ? parse(kept) : changesIn(form);
	const read = changeList.safeParse(given);
	return read.success ? read.data : null;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

/** The outcome of some work, or the sentence of why it cannot be; any other fault is passed on. */
async function orWhy<T>(
	work: Promise<T>
): Promise<{ readonly done: T } | { readonly why: string }> {
	try {
		return { done: await work };
	} catch (cause) {
		if (cause instanceof RuleError) return { why: cause.message };
		throw cause;
	}
}

/** What the changes would do; nothing of it is kept. */
export const preview = async (changes: readonly RuleChange[]) =>
	orWhy(previewRules(await warehouse(), changes));

/** Makes the changes. */
export async function apply(changes: readonly RuleChange[]) {
	const outcome = await orWhy(changeRules(await warehouse(), changes, 'analyst'));
	prepareSoon();
	return outcome;
}

/** Takes one change back. */
export async function takeBackChange(change: number) {
	const outcome = await orWhy(undoRule(await warehouse(), change, 'analyst'));
	prepareSoon();
	return outcome;
}
