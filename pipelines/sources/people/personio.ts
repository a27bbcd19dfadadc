import type { Column } from '../columns.ts';
import { always, changed, derived, email, key, quote, required, text } from '../columns.ts';
import { anchorDay, day } from '../dates.ts';
import type { TableSource } from '../source.ts';
import { leaveReasons, reasonIn } from './reasons.ts';

const number = ['Employee ID', 'Personalnummer', 'Mitarbeiter-ID', 'Employee number'];
const hired = ['Hire date', 'Einstellungsdatum', 'Eintrittsdatum'];
const left = ['Termination date', 'Austrittsdatum', 'Letzter Arbeitstag', 'Last working day'];
const supervisor = ['Supervisor', 'Vorgesetzter', 'Vorgesetzte/r', 'Führungskraft'];
const position = ['Position', 'Stelle', 'Stellenbezeichnung'];
const department = ['Department', 'Abteilung'];
const team = ['Team'];
const office = ['Office', 'Büro', 'Standort', 'Niederlassung', 'Arbeitsplatz'];

const person: Readonly<Record<string, Column>> = {
	employee_number: key(...number),
	email: email('Email', 'E-Mail', 'E-Mail-Adresse', 'Work email'),
	first_name: text('First name', 'Vorname'),
	last_name: text('Last name', 'Nachname')
};

/** Personio, list of employees: the post of today, German or English. FORMATS.md §24. */
export const personioEmployees: TableSource = {
	id: 'personio-employees',
	system: 'personio',
	title: 'Personio: employees',
	format: 'table',
	entity: 'job',
	decidesOrigin: 'Nothing; it says who is employed, where, and since when.',
	traps:
		'The post is that of today and counts from the hire on, so nobody ever moved in it: add the history of attributes, whose old values then tell the posts before; the supervisor may be a name.',
	required: [number, hired, position],
	telling: [department, supervisor, office],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		...person,
		manager_key: text(...supervisor),
		org_unit: text(...department, ...team),
		hired_on: day(...hired),
		left_on: changed(day(...left), (value) => `(${value} + 1)`),
		effective_on: anchorDay(...hired),
		is_today: always('true'),
		job_title: text(...position),
		location: text(...office),
		employment_type: text('Employment type', 'Beschäftigungsart', 'Anstellungsart'),
		leave_kind: derived(({ cell }) => ({
			value: reasonIn(
				cell(['Termination type', 'Kündigungsart', 'Austrittsgrund']) ?? 'null',
				leaveReasons
			)
		}))
	}
};

const attribute = ['Attribute', 'Attribut', 'Feld'];
const fresh = ['New value', 'Neuer Wert'];
const former = ['Old value', 'Alter Wert'];

/** The new value, or the one before, where the row is about one of these attributes. */
const valueOf = (names: readonly string[], values: readonly string[] = fresh): Column =>
	derived(
		({ cell }) => ({
			value: `case when lower(${cell(attribute) ?? 'null'}) in (${names.map((name) => quote(name.toLowerCase())).join(', ')}) then ${cell(values) ?? 'null'} end`
		}),
		[...attribute, ...values]
	);

/** Personio, history of attributes: one row per attribute that changed. FORMATS.md §24. */
export const personioHistory: TableSource = {
	id: 'personio-history',
	system: 'personio',
	title: 'Personio: history of attributes',
	format: 'table',
	entity: 'job',
	decidesOrigin: 'Nothing; it says what changed in a post, and from when on.',
	traps:
		'A row says one thing only: everything else stays as it was before; attributes that are no part of a post change nothing, and a team is none beside its department.',
	required: [attribute, fresh, ['Valid from', 'Gültig ab', 'Gültig von']],
	telling: [number, former],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		...person,
		manager_key: valueOf(supervisor),
		org_unit: valueOf(department),
		effective_on: anchorDay('Valid from', 'Gültig ab', 'Gültig von'),
		job_title: valueOf(position),
		location: valueOf(office),
		job_title_before: valueOf(position, former),
		org_unit_before: valueOf(department, former),
		location_before: valueOf(office, former),
		reason: required('attribute', ...attribute),
		reason_kind: derived(({ cell }) => ({
			value: `case when lower(${cell(attribute) ?? 'null'}) in (${[...position, ...department].map((name) => quote(name.toLowerCase())).join(', ')}) then null else 'data_change' end`
		}))
	}
};
