import type { Column, Sql, TableColumn } from '../columns.ts';
import { derived, quote } from '../columns.ts';

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
