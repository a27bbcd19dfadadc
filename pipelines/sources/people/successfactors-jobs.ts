import { changed, derived, email, key, number, text, whole } from '../columns.ts';
import { anchorDay } from '../dates.ts';
import type { TableSource } from '../source.ts';
import { jobReasons, leaveReasons, reasonCodes, reasonIn, reasonKind } from './reasons.ts';

const person = ['user-id', 'userId', 'User ID', 'person-id-external', 'Person ID', 'Employee ID'];
const started = ['start-date', 'startDate', 'Start Date', 'Event Date', 'Effective Start Date'];
const sequence = ['seq-number', 'seqNumber', 'Sequence Number', 'Sequence'];
const reason = ['event-reason', 'eventReason', 'Event Reason', 'Event Reason Icode'];
const status = ['emplStatus', 'employment status', 'Employee Status'];

const kindOf = (told: string): string =>
	`coalesce(${reasonIn(told, reasonCodes)}, ${reasonIn(told, jobReasons)})`;

/** A row of labels below the ids holds words and no number, while every record holds a date. */
const isLabels = (row: readonly string[] | undefined): boolean =>
	row !== undefined &&
	row.filter((cell) => cell !== '').length > 2 &&
	!row.some((cell) => /\d/.test(cell));

/** SAP SuccessFactors Employee Central, Job History: ids and, below them, labels; several rows of a day by number. FORMATS.md §24. */
export const successFactorsJobs: TableSource = {
	id: 'successfactors-jobs',
	system: 'successfactors',
	title: 'SAP SuccessFactors Employee Central: Job History',
	format: 'table',
	entity: 'job',
	decidesOrigin: 'Nothing; it says who worked where, was hired, moved or left.',
	traps:
		"Two header rows; reason codes are the customer's own; an export without a range of dates holds today's rows only, and then nobody ever moved.",
	required: [person, started, reason],
	telling: [sequence, ['job-code', 'jobCode', 'Job Code', 'Job Classification']],
	headerRows: ([first]) => (isLabels(first) ? 1 : 0),
	dateOrder: 'mdy',
	keepsIdenticalRows: false,
	columns: {
		employee_number: key(...person),
		email: email('email', 'Email', 'Business Email'),
		first_name: text('firstName', 'First Name'),
		last_name: text('lastName', 'Last Name'),
		// NO_MANAGER stands where nobody is above a person.
		manager_key: changed(
			text('manager-id', 'managerId', 'Supervisor', 'Manager User Sys ID', 'Manager ID'),
			(value) => `nullif(${value}, 'NO_MANAGER')`
		),
		org_unit: text('department', 'Department', 'division', 'Division'),
		effective_on: anchorDay(...started),
		sequence: whole(...sequence),
		job_code: text('job-code', 'jobCode', 'Job Code', 'Job Classification'),
		job_title: text('job-title', 'jobTitle', 'Job Title'),
		job_family: text('job-family', 'Job Family'),
		grade: text('pay-grade', 'payGrade', 'Pay Grade'),
		location: text('location', 'Location'),
		cost_centre: text('cost-center', 'costCenter', 'Cost Center'),
		fte: number('fte', 'FTE'),
		employment_type: text('employment-type', 'employmentType', 'Employment Type', 'Employee Class'),
		reason: text(...reason),
		reason_kind: {
			...reasonKind(
				reason,
				[...reasonCodes, ...jobReasons],
				({ cell }) => {
					const told = `concat_ws(' ', ${cell(reason) ?? 'null'})`;
					const left = `lower(${cell(status) ?? 'null'}) in ('t', 'terminated')`;
					return `coalesce(${kindOf(told)}, case when ${left} then 'termination' end)`;
				},
				'event-reason'
			),
			uses: status
		},
		leave_kind: derived(({ cell }) => {
			const told = cell(reason) ?? 'null';
			return {
				value: `case when ${kindOf(told)} = 'termination' then coalesce(${reasonIn(told, leaveReasons)}, 'other') end`
			};
		})
	}
};
