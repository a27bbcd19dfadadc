import type { Column, Sql, TableColumn } from '../columns.ts';
import { derived, quote } from '../columns.ts';
import { normaliseHeader } from '../headers.ts';

/** One column of a survey as a question: the code by which it is known, the words that were asked, and its answer. */
export interface Question {
	readonly code: string;
	readonly wording: string;
	readonly answer: Sql;
}

/** How a survey's columns are told from the facts about a response: null where the column is no question. */
export type AsQuestion = (column: TableColumn, table: readonly TableColumn[]) => Question | null;

/** Markup, references to other answers and line breaks taken out of a question's text. */
export const plainText = (text: string): string =>
	text
		.replaceAll(/<\/?[a-z][^<>]*>/gi, ' ')
		.replaceAll('&nbsp;', ' ')
		.replaceAll('&amp;', '&')
		.replaceAll(/[\s\u00A0]+/g, ' ')
		.trim();

/** Every column that is not named as a fact about the response is a question, known by its heading. */
export function questionsBeside(
	facts: readonly string[],
	isFact: (heading: string) => boolean = () => false,
	answer: (cell: Sql) => Sql = (cell) => cell
): AsQuestion {
	const known = new Set(facts.map(normaliseHeader));
	return ({ heading, cell }) => {
		const plain = normaliseHeader(heading);
		if (plain === '' || known.has(plain) || isFact(plain)) return null;
		const wording = plainText(heading);
		return { code: wording, wording, answer: answer(cell) };
	};
}

/** A heading that reads like something asked: several words, or a row of a grid in brackets. */
export const readsAsQuestion = (heading: string): boolean =>
	/\[.+\]$|[?:]$/.test(plainText(heading)) || plainText(heading).split(' ').length >= 4;

/** Codes made different where a file gives two questions one name. */
function distinct(questions: readonly Question[]): readonly Question[] {
	const seen = new Map<string, number>();
	return questions.map((question) => {
		const nth = (seen.get(question.code) ?? 0) + 1;
		seen.set(question.code, nth);
		return nth === 1 ? question : { ...question, code: `${question.code} (${nth})` };
	});
}

/** Wide to long: every question of a response with its answer, in one list. Built in SQL, so that no row passes through us. */
export const answersOf = (asQuestion: AsQuestion): Column => ({
	...derived(({ table }) => {
		const questions = table.flatMap((column) => asQuestion(column, table) ?? []);
		const list = distinct(questions).map(
			({ code, wording, answer }) =>
				`{'question': ${quote(code)}, 'wording': ${quote(wording)}, 'answer': ${answer}}`
		);
		return { value: `[${list.join(', ')}]` };
	}),
	takes: (column, table) => asQuestion(column, table) !== null
});
