import { message } from '#queries/messages.ts';
import { email, key, text } from '../columns.ts';
import type { TableSource } from '../source.ts';
import {
	gradeStatus,
	gradesDecideNothing,
	gradesHaveNoDates,
	headingItems,
	itemCode,
	itemTitle
} from './gradebook.ts';

const first = ['First name', 'Vorname', 'Nombre', 'Prénom'];
const last = [
	'Last name',
	'Surname',
	'Nachname',
	'Apellido(s)',
	'Apellidos',
	'Nom',
	'Nom de famille'
];

/** Grade columns show grades; totals are sums of them and no items. */
const items = headingItems((heading) => {
	const title = /^(.+) \((?:Real|Punkte|Brut|Valeur|Wert)\)$/i.exec(heading)?.[1];
	const isTotal =
		title === undefined || /(^| )(total|gesamt|summe)$|^(course|kurs|total)/i.test(title);
	return isTotal ? null : { title };
});

/** The course in the name that Moodle gives the file: SHORTNAME Grades-20250310_1200-comma_separated.csv. */
const courseOf = (fileName: string): string | null =>
	/^(.+?)[ _](?:Grades|Bewertungen|Calificaciones|Notes)[-_ ]/i.exec(fileName)?.[1] ?? null;

/** Moodle, gradebook export as plain text: a row per person, a column per graded item. FORMATS.md §4. */
export const moodleGrades: TableSource = {
	id: 'moodle-grades',
	system: 'moodle',
	title: 'Moodle: Gradebook export',
	format: 'table',
	entity: 'enrolment',
	decidesOrigin: gradesDecideNothing,
	traps: `${gradesHaveNoDates} Only the columns "(Real)" are read; totals are not.`,
	required: [first, last],
	telling: [
		['ID number', 'ID-Nummer', 'Número de ID', "Numéro d'identification"],
		['Institution', 'Institución'],
		['Department', 'Abteilung', 'Departamento', 'Département'],
		['Email address', 'E-Mail-Adresse', 'Dirección de correo', 'Adresse de courriel']
	],
	shapes: [
		{
			says: message('import.columns_grades_such_as_quiz_safety'),
			isNeeded: true,
			holds: (shown) => items(shown).length > 0
		}
	],
	items: (shown, fileName) => {
		const course = courseOf(fileName);
		return items(shown).map((item) =>
			course === null ? item : { ...item, code: `${course}/${item.title}` }
		);
	},
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		email: email('Email address', 'E-Mail-Adresse', 'Dirección de correo', 'Adresse de courriel'),
		employee_number: key('ID number', 'ID-Nummer', 'Número de ID', "Numéro d'identification"),
		first_name: text(...first),
		last_name: text(...last),
		org_unit: text('Department', 'Abteilung', 'Departamento', 'Département', 'Institution'),
		item_title: itemTitle,
		item_code: itemCode,
		status: gradeStatus
	}
};
