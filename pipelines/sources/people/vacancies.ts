import { email, key, required, text } from '../columns.ts';
import { words } from '../words.ts';
import { anchorDay } from '../dates.ts';
import type { TableSource } from '../source.ts';

const requisition = [
	'Requisition',
	'Requisition ID',
	'Job requisition',
	'Job requisition ID',
	'Vacancy'
];
const filled = ['Filled on', 'Filled date', 'Fill date', 'Date filled'];
const from = ['Fill type', 'Filled from', 'Candidate type', 'Candidate source', 'Hire source'];

/** Vacancies that were filled, as recruiting systems list them. METRICS.md C2f. */
export const vacanciesFilled: TableSource = {
	id: 'vacancies-filled',
	system: 'recruiting',
	title: 'Vacancies filled (from inside or outside)',
	format: 'table',
	entity: 'vacancy',
	decidesOrigin: 'Nothing; it says whether a vacancy was filled from inside.',
	traps: 'What neither says internal nor external stays open and is left out of the rate.',
	required: [requisition, filled, from],
	telling: [
		['Grade', 'Job level'],
		['Job code', 'Job profile', 'Job title'],
		['Unit', 'Org unit', 'Department', 'Hiring department']
	],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		employee_number: key('Employee ID', 'Employee number', 'Hired employee ID'),
		email: email('Email', 'Work email'),
		requisition: required('requisition', ...requisition),
		filled_on: anchorDay(...filled),
		job_code: text('Job code'),
		job_family: text('Job family'),
		grade: text('Grade', 'Job level'),
		org_unit: text('Unit', 'Org unit', 'Department', 'Hiring department'),
		fill_kind: words(from, {
			internal: 'internal',
			'internal candidate': 'internal',
			'internal transfer': 'internal',
			intern: 'internal',
			interne: 'internal',
			interno: 'internal',
			interna: 'internal',
			employee: 'internal',
			promotion: 'internal',
			external: 'external',
			'external candidate': 'external',
			extern: 'external',
			externe: 'external',
			externo: 'external',
			externa: 'external',
			'external hire': 'external',
			'new hire': 'external',
			agency: 'external',
			referral: 'external',
			'employee referral': 'external',
			'job board': 'external',
			'career site': 'external'
		})
	}
};
