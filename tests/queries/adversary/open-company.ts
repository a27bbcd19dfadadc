import { listValue } from '@duckdb/node-api';
import { crowdTo } from '../crowd.ts';
import { openWarehouse } from '../warehouse.ts';
import type { Warehouse } from '../warehouse.ts';
import { dayAfter, monthAfter } from './calendar.ts';
import { isTold, monthsFrom, owners, questions } from './company.ts';
import type { Company } from './company.ts';
import { costs, external, windows, wordsOf } from './surroundings.ts';

/** A built warehouse with the files of a company. */
export async function openCompany(company: Company): Promise<Warehouse> {
	const warehouse = await openWarehouse();
	const { connection } = warehouse;
	await warehouse.load({ to: crowdTo, enrolments: company.learning.filter(isTold) });
	await warehouse.load({
		system: 'player',
		to: crowdTo,
		enrolments: company.learning.filter((row) => !isTold(row)),
		tellsCompletion: false
	});
	await connection.run(
		"insert into setting values ('personnel.from', $day), ('index', 'on'), ('silo.general_owners', 'Everybody')",
		{
			day: monthsFrom
		}
	);
	for (const own of Map.groupBy(company.months, ({ person }) => person).values()) {
		const [first] = own;
		if (!first) continue;
		const end = own.at(-1)?.day ?? first.day;
		const left = end < '2025-06-01' ? monthAfter(end, 1) : undefined;
		await warehouse.employ(first.person, first.day === monthsFrom ? '2020-01-01' : first.day, left);
		let before = '';
		for (const { person, day, unit, family, place, grade, fte } of own) {
			const post = JSON.stringify([unit, family, place, grade, fte]);
			if (post === before) continue;
			before = post;
			await warehouse.job(
				person,
				day === monthsFrom ? '2020-01-01' : day,
				unit,
				`${family} ${grade}`,
				undefined,
				{
					family,
					location: place,
					grade,
					...(fte !== null && { fte })
				}
			);
		}
	}
	await warehouse.personnelTo(crowdTo);
	const found = await connection.runAndReadAll(
		'select username, min(identity_id) from identity group by username'
	);
	const identities = new Map(found.getRowsJS() as [string, number][]);
	await loadVoices(warehouse, company, identities);
	await loadSurroundings(warehouse, company, identities);
	await describeItems(warehouse);
	await warehouse.build();
	return warehouse;
}

/** Makes batches, numbered onwards. */
const batches = (
	insert: Warehouse['insert'],
	from: number
): ((source: string) => Promise<number>) => {
	let id = from;
	return async (source) => {
		id += 1;
		await insert('batch', {
			batch_id: id,
			source_id: source,
			system: source,
			file_name: `${source}.csv`,
			sha256: `${source} ${id}`,
			data_to: crowdTo,
			imported_at: '2026-01-01 00:00:00'
		});
		return id;
	};
};

/** Prompts, filled vacancies, windows of mandatory learning and the marks of external items. */
async function loadSurroundings(
	{ insert, prompt }: Warehouse,
	{ prompts, vacancies }: Company,
	identityOf: ReadonlyMap<string, number>
): Promise<void> {
	for (const { person, item, shown, isHeldOut } of prompts)
		await prompt(person, item, shown, isHeldOut ? 'hold-out' : 'banner');
	const batchOf = batches(insert, 800_000);
	const fills = await batchOf('vacancies');
	let line = 1;
	for (const { person, filled, unit, family, grade } of vacancies)
		await insert('vacancy_fill', {
			batch_id: fills,
			line: (line += 1),
			...(person !== null && { identity_id: identityOf.get(person) ?? 0 }),
			filled_on: filled,
			org_unit: unit,
			job_family: family,
			grade,
			fill_kind: person === null ? 'external' : 'internal'
		});
	const sheet = await batchOf('costs');
	for (const [input, likely] of Object.entries(costs))
		await insert('cost_input', {
			batch_id: sheet,
			line: (line += 1),
			input,
			likely,
			currency: 'EUR',
			basis: 'an invoice',
			confirmed_by: 'Somebody',
			confirmed_on: monthsFrom
		});
	const calendar = await batchOf('windows');
	for (const { unit, month } of windows)
		await insert('mandatory_window', {
			batch_id: calendar,
			line: (line += 1),
			org_unit: unit === '' ? null : unit,
			starts_on: month,
			ends_on: dayAfter(monthAfter(month, 1), -1)
		});
}

/** What the catalogue says of items: owners, topics, which of them are external. */
async function describeItems({ connection }: Warehouse): Promise<void> {
	for (const [item, owner] of Object.entries(owners))
		await connection.run('update item_alias set owner_unit = $owner where code = $item', {
			owner,
			item
		});
	await connection.run("update item_alias set owner_unit = 'Everybody' where owner_unit is null");
	await connection.run(
		"update item_alias set topics = case when code < 'c4' then 'Law' when code < 'w' then 'Trade;Law' else code end"
	);
	await connection.run('update item_alias set is_external = list_contains($items, code)', {
		items: listValue([...external])
	});
}

/** Survey answers with their key and invitations, and ratings. */
async function loadVoices(
	{ connection: to, insert }: Warehouse,
	{ invited, replies, ratings, comments }: Company,
	identityOf: ReadonlyMap<string, number>
): Promise<void> {
	const batchOf = batches(insert, 900_000);
	const survey = await batchOf('survey');
	for (const question of Object.keys(questions))
		await insert('survey_question', { batch_id: survey, question, wording: question });
	await insert('survey_question', { batch_id: survey, question: 'T', wording: 'T' });
	let line = 1;
	const answers = await to.createAppender('survey_answer');
	for (const { person, wave, closed, scores } of replies) {
		line += 1;
		await insert('survey_response', {
			batch_id: survey,
			line,
			identity_id: identityOf.get(person) ?? 0,
			survey: 'pulse',
			wave,
			response_key: String(line),
			submitted_at: `${closed} 12:00:00`,
			is_complete: true,
			is_preview: false,
			language: 'en'
		});
		for (const [question, score] of Object.entries(scores)) {
			answers.appendInteger(survey);
			answers.appendBigInt(BigInt(line));
			answers.appendVarchar(question);
			answers.appendVarchar(String(score));
			answers.appendDouble(score);
			answers.appendInteger(questions[question] ?? 5);
			answers.endRow();
		}
		const said = comments.find((one) => one.person === person && one.wave === wave);
		if (!said) continue;
		const at = { batch_id: survey, line, question: 'T' };
		await insert('survey_answer', { ...at, answer: wordsOf(said) });
		await insert('comment_tone', {
			...at,
			compound: (said.tone ?? 0) / 2,
			language: said.tone === null ? 'de' : 'en',
			lexicon_version: 1
		});
	}
	answers.closeSync();
	const key = await batchOf('survey-key');
	for (const [question, construct] of Object.entries({
		A: 'control',
		B: 'choice_of_topic',
		C: 'choice_of_time'
	}))
		await insert('survey_key', {
			batch_id: key,
			line: (line += 1),
			question,
			construct,
			is_reversed: false
		});
	const asked = await batchOf('survey-invitations');
	for (const { person, wave } of invited)
		await insert('survey_invitation', {
			batch_id: asked,
			line: (line += 1),
			identity_id: identityOf.get(person) ?? 0,
			survey: 'pulse',
			wave,
			state: 'delivered'
		});
	const rounds = await batchOf('ratings');
	for (const { person, rated, score } of ratings)
		await insert('manager_rating', {
			batch_id: rounds,
			line: (line += 1),
			identity_id: identityOf.get(person) ?? 0,
			rater_key: 'boss',
			cycle: rated,
			rated_on: rated,
			question: 'ready',
			score,
			points: 5
		});
}
