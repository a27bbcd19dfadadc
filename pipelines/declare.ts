import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readDeclarations } from '#queries/readiness.ts';
import type { Run } from './command.ts';
import { UsageError } from './command.ts';
import { table, toCsv } from './describe.ts';
import { importFile } from './import.ts';

const words = ['no', 'partly', 'yes'];

const list: Run = ({ warehouse }) =>
	warehouse.read(async (connection) => {
		const declarations = await readDeclarations(connection);
		return {
			exit: 0,
			json: { declarations },
			text: table(
				['question', 'answer', 'declared by', 'on', 'note'],
				declarations.map((row) => [
					row.question,
					words[row.score] ?? '',
					row.declared_by,
					row.declared_on,
					row.note ?? ''
				])
			)
		};
	});

/**
 * `declare` lists what named persons answer for in the readiness checklist; `declare QUESTION no|partly|yes --name NAME
 * --on DAY [--note TEXT]` adds one line. It goes the way of every file: a batch in the history, which can be taken back.
 */
export const declare: Run = async (context, args, options) => {
	const [question, answer] = args;
	if (question === undefined) return list(context, args, options);
	if (!/^q[1-9]$/i.test(question)) throw new UsageError('The questions are Q1 to Q9.');
	if (answer === undefined || !words.includes(answer.toLowerCase()))
		throw new UsageError(`Answer ${question} with no, partly or yes.`);
	const { name, on } = options;
	if (name === undefined || name.trim() === '')
		throw new UsageError('Say who declares it: --name "Head of Learning".');
	if (on === undefined || !z.iso.date().safeParse(on).success)
		throw new UsageError('Say on which day: --on 2026-01-31.');
	const { warehouse, by } = context;
	const folder = mkdtempSync(join(tmpdir(), 'declaration-'));
	try {
		const path = join(folder, `declaration-${question.toUpperCase()}-${on}.csv`);
		writeFileSync(
			path,
			toCsv(
				['Question', 'Score', 'Declared by', 'Declared on', 'Note'],
				[[question.toUpperCase(), answer.toLowerCase(), name.trim(), on, options.note ?? '']]
			)
		);
		const report = await importFile(
			warehouse,
			{ path, name: `declaration-${question.toUpperCase()}-${on}.csv` },
			{ source: 'declarations', importedBy: by, badRowLimit: 0 }
		);
		return {
			exit: 0,
			json: { batch_id: report.batch_id, rows_loaded: report.rows_loaded },
			text: `${question.toUpperCase()} is declared (batch ${report.batch_id}).`
		};
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
};
