import { beforeAll, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import { metrics } from '#queries/catalogue.ts';
import { keepVersions } from '#queries/versions.ts';
import { crowdTo, makeCrowd } from './crowd.ts';
import { openWarehouse } from './warehouse.ts';
import type { Warehouse } from './warehouse.ts';

let warehouse: Warehouse;

beforeAll(async () => {
	warehouse = await openWarehouse();
	await warehouse.load({ to: crowdTo, enrolments: makeCrowd(3, 40, 150) });
	await warehouse.build();
	await keepVersions(warehouse.connection);
}, 240_000);

const kept = async (where: string): Promise<number> =>
	Number(
		(
			await warehouse.connection.runAndReadAll(`select count(*) from metric_version where ${where}`)
		).getRowsJS()[0]?.[0]
	);

const notes = async (metric: string): Promise<readonly string[]> =>
	(await ask(warehouse.connection, { role: 'analyst' }, { metric })).notes;

const ofVersion = expect.stringMatching(/follows version/) as string;

test('what a warehouse began with is kept once and worth no word', async () => {
	await keepVersions(warehouse.connection);
	expect(await kept('since is null')).toBe(metrics().size);
	expect(await kept('since is not null')).toBe(0);
	expect(await notes('voluntary_completion_rate')).not.toContainEqual(ofVersion);
});

test('a raised version is kept with its day', async () => {
	await warehouse.connection.run(
		"update metric_version set version = 0 where metric = 'voluntary_completion_rate'"
	);
	await keepVersions(warehouse.connection);
	expect(await kept("metric = 'voluntary_completion_rate' and since = current_date")).toBe(1);
	expect(await kept('since is not null')).toBe(1);
});

test('answers say so until the data reach a good quarter beyond it', async () => {
	const since = async (days: number): Promise<readonly string[]> => {
		await warehouse.connection.run(
			`update metric_version set since = date '${crowdTo}' - ${days} where since is not null`
		);
		return notes('voluntary_completion_rate');
	};
	const { version, changed } = metrics().get('voluntary_completion_rate') ?? {};
	const [told = ''] = (await since(99)).filter((note) => /follows version/.test(note));
	expect(told).toMatch(/^Since \d{4}-\d\d-\d\d this follows version /);
	expect(told).toContain(`version ${version} of its definition: ${changed}. All periods do`);
	expect(await since(100)).not.toContainEqual(ofVersion);
	expect(await notes('initiation_mix')).not.toContainEqual(ofVersion);
});
