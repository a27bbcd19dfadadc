import type { Random } from './random.ts';
import { at } from './random.ts';
import { planted } from './planted.ts';

/** The learning system of record of a unit. Waypoint, the learning experience platform, comes on top of Absorb. */
export type HomeSystem = 'absorb' | 'cornerstone' | 'moodle';

/** One unit of the organisation tree: function → department → team. */
export interface Team {
	readonly name: string;
	readonly department: string;
	readonly division: string;
	readonly system: HomeSystem;
	/** The letters of its job codes, the family that HR puts them in, and the title of their middle level. */
	readonly code: string;
	readonly family: string;
	readonly role: string;
	readonly sites: readonly (readonly [Site, number])[];
	/** "Learn Fridays" was launched here. */
	readonly isLaunched: boolean;
	readonly isSmall: boolean;
	/** People employed on the last day. */
	readonly headcount: number;
	/** How much more or less than the company the team chooses to learn, around 1. */
	readonly pull: number;
	/** How much better or worse it finishes, on the logit scale, around 0. */
	readonly finish: number;
}

/** A place of work. */
export type Site = 'Leeds' | 'Utrecht' | 'Kraków' | 'Pune' | 'Raleigh' | 'Hull' | 'Jena';

const offices = {
	home: [
		['Leeds', 6],
		['Utrecht', 2],
		['Kraków', 1]
	],
	technical: [
		['Leeds', 3],
		['Pune', 3],
		['Kraków', 2]
	],
	north: [
		['Utrecht', 4],
		['Leeds', 3]
	],
	americas: [['Raleigh', 1]],
	field: [
		['Leeds', 3],
		['Utrecht', 2],
		['Raleigh', 2],
		['Kraków', 1]
	],
	plant: [
		['Hull', 3],
		['Kraków', 2]
	],
	jena: [['Jena', 1]]
} as const satisfies Record<string, readonly (readonly [Site, number])[]>;

type Row = readonly [
	name: string,
	weight: number,
	code: string,
	role: string,
	sites: keyof typeof offices,
	launched: 'launched' | 'not',
	core?: 'core'
];

const tree: Readonly<Record<string, Readonly<Record<string, readonly Row[]>>>> = {
	'Research & Development': {
		'Sensor Physics': [
			['Optical Sensing', 48, 'PHY', 'Optics Engineer', 'technical', 'launched'],
			['Signal Processing', 40, 'SIG', 'Signal Processing Engineer', 'technical', 'not']
		],
		Software: [
			['Firmware', 54, 'FWE', 'Firmware Engineer', 'technical', 'not', 'core'],
			['Cloud Platform', 62, 'SWE', 'Software Engineer', 'technical', 'launched', 'core']
		],
		Product: [
			['Product Management', 26, 'PRM', 'Product Manager', 'home', 'launched'],
			['Industrial Design', 0, 'DES', 'Industrial Designer', 'home', 'launched', 'core']
		]
	},
	Commercial: {
		Sales: [
			['Sales Northern Europe', 72, 'SAL', 'Account Manager', 'north', 'not', 'core'],
			['Sales Southern Europe', 52, 'SAL', 'Account Manager', 'north', 'launched'],
			['Sales Americas', 64, 'SAL', 'Account Manager', 'americas', 'not'],
			['Key Accounts', 22, 'KAM', 'Key Account Manager', 'north', 'launched']
		],
		Marketing: [['Marketing', 42, 'MKT', 'Marketing Specialist', 'home', 'launched']],
		Service: [
			['Customer Support', 96, 'SUP', 'Support Specialist', 'home', 'launched', 'core'],
			['Field Service', 112, 'FSE', 'Field Service Engineer', 'field', 'not', 'core'],
			['Calibration Services', 66, 'CAL', 'Calibration Engineer', 'field', 'not']
		]
	},
	Operations: {
		'Supply Chain': [
			['Purchasing', 48, 'PUR', 'Buyer', 'home', 'not'],
			['Order Management', 44, 'ORD', 'Order Coordinator', 'home', 'launched'],
			['Logistics Planning', 36, 'LOG', 'Logistics Planner', 'home', 'not']
		],
		Quality: [
			['Quality Assurance', 62, 'QUA', 'Quality Engineer', 'home', 'launched', 'core'],
			['Regulatory Affairs', 26, 'REG', 'Regulatory Specialist', 'home', 'not']
		]
	},
	Corporate: {
		Finance: [['Finance', 74, 'FIN', 'Financial Analyst', 'home', 'not']],
		People: [
			['Talent & Learning', 15, 'TAL', 'Learning Partner', 'home', 'launched'],
			['HR Services', 32, 'HRS', 'HR Adviser', 'home', 'not']
		],
		Legal: [
			['Legal & Compliance', 13, 'LEG', 'Legal Counsel', 'home', 'not'],
			['Patents', 0, 'PAT', 'Patent Attorney', 'home', 'not', 'core']
		],
		IT: [
			['IT Operations', 58, 'ITO', 'Systems Engineer', 'technical', 'launched'],
			['Information Security', 17, 'SEC', 'Security Analyst', 'technical', 'not']
		]
	},
	Production: {
		Manufacturing: [
			['Board Assembly', 118, 'ASM', 'Assembly Technician', 'plant', 'launched'],
			['Final Assembly', 124, 'ASM', 'Assembly Technician', 'plant', 'launched', 'core'],
			['Precision Machining', 92, 'MAC', 'Machinist', 'plant', 'not', 'core'],
			['Test & Adjustment', 84, 'TST', 'Test Technician', 'plant', 'not']
		],
		Dispatch: [['Warehouse & Dispatch', 64, 'WHS', 'Warehouse Operator', 'plant', 'not']]
	},
	'Feldkamp Sensorik': {
		Technik: [
			['Feldkamp Entwicklung', 92, 'FEN', 'Entwicklungsingenieur/in', 'jena', 'launched', 'core'],
			['Feldkamp Fertigung', 108, 'FFE', 'Fertigungsfachkraft', 'jena', 'not']
		],
		Vertrieb: [['Feldkamp Vertrieb', 54, 'FVE', 'Vertriebsberater/in', 'jena', 'not', 'core']],
		Verwaltung: [['Feldkamp Verwaltung', 36, 'FVW', 'Sachbearbeiter/in', 'jena', 'launched']]
	}
};

/** What HR calls the family of a job, by the letters of its code. */
const families: Readonly<Record<string, string>> = {
	PHY: 'Engineering',
	SIG: 'Engineering',
	FEN: 'Engineering',
	FWE: 'Software',
	SWE: 'Software',
	PRM: 'Product & Marketing',
	DES: 'Product & Marketing',
	MKT: 'Product & Marketing',
	SAL: 'Sales',
	KAM: 'Sales',
	FVE: 'Sales',
	SUP: 'Customer Service',
	FSE: 'Customer Service',
	CAL: 'Customer Service',
	PUR: 'Supply Chain',
	ORD: 'Supply Chain',
	LOG: 'Supply Chain',
	QUA: 'Quality',
	REG: 'Quality',
	FIN: 'Business Services',
	TAL: 'Business Services',
	HRS: 'Business Services',
	LEG: 'Business Services',
	PAT: 'Business Services',
	FVW: 'Business Services',
	ITO: 'Information Technology',
	SEC: 'Information Technology',
	ASM: 'Production',
	MAC: 'Production',
	TST: 'Production',
	WHS: 'Production',
	FFE: 'Production'
};

/** Fewer people than this get a cut-down tree, so that its teams stay above the smallest group. */
const wholeTreeFrom = 400;

/** The teams of a company of that size, in the order of the tree. Exactly two are below the smallest group. */
export function makeTeams(random: Random, employees: number): Team[] {
	const drafts = Object.entries(tree).flatMap(([division, departments]) =>
		Object.entries(departments).flatMap(([department, rows]) =>
			rows
				.filter((row) => employees >= wholeTreeFrom || row[6] === 'core')
				.map((row) => ({ division, department, row }))
		)
	);
	const small = new Map<string, number>(planted.smallTeams.map((team) => [team.unit, team.people]));
	const sizes = shareOut(
		drafts.map(({ row }) => row[1]),
		employees - [...small.values()].reduce((sum, people) => sum + people, 0)
	);
	return drafts.map(({ division, department, row }, index) => {
		const [name, , code, role, sites, launched] = row;
		return {
			name,
			department,
			division,
			system: systemOf(division),
			code,
			family: families[code] ?? role,
			role,
			sites: offices[sites],
			isLaunched: launched === 'launched',
			isSmall: small.has(name),
			headcount: small.get(name) ?? at(sizes, index),
			pull: Math.exp(0.26 * random.normal()),
			finish: 0.24 * random.normal()
		};
	});
}

function systemOf(division: string): HomeSystem {
	if (division === 'Production') return 'moodle';
	return division === 'Feldkamp Sensorik' ? 'cornerstone' : 'absorb';
}

/** Whole numbers in proportion to the weights, none of a weighted team below seven, that add up to the total. */
function shareOut(weights: readonly number[], total: number): number[] {
	const sum = weights.reduce((all, weight) => all + weight, 0);
	const sizes = weights.map((weight) =>
		weight === 0 ? 0 : Math.max(7, Math.floor((weight * total) / sum))
	);
	const largest = weights.indexOf(Math.max(...weights));
	const given = sizes.reduce((all, size) => all + size, 0);
	sizes[largest] = at(sizes, largest) + total - given;
	return sizes;
}
