import { message } from './messages.ts';
import type { ResultRow } from './present.ts';
import type { Question } from './request.ts';
import { returnSentences } from './return.ts';

/** Words that claim a cause. METRICS.md C4, the wording gate: no generated text may hold one; tests/queries/wording.test.ts. */
export const causalWords =
	/\b(caus(?:ed|es|ing)|led to|drove|driven by|boost(?:ed|s|ing)?|impact of|due to|thanks to|because of (?:the )?learning)\b/i;

/** What may be said about a matched difference, and what always stands below it. */
export interface DifferenceSentence {
	readonly text: string;
	readonly footer: string;
	/** Whether the interval leaves 0 out; only then may the sentence say more or less. */
	readonly isClear: boolean;
}

type Row = Pick<ResultRow, 'variant' | 'measure' | 'value' | 'lo' | 'hi' | 'suppressed' | 'reason'>;

const footer = (): string => message('mobility.difference.footer');

function withoutNumber(row: Row | undefined): string {
	if (!row) return message('mobility.difference.none');
	if (row.suppressed) return message('mobility.difference.hidden');
	if (row.reason === 'nested') return message('mobility.difference.nested');
	return row.reason === 'half_unmatched'
		? message('mobility.difference.half_unmatched')
		: message('mobility.difference.below_30_per_arm');
}

/**
 * The one sentence that may be said about `mobility_difference` or `retention_difference`: chosen by the interval of the
 * matched difference, never by its value alone. `rows` are those of one period and breakdown.
 */
export function differenceSentence(rows: readonly Row[], outcome: string): DifferenceSentence {
	const of = (measure: string): Row | undefined =>
		rows.find((row) => row.variant === outcome && row.measure === measure);
	const found = of('rd');
	const [learners, others] = [of('learners'), of('others')];
	if (
		!found ||
		found.value === null ||
		found.lo === null ||
		found.hi === null ||
		typeof learners?.value !== 'number' ||
		typeof others?.value !== 'number'
	) {
		return { text: withoutNumber(found), footer: footer(), isClear: false };
	}
	const isClear = found.lo > 0 || found.hi < 0;
	const values = {
		outcome,
		learners: learners.value,
		others: others.value,
		difference: found.value * 100,
		low: found.lo * 100,
		high: found.hi * 100
	};
	const kind = isClear ? (found.value > 0 ? 'more' : 'less') : 'apart';
	return { text: message(`mobility.difference.${kind}`, values), footer: footer(), isClear };
}

type Asked = Pick<Question, 'metric' | 'variants' | 'grain' | 'by'>;

/** One sentence for each outcome, and what no number of them is adjusted for; none for a table of periods or places, of which each would need its own. */
function comparedInWords({ variants, grain, by }: Asked, rows: readonly Row[]): string[] {
	if (grain !== null || by.length > 0) return [];
	const told = [...new Set(rows.flatMap(({ variant }) => variant ?? []))];
	const outcomes = told.length > 0 ? told : variants;
	const sentences = new Set(outcomes.map((outcome) => differenceSentence(rows, outcome).text));
	const hasNumber = rows.some(({ measure, value }) => measure === 'rd' && value !== null);
	return hasNumber ? [...sentences, footer()] : [...sentences];
}

/** What may be said of an answer in words, for measures that compare similar people and for the return; nothing for others. */
export function saidInWords(question: Asked, rows: readonly Row[]): string[] {
	switch (question.metric.id) {
		case 'mobility_difference':
		case 'retention_difference':
			return comparedInWords(question, rows);
		case 'return_on_investment':
			return returnSentences(rows);
		default:
			return [];
	}
}
