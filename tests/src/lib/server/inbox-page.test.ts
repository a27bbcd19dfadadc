import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inboxFolder } from '#pipelines/inbox-schedule.ts';
import { takeInbox } from '#pipelines/inbox.ts';
import { lookAtInbox } from '#pipelines/inbox-files.ts';
import { saveMapping } from '#pipelines/saved-mappings.ts';
import { inboxPage } from '#lib/server/inbox-page.ts';
import { warehouse } from '#lib/server/warehouse.ts';
import { withDataFolder } from '../../api/send.ts';

const data = withDataFolder();
const now = () => new Date();

const log = `Time,User full name,Affected user,Event context,Component,Event name,Description,Origin,IP address
"7 September, 21:40",Ann Ito,-,Course: Safety,System,Course viewed,"The user with id '7' viewed the course with id '5'.",web,10.0.0.1
`;

test('the page of the inbox opens the mapping for what a mapping may help, a log without years included', async () => {
	const folder = inboxFolder(data.path);
	mkdirSync(folder);
	const files = {
		'log.csv': log,
		'strange.csv': 'colour,taste\nred,sweet\nblue,sour\n',
		'broken.json': '[{"id": '
	};
	for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
	await takeInbox(await warehouse(), { importedBy: 'test', now });
	const { refused } = await inboxPage();
	expect(refused.map(({ name, canMap }) => [name, canMap])).toEqual([
		['broken.json', false],
		['log.csv', true],
		['strange.csv', true]
	]);
	const waiting = async () =>
		(await lookAtInbox(data.path, { now })).waiting.map(({ name }) => name);
	expect(await waiting()).toEqual([]);
	saveMapping(
		data.path,
		'Mine',
		{ source: 'own-people', columns: { Login: 'Person number' } },
		'x'
	);
	expect(await waiting()).toEqual(['log.csv', 'strange.csv']);
});
