import { describe, expect, test } from 'vitest';
import { openWarehouse } from './warehouse.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

/** What each episode was judged to be, by person and day. */
async function judge(warehouse: Warehouse) {
	await warehouse.build('episode', 'initiation');
	const reader = await warehouse.connection.runAndReadAll(`
		select n.display_name[9:] as person, e.anchored_on::varchar as day, e.class::varchar as class,
			i.obligation, i.obligation_rule as rule, i.obligation_confidence as confidence
		from episode as e
		join initiation as i on i.evidence = e.evidence
		join identity_person as p on p.person_id = e.person_id
		join person_name as n on n.identity_id = p.identity_id
		group by all order by person, day`);
	return reader.getRowObjectsJS();
}

const done = (person: string, enrolled: string, completed: string, item = 'fire'): Enrolment => ({
	person,
	item,
	enrolled,
	completed,
	origin: 'self',
	originRule: 'R6'
});
const again = (person: string, enrolled: string, item = 'fire'): Enrolment => ({
	person,
	item,
	enrolled,
	origin: 'self',
	originRule: 'R6'
});

describe('R5: a recurrence near the end of a certificate is required', () => {
	test('by the validity that the catalogue states, 90 days around its end', async () => {
		const warehouse = await openWarehouse();
		await warehouse.load({
			to: '2026-12-31',
			enrolments: [
				done('in time', '2024-01-10', '2024-02-01'),
				again('in time', '2024-12-15'),
				done('late', '2024-01-10', '2024-02-01'),
				again('late', '2025-04-30'),
				done('early', '2024-01-10', '2024-02-01'),
				again('early', '2024-10-31'),
				done('lapsed', '2024-01-10', '2024-02-01'),
				again('lapsed', '2025-05-04'),
				again('first', '2025-02-01'),
				done('other', '2024-01-10', '2024-02-01', 'free'),
				again('other', '2025-02-01', 'free')
			]
		});
		await warehouse.connection.run(
			"update item_alias set validity_months = 12 where code = 'fire'"
		);
		const found = await judge(warehouse);
		const renewed = found.filter(({ rule }) => rule === 'R5');
		expect(renewed).toEqual([
			{
				person: 'in time',
				day: '2024-12-15',
				class: 'assigned_required',
				obligation: 'required',
				rule: 'R5',
				confidence: 0.9
			},
			expect.objectContaining({ person: 'late', day: '2025-04-30', class: 'assigned_required' })
		]);
		expect(found.filter(({ rule }) => rule !== 'R5').map((row) => row['class'])).toEqual(
			Array.from({ length: 9 }, () => 'self_initiated')
		);
	});

	test('by the day that the source states, which beats the catalogue; the latest completion counts', async () => {
		const warehouse = await openWarehouse();
		const batch = await warehouse.load({
			to: '2027-12-31',
			enrolments: [
				done('p', '2024-01-10', '2024-02-01'),
				again('p', '2025-01-20'),
				done('q', '2024-01-10', '2024-02-01'),
				done('q', '2025-12-20', '2026-01-05'),
				again('q', '2026-03-01')
			]
		});
		await warehouse.connection.run(`
			update item_alias set validity_months = 12;
			update enrolment set certified_until = timestamp '2026-01-31' where batch_id = ${batch} and completed_at < timestamp '2024-12-31'`);
		expect((await judge(warehouse)).map(({ person, day, rule }) => [person, day, rule])).toEqual([
			['p', '2024-01-10', 'R11'],
			['p', '2025-01-20', 'R11'],
			['q', '2024-01-10', 'R11'],
			['q', '2025-12-20', 'R5'],
			['q', '2026-03-01', 'R11']
		]);
	});

	test('by the day that an event states, and not by one that was voided', async () => {
		const warehouse = await openWarehouse();
		const event = (person: string, kind: 'enrolled' | 'completed', happened: string) => ({
			person,
			item: 'fire',
			kind,
			happened,
			statement: `${person} ${happened}`
		});
		const batch = await warehouse.load({
			to: '2026-12-31',
			events: [
				event('p', 'enrolled', '2024-01-10'),
				event('p', 'completed', '2024-02-01'),
				event('p', 'enrolled', '2025-02-10'),
				event('q', 'enrolled', '2024-01-10'),
				event('q', 'completed', '2024-02-01'),
				event('q', 'enrolled', '2025-02-10')
			]
		});
		await warehouse.connection.run(
			`update learning_event set certified_until = timestamp '2025-02-01' where kind = 'completed'`
		);
		await warehouse.insert('voided_statement', {
			batch_id: batch,
			line: 99,
			statement_id: 'q 2024-02-01'
		});
		expect(
			(await judge(warehouse)).filter(({ rule }) => rule === 'R5').map(({ person }) => person)
		).toEqual(['p']);
	});

	test('says nothing where the source states an obligation; the window is a setting', async () => {
		const warehouse = await openWarehouse();
		await warehouse.load({
			to: '2026-12-31',
			enrolments: [
				done('p', '2024-01-10', '2024-02-01'),
				{ ...again('p', '2025-02-01'), obligation: 'optional' },
				done('q', '2024-01-10', '2024-02-01'),
				again('q', '2025-03-01')
			]
		});
		await warehouse.connection.run('update item_alias set validity_months = 12');
		await warehouse.insert('setting', { name: 'rule.R5.days', value: '20' });
		expect((await judge(warehouse)).map(({ rule }) => rule)).toEqual(['R11', 'R2', 'R11', 'R11']);
		await warehouse.connection.run("update setting set value = '30' where name = 'rule.R5.days'");
		expect((await judge(warehouse)).map(({ rule }) => rule)).toEqual(['R11', 'R2', 'R11', 'R5']);
	});
});
