import type { DuckDBConnection } from '@duckdb/node-api';
import { ask, type Answer, type AskRequest, type ResultRow, type Viewer } from '#queries/ask.ts';
import { createAnswers } from './answers.ts';
import { warehouse } from './warehouse.ts';

export type { Answer, AskRequest, ResultRow, Viewer };

const answerAll = createAnswers<DuckDBConnection, AskRequest, Answer>({
	read: async (work) => (await warehouse()).read(work),
	version: async (connection) => {
		const reader = await connection.runAndReadAll(
			"select coalesce(max(value), '0') as version from setting where name = 'model_version'"
		);
		return String(reader.getRowObjectsJS()[0]?.['version'] ?? '0');
	},
	ask: (connection, role, request) => ask(connection, { role: role as Viewer['role'] }, request),
	atOnce: 2,
	timeoutMs: 15_000,
	kept: 500
});

/** The answers to several questions, by the names they were asked under, about one and the same state of the data. */
export async function answersTo<Name extends string>(
	viewer: Viewer,
	questions: Readonly<Record<Name, AskRequest>>
): Promise<Record<Name, Answer>> {
	const names = Object.keys(questions) as Name[];
	const found = await answerAll(
		viewer.role,
		names.map((name) => questions[name])
	);
	return Object.fromEntries(names.map((name, index) => [name, found[index]])) as Record<
		Name,
		Answer
	>;
}
