import { changed, derived, email, key, percent, required, text } from './columns.ts';
import { words } from './words.ts';
import { seconds } from './durations.ts';
import { anchorDate, date, dayOnly } from './dates.ts';
import type { TableSource } from './source.ts';

const title = ['Training Title', 'Título de la capacitación'];
const state = ['Transcript Status', 'Estado del expediente'];
const registered = ['Transcript Registration Date', 'Fecha de registro de la transcripción'];
const assigned = ['Transcript Assigned Date', 'Fecha asignada del expediente'];
const trainingType = ['Training Type', 'Tipo de capacitación'];
const method = ['Transcript Delivery Method', 'Delivery Method'];

/**
 * Cornerstone, transcript report, classic ("Transcript - Transcript Status") and Reporting 2.0 (no prefix), English and
 * Spanish. FORMATS.md §6. The header stands below a preamble; a later system assignment overwrites "Self-Requested". A class
 * is listed as an event and again as its session: both go by their title, so that they are one item and one episode.
 */
export const cornerstoneTranscript: TableSource = {
	id: 'cornerstone-transcript',
	system: 'cornerstone',
	title: 'Cornerstone: Transcript report',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin:
		'Transcript Delivery Method: Self-Requested is the learner; System, Direct Assignment and Express Class are not.',
	traps:
		'A preamble stands above the header; dates have no time. A later assignment overwrites Self-Requested, and "Assignment*" (before February 2019) says nothing. Past Due is no state. An event and its session are one item by their title.',
	required: [title, state],
	telling: [
		['User ID', 'Identificación de usuario', 'User Name', 'Nombre completo del usuario'],
		[...registered, ...assigned],
		['Transcript Completed Date', 'Fecha de finalización de expediente'],
		trainingType,
		['Training Hours', 'Horas de capacitación', 'Training Provider', 'Proveedor de capacitación']
	],
	prefix: /^(user|training|transcript) - /,
	dateOrder: 'mdy',
	keepsIdenticalRows: false,
	columns: {
		email: email('Email', 'User Email', 'Work Email Address'),
		username: key('User ID', 'Identificación de usuario'),
		employee_number: key('Employee ID', 'Employee Number'),
		display_name: text('User Name', 'User Full Name', 'Nombre completo del usuario'),
		first_name: text('User First Name'),
		last_name: text('User Last Name'),
		manager_key: text('Manager - User ID', 'User Manager - User ID'),
		org_unit: text('Division', 'User Division', 'Department', 'OU', 'Organizational Unit'),
		item_code: derived(
			({ cell }) => {
				const code = cell(['Training Object ID', 'Training ID']);
				const type = cell(trainingType);
				if (code === null) return { value: 'null' };
				return {
					value:
						type === null
							? code
							: `case when lower(coalesce(${type}, '')) not in ('event', 'session', 'evento', 'sesión') then ${code} end`
				};
			},
			['Training Object ID', 'Training ID']
		),
		item_title: required('training', ...title),
		item_format: text(...trainingType),
		item_minutes: changed(
			seconds('hours', 'Training Hours', 'Horas de capacitación'),
			(value) => `(${value}) / 60.0`
		),
		record_id: text('Transcript ID', 'Registration Number'),
		enrolled_at: anchorDate(
			...registered,
			...assigned,
			'Training Start Date',
			'Fecha de inicio de la capacitación'
		),
		completed_at: date('Transcript Completed Date', 'Fecha de finalización de expediente'),
		due_at: date('Transcript Due Date', 'Due Date'),
		is_date_only: dayOnly(
			...registered,
			...assigned,
			'Training Start Date',
			'Fecha de inicio de la capacitación'
		),
		status: words(
			state,
			{
				Completed: 'completed',
				'Completed (Equivalent)': 'completed',
				Terminado: 'completed',
				Registered: 'not_started',
				Registrado: 'not_started',
				'Not Started': 'not_started',
				'No iniciado': 'not_started',
				'In Progress': 'in_progress',
				'En progreso': 'in_progress',
				Incomplete: 'failed',
				Failed: 'failed',
				'Exception Requested': 'in_progress',
				'Pending Approval': 'not_started',
				'Pending Pre-Work': 'in_progress',
				'Pending Prerequisite': 'not_started',
				Denied: 'withdrawn',
				Withdrawn: 'withdrawn',
				Cancelled: 'withdrawn',
				'No Show': 'withdrawn',
				Exempt: 'waived',
				Waived: 'waived'
			},
			'unknown',
			(cell) =>
				`regexp_replace(${cell}, '[\\s\u00A0]*/[\\s\u00A0]*(Past Due|Vencido|Atrasado)$', '', 'i')`
		),
		progress: percent('Transcript Progress', 'Progress'),
		seconds: seconds('minutes', 'Transcript Time in training (min)', 'Time in training (min)'),
		origin: words(method, {
			'Self-Requested': 'self',
			'System Assignment': 'admin',
			'System Assignment (LAT)': 'admin',
			LAT: 'admin',
			'Direct Assignment': 'admin',
			'Express Class': 'admin',
			'External Progress': null,
			Other: null,
			Assignment: null,
			'Assignment*': null,
			'Auto-Solicitado': 'self',
			Autosolicitado: 'self',
			'Asignación del sistema': 'admin',
			'Asignación directa': 'admin'
		}),
		origin_rule: words(
			method,
			{
				'Self-Requested': 'R7',
				'Auto-Solicitado': 'R7',
				Autosolicitado: 'R7',
				'Express Class': 'R7'
			},
			'R2',
			undefined,
			false
		),
		method: text(...method)
	}
};
