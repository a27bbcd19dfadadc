import type { System } from './catalogue.ts';
import { sales } from './duties.ts';
import type { Team } from './organisation.ts';

/** An item that somebody at head office puts on many desks once. */
export interface Campaign {
	readonly system: System;
	readonly code: string;
	readonly on: string;
	/** Null: no date, so nobody has to. */
	readonly due: string | null;
	/** Which of those who use the system. */
	readonly reaches: (team: Team, leads: boolean) => boolean;
}

const inTeams = (names: readonly string[]) => (team: Team) => names.includes(team.name);

export const campaigns: readonly Campaign[] = [
	{
		system: 'absorb',
		code: 'LEA-300',
		on: '2025-02-10',
		due: null,
		reaches: (_team, leads) => leads
	},
	{
		system: 'absorb',
		code: 'PRD-500',
		on: '2025-05-12',
		due: '2025-06-13',
		reaches: (team) => team.division === 'Commercial' || team.name === 'Product Management'
	},
	{
		system: 'absorb',
		code: 'PRD-510',
		on: '2025-05-19',
		due: '2025-07-31',
		reaches: inTeams(['Field Service', 'Calibration Services'])
	},
	{
		system: 'moodle',
		code: '40',
		on: '2025-05-19',
		due: null,
		reaches: inTeams(['Final Assembly', 'Test & Adjustment'])
	},
	{
		system: 'absorb',
		code: 'TOL-120',
		on: '2025-09-08',
		due: '2025-10-10',
		reaches: inTeams([...sales, 'Marketing', 'Customer Support'])
	},
	{ system: 'absorb', code: 'TOL-200', on: '2026-01-26', due: null, reaches: () => true },
	{
		system: 'absorb',
		code: 'LEA-300',
		on: '2026-02-09',
		due: null,
		reaches: (_team, leads) => leads
	},
	{ system: 'cornerstone', code: 'FK-ON-02', on: '2025-04-14', due: null, reaches: () => true },
	{
		system: 'absorb',
		code: 'TOL-130',
		on: '2026-04-20',
		due: '2026-05-22',
		reaches: inTeams(['Purchasing', 'Finance', 'Order Management'])
	}
];
