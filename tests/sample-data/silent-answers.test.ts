import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importFile } from '#pipelines/import.ts';
import { model } from '#pipelines/stages/model.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import { ask } from '#queries/ask.ts';
import { askAll, silentAmong } from './silent-answers.ts';
import type { Silence } from './silent-answers.ts';

const exports = join(import.meta.dirname, '../../sample-data/exports');

/** What a data folder with these files alone tells. */
async function withOnly<T>(
	files: readonly string[],
	tell: (warehouse: Warehouse) => Promise<T>
): Promise<T> {
	const folder = mkdtempSync(join(tmpdir(), 'autonometer-silent-'));
	const warehouse = await openWarehouse(folder, 'the test');
	try {
		for (const file of files)
			await importFile(
				warehouse,
				{ path: join(exports, file), name: file },
				{ importedBy: 'test', isOneOfMany: true }
			);
		if (files.length > 0) await model(warehouse);
		return await tell(warehouse);
	} finally {
		await warehouse.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

const paths = {
	emergent_paths: expect.stringContaining('in no quarter did an order of three or four') as string
};
const unclassed = (words: string): string =>
	expect.stringContaining(`no episode that counts as “${words}” has begun`) as string;

/** Answers without rows that lack no file, with the reason, which was held against the files by hand. */
const known: Readonly<Record<string, { files: readonly string[]; says: Silence }>> = {
	'no file': { files: [], says: {} },
	'an enrolment report': { files: ['absorb-enrolments.csv'], says: paths },
	'a log of events': {
		files: ['moodle-log.csv'],
		says: {
			...paths,
			'time_to_complete unknown': unclassed('unknown'),
			'time_to_complete unknown_from_activity': unclassed(
				'unknown; days from the first activity on'
			)
		}
	},
	'a job history': { files: ['job-history.csv'], says: {} },
	surveys: {
		files: ['survey-wave-1.csv', 'survey-wave-2.csv'],
		says: {
			perceived_autonomy: expect.stringContaining('asks three statements on autonomy') as string
		}
	}
};

describe('an answer without rows names the files that it lacks, or why it has none', () => {
	test.each(Object.entries(known))(
		'%s',
		async (_name, { files, says }) => {
			expect(silentAmong(await withOnly(files, askAll))).toEqual(says);
		},
		120_000
	);

	test('of the variant that is asked for', async () => {
		const said = await withOnly(['absorb-enrolments.csv'], async (warehouse) => {
			const connection = await warehouse.connect();
			const notes = [];
			for (const [metric, variant] of [
				['choice_diversity', 'topic'],
				['self_found_ratio', 'nominal'],
				['voluntary_hours_share', 'content']
			] as const)
				notes.push(
					(await ask(connection, { role: 'analyst' }, { metric, variant })).notes.join(' ')
				);
			connection.closeSync();
			return notes;
		});
		expect(said).toEqual([
			expect.stringMatching(/^Missing: topics of items/),
			expect.stringMatching(/^Missing: lengths of items/),
			expect.stringMatching(/^Missing: time of content played/)
		]);
	}, 240_000);

	test('surveys alone name no learning files', async () => {
		const notes = await withOnly(['survey-wave-1.csv'], async (warehouse) => {
			const connection = await warehouse.connect();
			const answers = [];
			for (const metric of ['favourability', 'loop_closure'])
				answers.push((await ask(connection, { role: 'analyst' }, { metric })).notes.join('. '));
			connection.closeSync();
			return answers;
		});
		expect(notes[0]).toBe(
			'No HR file is loaded: people and units are as the other files name them'
		);
		expect(notes[1]).toMatch(/^Missing: .*says nothing about: themes with an action/);
		expect(notes[1]).toContain('Missing: survey invitations. Without this');
		expect(notes[1]).not.toContain('Nothing to tell');
	}, 240_000);
});
