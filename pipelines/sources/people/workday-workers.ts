import { changed, derived, email, key, number, text } from '../columns.ts';
import { anchorDay, day } from '../dates.ts';
import type { TableSource } from '../source.ts';

const person = ['Employee ID', 'Worker ID', 'WWID'];
const hired = ['Hire Date', 'Original Hire Date', 'Continuous Service Date'];
const post = ['Job Profile', 'Job Profile Name', 'Business Title', 'Position'];
const since = ['Position Start Date', 'Job Start Date', 'Effective Date for Current Position'];

/** Workday, list of workers as they are today. FORMATS.md §24. */
export const workdayWorkers: TableSource = {
	id: 'workday-workers',
	system: 'workday',
	title: 'Workday: workers of today',
	format: 'table',
	entity: 'job',
	decidesOrigin: 'Nothing; it says who is employed, where, and since when.',
	traps:
		'The post is that of today, so nobody ever moved in it: add the list of job events, whose "Current" columns then tell the post before; a termination date is the last day.',
	required: [person, hired, post],
	telling: [
		['Supervisory Organization', 'Organization', 'Cost Center', 'Department'],
		['Worker Type', 'Employee Type', 'Worker Status', 'Active Status', 'Time Type'],
		['Manager', 'Manager ID', "Worker's Manager"]
	],
	dateOrder: 'mdy',
	keepsIdenticalRows: false,
	columns: {
		employee_number: key(...person),
		email: email('Work Email', 'Email - Work', 'Primary Work Email', 'Email'),
		display_name: text('Worker', 'Employee', 'Full Name', 'Name'),
		first_name: text('First Name', 'Legal First Name'),
		last_name: text('Last Name', 'Legal Last Name'),
		manager_key: text('Manager ID', "Worker's Manager", 'Manager'),
		org_unit: text('Supervisory Organization', 'Organization', 'Department'),
		hired_on: day(...hired),
		left_on: changed(day('Termination Date', 'Last Day of Work'), (value) => `(${value} + 1)`),
		effective_on: anchorDay(...since, ...hired),
		is_today: derived((reading) => {
			const day = anchorDay(...since).cast(reading).value;
			return { value: `(${day} is null)` };
		}),
		job_code: text('Job Code'),
		job_title: text(...post),
		job_family: text('Job Family'),
		grade: text('Compensation Grade', 'Grade', 'Management Level'),
		location: text('Location'),
		cost_centre: text('Cost Center'),
		employment_type: text('Worker Type', 'Employee Type'),
		fte: number('FTE')
	}
};
