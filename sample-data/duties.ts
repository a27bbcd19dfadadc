import type { System } from './catalogue.ts';
import type { Team } from './organisation.ts';

/** An item that binds people by law or by house rule, once a year. */
export interface Duty {
	readonly system: System;
	readonly code: string;
	readonly obligation: 'mandatory' | 'required';
	/** Team names; null binds everybody who uses the system. */
	readonly units: readonly string[] | null;
	/** Day of assignment and day on which it is due, one pair for each year. */
	readonly rounds: readonly (readonly [assigned: string, due: string])[];
	/** Newcomers get it in their first week. */
	readonly forNewcomers: boolean;
	readonly validTo?: string;
}

/** The teams that sell. */
export const sales = [
	'Sales Northern Europe',
	'Sales Southern Europe',
	'Sales Americas',
	'Key Accounts'
];

export const duties: readonly Duty[] = [
	// Year-end rush
	{
		system: 'absorb',
		code: 'COM-100',
		obligation: 'mandatory',
		units: null,
		rounds: [
			['2024-10-14', '2024-12-13'],
			['2025-10-13', '2025-12-12']
		],
		forNewcomers: true
	},
	{
		system: 'absorb',
		code: 'COM-110',
		obligation: 'mandatory',
		units: null,
		rounds: [
			['2024-11-04', '2024-12-19'],
			['2025-11-10', '2025-12-19']
		],
		forNewcomers: false
	},
	// The security campaign of each autumn has a new edition
	{
		system: 'absorb',
		code: 'SEC-100-24',
		obligation: 'required',
		units: null,
		rounds: [['2024-10-07', '2024-11-15']],
		forNewcomers: false,
		validTo: '2025-09-30'
	},
	{
		system: 'absorb',
		code: 'SEC-100-25',
		obligation: 'required',
		units: null,
		rounds: [['2025-10-06', '2025-11-14']],
		forNewcomers: false,
		validTo: '2026-09-20'
	},
	{
		system: 'absorb',
		code: 'SEC-100-26',
		obligation: 'required',
		units: null,
		rounds: [['2026-09-21', '2026-10-30']],
		forNewcomers: false
	},
	{
		system: 'absorb',
		code: 'COM-120',
		obligation: 'mandatory',
		units: null,
		rounds: [
			['2025-03-03', '2025-04-30'],
			['2026-03-02', '2026-04-30']
		],
		forNewcomers: true
	},
	{
		system: 'absorb',
		code: 'HSE-100',
		obligation: 'mandatory',
		units: null,
		rounds: [
			['2025-06-02', '2025-07-18'],
			['2026-06-01', '2026-07-17']
		],
		forNewcomers: true
	},
	// Only some units
	{
		system: 'absorb',
		code: 'QUA-310',
		obligation: 'required',
		units: ['Quality Assurance', 'Regulatory Affairs', 'Calibration Services'],
		rounds: [
			['2024-11-18', '2025-01-17'],
			['2025-11-17', '2026-01-16']
		],
		forNewcomers: false
	},
	{
		system: 'absorb',
		code: 'COM-140',
		obligation: 'mandatory',
		units: [...sales, 'Order Management', 'Logistics Planning'],
		rounds: [
			['2025-01-20', '2025-03-14'],
			['2026-01-19', '2026-03-13']
		],
		forNewcomers: false
	},
	{
		system: 'absorb',
		code: 'HSE-210',
		obligation: 'mandatory',
		units: ['Optical Sensing', 'Calibration Services'],
		rounds: [
			['2025-02-03', '2025-03-21'],
			['2026-02-02', '2026-03-20']
		],
		forNewcomers: true
	},
	{
		system: 'absorb',
		code: 'HSE-230',
		obligation: 'mandatory',
		units: ['Field Service'],
		rounds: [
			['2025-04-07', '2025-05-16'],
			['2026-04-13', '2026-05-22']
		],
		forNewcomers: true
	},
	// Feldkamp
	{
		system: 'cornerstone',
		code: 'FK-PF-01',
		obligation: 'mandatory',
		units: null,
		rounds: [
			['2025-01-13', '2025-02-28'],
			['2026-01-12', '2026-02-27']
		],
		forNewcomers: true
	},
	{
		system: 'cornerstone',
		code: 'FK-PF-02',
		obligation: 'mandatory',
		units: null,
		rounds: [
			['2025-05-05', '2025-06-30'],
			['2026-05-04', '2026-06-30']
		],
		forNewcomers: true
	},
	{
		system: 'cornerstone',
		code: 'FK-PF-03',
		obligation: 'mandatory',
		units: null,
		rounds: [
			['2024-10-21', '2024-12-13'],
			['2025-10-20', '2025-12-12']
		],
		forNewcomers: true
	},
	{
		system: 'cornerstone',
		code: 'FK-PF-04',
		obligation: 'required',
		units: null,
		rounds: [
			['2024-11-04', '2024-12-16'],
			['2025-10-06', '2025-11-14'],
			['2026-09-14', '2026-10-30']
		],
		forNewcomers: false
	},
	{
		system: 'cornerstone',
		code: 'FK-PF-05',
		obligation: 'mandatory',
		units: ['Feldkamp Fertigung'],
		rounds: [
			['2025-03-10', '2025-04-25'],
			['2026-03-09', '2026-04-24']
		],
		forNewcomers: true
	},
	{
		system: 'cornerstone',
		code: 'FK-PF-06',
		obligation: 'mandatory',
		units: ['Feldkamp Vertrieb', 'Feldkamp Verwaltung'],
		rounds: [
			['2025-02-10', '2025-03-28'],
			['2026-02-09', '2026-03-27']
		],
		forNewcomers: false
	},
	{
		system: 'cornerstone',
		code: 'FK-PF-07',
		obligation: 'required',
		units: ['Feldkamp Fertigung', 'Feldkamp Entwicklung'],
		rounds: [
			['2025-09-08', '2025-10-17'],
			['2026-09-07', '2026-10-16']
		],
		forNewcomers: true
	},
	// Production academy
	{
		system: 'moodle',
		code: '11',
		obligation: 'mandatory',
		units: null,
		rounds: [
			['2025-01-20', '2025-03-14'],
			['2026-01-19', '2026-03-13']
		],
		forNewcomers: true
	},
	{
		system: 'moodle',
		code: '15',
		obligation: 'mandatory',
		units: null,
		rounds: [
			['2024-11-04', '2024-12-18'],
			['2025-11-03', '2025-12-17']
		],
		forNewcomers: false
	},
	{
		system: 'moodle',
		code: '12',
		obligation: 'mandatory',
		units: ['Warehouse & Dispatch'],
		rounds: [
			['2025-05-12', '2025-06-27'],
			['2026-05-11', '2026-06-26']
		],
		forNewcomers: false
	},
	{
		system: 'moodle',
		code: '13',
		obligation: 'mandatory',
		units: ['Final Assembly'],
		rounds: [
			['2025-06-16', '2025-07-31'],
			['2026-06-15', '2026-07-31']
		],
		forNewcomers: false
	},
	{
		system: 'moodle',
		code: '14',
		obligation: 'required',
		units: ['Board Assembly', 'Test & Adjustment'],
		rounds: [
			['2025-04-07', '2025-05-23'],
			['2026-04-13', '2026-05-29']
		],
		forNewcomers: true
	},
	{
		system: 'moodle',
		code: '16',
		obligation: 'mandatory',
		units: ['Precision Machining'],
		rounds: [
			['2025-02-17', '2025-03-31'],
			['2026-02-16', '2026-03-31']
		],
		forNewcomers: true
	}
];

/** Whether a duty binds a team. */
export function bindsTeam(duty: Duty, team: Team): boolean {
	return duty.units === null || duty.units.includes(team.name);
}
