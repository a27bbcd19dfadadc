import type { Day } from './calendar.ts';
import { dayOf } from './calendar.ts';
import { absorbItems } from './catalogue/absorb.ts';
import { cornerstoneItems } from './catalogue/cornerstone.ts';
import { moodleItems } from './catalogue/moodle.ts';
import { waypointItems } from './catalogue/waypoint.ts';
import type { HomeSystem } from './organisation.ts';
import type { Random } from './random.ts';

export type System = HomeSystem | 'waypoint';
export type Format = 'video' | 'course' | 'workshop' | 'article' | 'path';

/** One line of a catalogue; popularity is 1 and the item is as old as the catalogue unless it says otherwise. */
export type ItemRow = readonly [
	code: string,
	title: string,
	topic: string,
	format: Format,
	minutes: number,
	popularity?: number,
	publishedOn?: string
];

/** Anything that one can take. */
export interface Item {
	readonly system: System;
	readonly code: string;
	readonly title: string;
	readonly topic: string;
	readonly format: Format;
	/** Nominal minutes. */
	readonly minutes: number;
	readonly popularity: number;
	readonly publishedOn: Day;
	/** Nobody is made to take it as a rule of the house. */
	readonly isElective: boolean;
	readonly owner: string;
}

const shelves: readonly (readonly [System, readonly ItemRow[]])[] = [
	['absorb', absorbItems],
	['cornerstone', cornerstoneItems],
	['moodle', moodleItems],
	['waypoint', waypointItems]
];

/** Codes of items that only obligations, campaigns and onboarding bring to people. */
const assignedOnly =
	/^(COM-1|SEC-1|HSE-|QUA-310|ONB-|PRD-5|TOL-1[23]0|TOL-200|LEA-300|FK-PF|FK-ON|1\d$|40$)/;

const owners: Readonly<Record<string, string>> = {
	compliance: 'Legal & Compliance',
	security: 'Information Security',
	safety: 'HR Services',
	onboarding: 'Talent & Learning',
	product: 'Product Management',
	sales: 'Sales',
	service: 'Customer Support',
	data: 'Data Academy',
	software: 'Cloud Platform',
	engineering: 'Sensor Physics',
	quality: 'Quality Assurance',
	finance: 'Finance',
	supply: 'Purchasing',
	production: 'Production Academy'
};

/** The whole catalogue of the four systems, some items far more popular than others. */
export function makeCatalogue(random: Random): Item[] {
	return shelves.flatMap(([system, rows]) =>
		rows.map(
			([code, title, topic, format, minutes, popularity = 1, publishedOn = '2022-05-02']) => ({
				system,
				code,
				title,
				topic,
				format,
				minutes,
				popularity: popularity * popularity * (0.4 + 1.2 * random.next()),
				publishedOn: dayOf(publishedOn),
				isElective: !(system !== 'waypoint' && assignedOnly.test(code)),
				owner: owners[topic] ?? 'Talent & Learning'
			})
		)
	);
}

/** How much more a division looks at a topic; 1 where nothing is said. */
const interests: Readonly<Record<string, Readonly<Record<string, number>>>> = {
	'Research & Development': {
		software: 5,
		engineering: 4.5,
		data: 2.4,
		sales: 0.1,
		service: 0.2,
		finance: 0.3,
		supply: 0.1,
		product: 1.4
	},
	Commercial: {
		sales: 4,
		service: 3.2,
		product: 2.6,
		language: 1.6,
		software: 0.2,
		engineering: 0.6,
		quality: 0.5
	},
	Operations: {
		supply: 4,
		quality: 3.6,
		project: 1.6,
		software: 0.3,
		engineering: 0.8,
		sales: 0.3
	},
	Corporate: {
		finance: 4,
		leadership: 1.8,
		tools: 1.6,
		software: 0.9,
		engineering: 0.2,
		service: 0.3,
		sales: 0.3
	},
	Production: { production: 1.6, quality: 1.3 },
	'Feldkamp Sensorik': {}
};

/** How likely somebody of the division is to pick the item, in no unit. */
export function appeal(item: Item, division: string): number {
	return item.popularity * (interests[division]?.[item.topic] ?? 1);
}

/** A sequence that Talent & Learning recommends. */
export interface OfficialPath {
	readonly code: string;
	readonly title: string;
	readonly system: System;
	readonly validFrom: string;
	readonly items: readonly string[];
}

export const officialPaths: readonly OfficialPath[] = [
	{
		code: 'PTH-010',
		title: 'New at Aldermere',
		system: 'absorb',
		validFrom: '2023-01-09',
		items: ['ONB-010', 'ONB-030', 'ONB-020', 'ONB-040']
	},
	{
		code: 'PTH-020',
		title: 'Data Literacy',
		system: 'absorb',
		validFrom: '2024-02-05',
		items: ['DAT-201', 'DAT-205', 'DAT-208', 'DAT-218']
	},
	{
		code: 'PTH-030',
		title: 'Scripting for Engineers',
		system: 'absorb',
		validFrom: '2024-02-05',
		items: ['SWE-201', 'DAT-214', 'SWE-245']
	},
	{
		code: 'PTH-040',
		title: 'First Time Lead',
		system: 'absorb',
		validFrom: '2023-09-04',
		items: ['LEA-201', 'LEA-205', 'LEA-215', 'CMN-230']
	},
	{
		code: 'PTH-050',
		title: 'Sales Foundations',
		system: 'absorb',
		validFrom: '2023-01-09',
		items: ['SAL-201', 'SAL-205', 'SAL-215']
	},
	{
		code: 'PTH-060',
		title: 'Quality Foundations',
		system: 'absorb',
		validFrom: '2023-01-09',
		items: ['QUA-205', 'QUA-222', 'QUA-235']
	},
	{
		code: 'PTH-070',
		title: 'Service Excellence',
		system: 'absorb',
		validFrom: '2025-01-13',
		items: ['SUP-201', 'SUP-205', 'SUP-215']
	},
	{
		code: 'PTH-080',
		title: 'AI at Work',
		system: 'absorb',
		validFrom: '2025-09-08',
		items: ['TOL-210', 'TOL-215', 'TOL-220']
	},
	{
		code: 'FK-PFAD-1',
		title: 'Führung kompakt',
		system: 'cornerstone',
		validFrom: '2023-05-02',
		items: ['FK-AL-06', 'FK-AL-05', 'FK-AL-07']
	},
	{
		code: 'ACA-1',
		title: 'From Line to CNC',
		system: 'moodle',
		validFrom: '2024-03-04',
		items: ['22', '23', '24', '25']
	}
];
