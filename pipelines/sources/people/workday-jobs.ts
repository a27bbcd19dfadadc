import type { Column, Reading, Sql } from '../columns.ts';
import { derived, email, key, number, text } from '../columns.ts';
import { day } from '../dates.ts';
import type { TableSource } from '../source.ts';
import { jobReasons, leaveReasons, reasonIn, reasonKind } from './reasons.ts';

const effective = [
	'Business Process Effective Date',
	'Effective Date',
	'Event Effective Date',
	'Date Effective'
];
const process = ['Business Process Type', 'Business Process', 'Event', 'Process'];
const reason = ['Business Process Reason', 'Reason', 'Event Reason', 'Action Reason'];
const status = ['Business Process Status', 'Event Status', 'Status'];
const person = ['Employee ID', 'WWID', 'Worker ID', 'Employee Number'];

/** The spellings of one field before and after the event: 'X - Current' and 'X - Proposed', or the words put before. */
function pair(...names: string[]): { readonly proposed: string[]; readonly current: string[] } {
	const both = (word: string) => names.flatMap((name) => [`${name} - ${word}`, `${word} ${name}`]);
	return { proposed: [...both('Proposed'), ...names], current: both('Current') };
}

const job = pair('Job Code');
const profile = pair('Job Profile', 'Job Profile Name', 'Position', 'Business Title');
const family = pair('Job Family');
const grade = pair('Compensation Grade', 'Grade');
const unit = pair('Supervisory Organization', 'Organization', 'Department', 'Company');
const place = pair('Location', 'Region');
const centre = pair('Cost Center', 'Cost Centre');
const manager = pair('Manager ID', 'Manager Employee ID', 'Manager(s)', 'Manager');
const kindOfWorker = pair('Employee/Contingent Worker Type', 'Employee Type', 'Worker Type');

const cellsOf = ({ cell }: Reading, ...lists: readonly (readonly string[])[]): Sql[] =>
	lists.flatMap((names) => cell(names) ?? []);

/** What stands after the event, and where the event leaves it open, what stood before. */
const after = ({ proposed, current }: ReturnType<typeof pair>): Column =>
	derived(
		(reading) => {
			const cells = cellsOf(reading, proposed, current);
			return { value: cells.length === 0 ? 'null' : `coalesce(${cells.join(', ')})` };
		},
		[...proposed, ...current]
	);

/** What stood before the event, where the export states that beside what stands after it. */
const before = ({ proposed, current }: ReturnType<typeof pair>): Column =>
	derived((reading) => {
		const cell = reading.cell(proposed) === null ? null : reading.cell(current);
		return { value: cell ?? 'null' };
	}, current);

const told = (reading: Reading): Sql =>
	`concat_ws(' > ', ${[...cellsOf(reading, process, reason), 'null'].join(', ')})`;

const effectiveOn = day(...effective);

/**
 * Workday, custom report of job events: one row per business process. FORMATS.md §24. What was rescinded, cancelled or
 * never completed is refused. A departure states the last day worked, so that its day is the one after (METRICS.md 0b.18).
 */
export const workdayJobs: TableSource = {
	id: 'workday-jobs',
	system: 'workday',
	title: 'Workday: job events',
	format: 'table',
	entity: 'job',
	decidesOrigin: 'Nothing; it says who worked where, was hired, moved or left.',
	traps:
		'Rescinded and cancelled processes are refused; a departure states the last day worked, so that the person is gone from the next day on; what an event leaves open is taken from its "Current" column; a rehire is a new stretch of employment.',
	required: [person, effective, process],
	telling: [
		reason,
		[...job.proposed.slice(0, 2), ...profile.proposed.slice(0, 6)],
		[
			...place.proposed.slice(0, 2),
			...unit.proposed.slice(0, 6),
			...job.current,
			...profile.current
		]
	],
	dateOrder: 'mdy',
	keepsIdenticalRows: false,
	columns: {
		employee_number: key(...person),
		email: email('Work Email', 'Email - Work', 'Primary Work Email', 'Email'),
		first_name: text('First Name', 'Legal First Name', 'Preferred First Name'),
		last_name: text('Last Name', 'Legal Last Name', 'Preferred Last Name'),
		display_name: text('Worker', 'Employee', 'Employee Name'),
		manager_key: after(manager),
		org_unit: after(unit),
		effective_on: {
			headers: effective,
			cast: (reading) => {
				const cast = effectiveOn.cast(reading);
				const isLeaving = `(${reasonIn(told(reading), jobReasons)}) is not distinct from 'termination'`;
				return {
					...cast,
					value: `(${cast.value} + case when ${isLeaving} then 1 else 0 end)`,
					refuses: {
						when: (value) => `${value} is null`,
						reason: 'not_a_date',
						cell: reading.cell(effective) ?? 'null'
					}
				};
			}
		},
		reason: derived(
			(reading) => {
				const cell = reading.cell(status) ?? 'null';
				const isOpen = `not regexp_matches(lower(${cell}), '^(successfully )?completed$')`;
				return {
					value: reading.cell(reason) ?? reading.cell(process) ?? 'null',
					refuses: {
						when: () => `coalesce(${isOpen}, false)`,
						reason: 'process_not_completed',
						cell
					}
				};
			},
			[...process, ...reason, ...status]
		),
		reason_kind: reasonKind([...reason, ...process], jobReasons, (reading) =>
			reasonIn(told(reading), jobReasons)
		),
		leave_kind: derived((reading) => ({
			value: `case when ${reasonIn(told(reading), jobReasons)} = 'termination' then coalesce(${reasonIn(told(reading), leaveReasons)}, 'other') end`
		})),
		job_code: after(job),
		job_title: after(profile),
		job_family: after(family),
		grade: after(grade),
		location: after(place),
		cost_centre: after(centre),
		employment_type: after(kindOfWorker),
		job_code_before: before(job),
		job_title_before: before(profile),
		job_family_before: before(family),
		org_unit_before: before(unit),
		grade_before: before(grade),
		location_before: before(place),
		fte: number('FTE', 'FTE %')
	}
};
