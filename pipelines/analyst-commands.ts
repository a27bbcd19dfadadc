import type { MatchSubject } from '#queries/matching.ts';
import { leaverPresence, matchCandidates, matchDecisions, systemPairs } from '#queries/matching.ts';
import { message } from '#queries/messages.ts';
import {
	ruleAgreement,
	ruleLog,
	ruleShares,
	rulings,
	voluntaryEffect
} from '#queries/voluntary.ts';
import type { Run } from './command.ts';
import { UsageError } from './command.ts';
import { table } from './describe.ts';
import type { Verdict } from './matches.ts';
import { decideMatches, MatchError, takeBackMatches } from './matches.ts';
import type { RuleChange } from './rule-change.ts';
import { ruleChange, RuleError } from './rule-change.ts';
import { changeRules, previewRules, undoRule } from './rules.ts';
import { sources } from './sources/sources.ts';
import type { Warehouse } from './warehouse/open.ts';

/** What is wrong with a decision is wrong use of the command. */
async function asUsage<T>(work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (cause) {
		if (cause instanceof MatchError || cause instanceof RuleError)
			throw new UsageError(cause.message, { cause });
		throw cause;
	}
}

const verdictOf: Readonly<Record<string, Verdict>> = {
	accept: 'same',
	same: 'same',
	different: 'different',
	later: 'later'
};

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function numbersOf(texts: readonly string[]): readonly number[] {
	const numbers = texts.map(Number);
	if (numbers.length === 0 || !numbers.every((number) => Number.isInteger(number)))
		throw new UsageError('Name it by its number; the log has them.');
	return numbers;
}

const listMatches =
	(subject: MatchSubject): Run =>
	({ warehouse }) =>
		warehouse.read(async (connection) => {
			const candidates = await matchCandidates(connection, subject);
			const decisions = await matchDecisions(connection, subject);
			const [pairs, leavers] =
				subject === 'person'
					? [await systemPairs(connection), await leaverPresence(connection)]
					: [[], []];
			const name = (of: Readonly<Record<string, readonly string[]>>): string =>
				[of['names']?.[0], of['emails']?.[0] ?? of['numbers']?.[0] ?? of['codes']?.[0]]
					.filter((text) => text !== undefined)
					.join(' · ');
			const text = [
				...pairs.map((pair) =>
					message('import.and_people_in_both_smaller_one', {
						left_system: pair.left_system,
						right_system: pair.right_system,
						both_persons: pair.both_persons,
						matched_share: percent(pair.matched_share)
					})
				),
				...leavers.map((row) =>
					message('import.people_who_left_by_are_in', {
						system: row.system,
						present: row.present,
						leavers: row.leavers,
						personnel_system: row.personnel_system
					})
				),
				table(
					['match', 'score', 'one', 'other', 'evidence'],
					candidates.map((row) => [
						row.match_id,
						Math.round(row.score * 100) / 100,
						name(row.left_subject),
						name(row.right_subject),
						row.evidence.join(', ')
					])
				),
				table(
					['entry', 'pair', 'verdict', 'one', 'other', 'by', 'when', 'taken back'],
					decisions.flatMap(({ pairs: decided, ...row }) =>
						decided.map((pair) => [
							row.entry_id,
							pair.decision_id,
							row.verdict,
							pair.left_name,
							pair.right_name,
							row.decided_by,
							row.decided_at,
							pair.taken_back_at
						])
					)
				)
			].join('\n');
			return {
				exit: 0,
				json: { subject, candidates, decisions, systems: pairs, leavers },
				text
			};
		});

/** `matches [items]`, `matches accept|different|later MATCH…`, `matches undo ENTRY…`, `matches undo pair PAIR…`. */
export const matches: Run = async (context, args, options) => {
	const subject: MatchSubject = args[0] === 'items' ? 'item' : 'person';
	const [action, ...named] = args[0] === 'items' ? args.slice(1) : args;
	if (action === undefined) return listMatches(subject)(context, args, options);
	const { warehouse, by } = context;
	if (action === 'undo') {
		const [part, ids] =
			named[0] === 'pair' ? (['pair', named.slice(1)] as const) : (['entry', named] as const);
		const done = await asUsage(takeBackMatches(warehouse, part, numbersOf(ids), by));
		return {
			exit: 0,
			json: done,
			text: message('import.pairs_taken_back', { pairs: done.decision_ids.length })
		};
	}
	const verdict = verdictOf[action];
	if (!verdict) throw new UsageError(`"matches ${action}" is not understood.`);
	const done = await asUsage(decideMatches(warehouse, subject, named, verdict, by));
	return {
		exit: 0,
		json: done,
		text: message('import.decided_as_entry', {
			entry: done.entry_id,
			pairs: done.decision_ids.length
		})
	};
};

const showRules: Run = ({ warehouse }) =>
	warehouse.read(async (connection) => {
		const rules = await ruleShares(connection);
		const agreement = await ruleAgreement(connection);
		const effect = await voluntaryEffect(connection);
		const log = await ruleLog(connection);
		const overrides = await rulings(connection);
		const kappa = agreement[0]?.kappa;
		const text = [
			table(
				['rule', 'place', 'confidence', 'days', 'minutes', 'people', 'share', 'decided'],
				rules.map((row) => [
					row.rule,
					row.place,
					row.confidence,
					row.days,
					row.minutes,
					row.people,
					row.share,
					row.decided
				])
			),
			agreement.length === 0
				? message('import.no_episode_has_both_stated_and')
				: message('import.stated_and_inferred_agree_in_episodes', {
						agreed: percent(agreement[0]?.agreed ?? 0),
						to_fixed: kappa === null || kappa === undefined ? '–' : kappa.toFixed(2)
					}),
			table(
				['change', 'of', 'name', 'by', 'when', 'taken back'],
				log.map((row) => [
					row.change_id,
					row.kind,
					row.name,
					row.changed_by,
					row.changed_at,
					row.undone_at
				])
			)
		].join('\n');
		return { exit: 0, json: { rules, agreement, effect, overrides, log }, text };
	});

/** `rule.R9.people 15`, `word SYSTEM WORD MEANING`, `override {…}`, `lift N`, `setting NAME VALUE`; "shipped" is what the product ships. */
function changeOf([what = '', ...rest]: readonly string[]): RuleChange {
	const column = /^(?:rule\.)?(\w+)\.(\w+)$/.exec(what);
	const given: unknown = column
		? {
				kind: 'rule',
				rule: column[1],
				column: column[2],
				value: rest[0] === undefined || rest[0] === 'shipped' ? null : Number(rest[0])
			}
		: what === 'word'
			? {
					kind: 'word',
					system: rest[0],
					word: rest[1],
					meaning: rest[2] === undefined || rest[2] === 'shipped' ? null : rest[2]
				}
			: what === 'setting'
				? {
						kind: 'setting',
						name: rest[0],
						value: rest[1] === undefined || rest[1] === 'shipped' ? null : rest[1]
					}
				: what === 'lift'
					? { kind: 'lift', override_id: Number(rest[0]) }
					: what === 'override'
						? { kind: 'override', item: rest[0], ...overrideFacts(rest.slice(1)) }
						: undefined;
	const read = ruleChange.safeParse(given);
	if (!read.success) throw new UsageError(`"${[what, ...rest].join(' ')}" is no change of a rule.`);
	return read.data;
}

/** The change that the words state. Throws for a word of a system that neither a known export nor an import names. */
async function changeFor(warehouse: Warehouse, words: readonly string[]): Promise<RuleChange> {
	const change = changeOf(words);
	if (change.kind !== 'word') return change;
	const imported = await warehouse.read(async (connection) =>
		(await connection.runAndReadAll('select distinct system from batch'))
			.getRowsJS()
			.map(([system]) => String(system))
	);
	const known = [...new Set([...sources.map(({ system }) => system), ...imported])].toSorted();
	if (known.includes(change.system)) return change;
	throw new UsageError(
		message('import.there_no_system_called', { named: change.system, known: known.join(', ') })
	);
}

/** `origin=self obligation=required person=a@b.c audience=unit:Sales from=2025-01-01 to=… note=…` */
function overrideFacts(pairs: readonly string[]): Readonly<Record<string, string>> {
	const named: Readonly<Record<string, string>> = { from: 'valid_from', to: 'valid_to' };
	return Object.fromEntries(
		pairs.flatMap((pair): [string, string][] => {
			const [name = '', ...value] = pair.split('=');
			const text = value.join('=');
			if (name !== 'audience') return [[named[name] ?? name, text]];
			const [kind = '', ...audience] = text.split(':');
			return [
				['audience_kind', kind],
				['audience', audience.join(':')]
			];
		})
	);
}

/** `rules`, `rules set CHANGE`, `rules preview CHANGE`, `rules undo CHANGE`. */
export const rules: Run = async (context, args, options) => {
	const [action, ...rest] = args;
	if (action === undefined) return showRules(context, args, options);
	const { warehouse, by } = context;
	if (action === 'undo') {
		const [id = 0] = numbersOf(rest);
		const done = await asUsage(undoRule(warehouse, id, by));
		return {
			exit: 0,
			json: done,
			text: message('import.change_was_taken_back', { change_id: done.change_id })
		};
	}
	if (action === 'set') {
		const done = await asUsage(changeRules(warehouse, [await changeFor(warehouse, rest)], by));
		return { exit: 0, json: done, text: `Done, as change ${done.change_ids.join(', ')}.` };
	}
	if (action !== 'preview') throw new UsageError(`"rules ${action}" is not understood.`);
	const preview = await asUsage(previewRules(warehouse, [await changeFor(warehouse, rest)]));
	const names = [
		...new Set([...Object.keys(preview.before.classes), ...Object.keys(preview.after.classes)])
	].toSorted();
	return {
		exit: 0,
		json: preview,
		text: table(
			['', 'before', 'after'],
			[
				...names.map((name) => [
					name,
					preview.before.classes[name] ?? 0,
					preview.after.classes[name] ?? 0
				]),
				...(['broad', 'strict'] as const).map((name) => [
					`completion, ${name}`,
					preview.before[name]?.value ?? null,
					preview.after[name]?.value ?? null
				])
			]
		)
	};
};
