import { message } from './messages.ts';
import type { MessageKey } from './messages.ts';
import type { ResultRow } from './present.ts';

type Row = Pick<ResultRow, 'variant' | 'measure' | 'value' | 'lo' | 'hi' | 'suppressed' | 'reason'>;

/** What may be said about the return, in the order in which it is read: the range first, then what would have to be true. */
export interface ReturnInWords {
	/** The range, the likely value and the chance to pay back; or why nothing is computed. */
	readonly range: string;
	readonly isComputed: boolean;
	/** The return by the conservative reading; null where nothing is computed. */
	readonly conservative: string | null;
	/** How many extra moves would make it pay; useful also where no outcome is known. */
	readonly breakEven: string | null;
	/** Each benefit line that counts as nothing, with the reason. */
	readonly uncounted: readonly string[];
	/** Each benefit line with what keeps it from being counted twice or too high. */
	readonly guards: readonly { readonly line: string; readonly guard: string }[];
	/** Never told without it. */
	readonly footer: string;
}

const benefitLines = ['moves', 'exits', 'admin', 'productivity'] as const;

const whyNot: Readonly<Record<string, MessageKey>> = {
	unconfirmed: 'return.not_computed.unconfirmed',
	several_currencies: 'return.not_computed.several_currencies'
};

/** The sentences about an answer of `return_on_investment`. METRICS.md G: the range comes first, and no cause is claimed. */
export function returnInWords(rows: readonly Row[]): ReturnInWords {
	const of = (variant: string, measure: string | null): Row | undefined =>
		rows.find((row) => row.variant === variant && row.measure === measure);
	const likely = of('expected', 'most_likely');
	const chance = of('expected', 'pays_back');
	const careful = of('conservative', null);
	const even = of('expected', 'break_even_moves_per_100');
	const uncounted = benefitLines.flatMap((line) => {
		const row = of('conservative', `benefit_${line}`);
		return row?.value === 0 && row.reason && row.reason !== 'no_study'
			? [
					message('return.uncounted', {
						line: message(`return.line.${line}` as MessageKey),
						reason: message(`return.why.${row.reason}` as MessageKey)
					})
				]
			: [];
	});
	const isComputed =
		typeof likely?.value === 'number' && typeof likely.lo === 'number' && likely.hi !== null;
	return {
		range: isComputed
			? message('return.range', {
					low: likely.lo ?? 0,
					high: likely.hi ?? 0,
					likely: likely.value ?? 0,
					chance: chance?.value ?? chance?.lo ?? 0
				})
			: message(
					likely?.suppressed
						? 'return.not_computed.hidden'
						: (whyNot[likely?.reason ?? ''] ?? 'return.not_computed.unconfirmed')
				),
		isComputed,
		conservative:
			typeof careful?.value === 'number'
				? message('return.conservative', { value: careful.value })
				: null,
		breakEven:
			typeof even?.value === 'number' ? message('return.break_even', { moves: even.value }) : null,
		uncounted,
		guards: benefitLines.map((line) => ({
			line: message(`return.line.${line}` as MessageKey),
			guard: message(`return.guard.${line}` as MessageKey)
		})),
		footer: message('return.footer')
	};
}

/** What an answer of both scenarios says: the range first, never without what it is not; nothing for an answer of one of them. */
export function returnSentences(rows: readonly Row[]): string[] {
	if (!rows.some(({ measure }) => measure === 'most_likely')) return [];
	const { range, conservative, breakEven, footer, isComputed } = returnInWords(rows);
	return [range, conservative, breakEven, isComputed ? footer : null].filter(
		(sentence) => sentence !== null
	);
}

/** What others have published, shown beside an empty input and never used in its stead. METRICS.md G. */
export const returnReferences = (): readonly { readonly input: string; readonly text: string }[] =>
	['external_fill', 'external_premium', 'replacement', 'hours'].map((input) => ({
		input,
		text: message(`return.reference.${input}` as MessageKey)
	}));
