import { key, text } from '../columns.ts';
import { anchorDay, day } from '../dates.ts';
import type { TableSource } from '../source.ts';

const person = ['employee_id', 'Employee ID', 'emp_id', 'Employee Number', 'Personalnummer'];
const from = ['start_date', 'Start date', 'Date from', 'Valid from', 'eff_from', 'Effective from'];
const to = ['end_date', 'End date', 'Date to', 'Valid to', 'eff_to', 'Effective to'];
const job = ['job_id', 'Job ID', 'job_code', 'Job code', 'Job title', 'Position'];
const unit = ['department_id', 'Department ID', 'Department', 'Org unit', 'Unit'];

/** Job histories as intervals with first and last day, such as Oracle keeps them. FORMATS.md §24. */
export const intervalJobs: TableSource = {
	id: 'interval-jobs',
	system: 'personnel',
	title: 'Job history as intervals (from, to)',
	format: 'table',
	entity: 'job',
	decidesOrigin: 'Nothing; it says who worked where and from when to when.',
	traps:
		'Gaps and a missing current row are normal: the end of an interval is no departure; hires and departures are not in it.',
	required: [person, from, to, job],
	telling: [unit],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		employee_number: key(...person),
		email: text('email', 'Work email'),
		display_name: text('Name', 'Employee'),
		manager_key: text('manager_id', 'Manager ID', 'Manager'),
		org_unit: text(...unit),
		effective_on: anchorDay(...from),
		effective_to: {
			headers: to,
			cast: (reading) => {
				const { value, refuses } = day(...to).cast(reading);
				const start = anchorDay(...from).cast(reading).value;
				const cell = reading.cell(to) ?? 'null';
				return {
					value,
					refuses: {
						when: (read) =>
							`${refuses?.when(read) ?? 'false'} or (${read} is not null and ${read} < ${start})`,
						reason: 'ends_before_it_starts',
						cell
					}
				};
			}
		},
		job_code: text(...job),
		job_title: text('Job title', 'Position'),
		job_family: text('job_family', 'Job family'),
		grade: text('grade', 'Grade'),
		location: text('location', 'Location')
	}
};
