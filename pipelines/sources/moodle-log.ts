import type { Reading, Sql } from './columns.ts';
import { always, derived, quote } from './columns.ts';
import { anchorDate } from './dates.ts';
import { normaliseHeader } from './headers.ts';
import type { TableSource } from './source.ts';

const event = ['Event name', 'Ereignisname', 'Nombre del evento', "Nom de l'événement"];
const context = [
	'Event context',
	'Ereigniskontext',
	'Contexto del evento',
	"Contexte de l'événement"
];
const about = ['Description', 'Beschreibung', 'Descripción'];
const time = ['Time', 'Zeit', 'Hora', 'Heure'];
const course = ['Course', 'Kurs', 'Curso', 'Cours'];
const full = [
	'User full name',
	'Vollständiger Name',
	'Nombre completo del usuario',
	'Nom complet',
	"Nom complet de l'utilisateur"
];
const affected = [
	'Affected user',
	'Betroffene/r Nutzer/in',
	'Betroffener Nutzer',
	'Usuario afectado',
	'Utilisateur touché',
	'Utilisateur concerné'
];

/** What the Description says in every language: Moodle does not translate it. First match decides. */
const kinds = [
	['unenrolled the user with id', 'withdrawn'],
	['enrolled the user with id', 'enrolled'],
	['completed the course with id', 'completed'],
	['updated the completion state', 'progressed'],
	['viewed the course with id', 'viewed'],
	["viewed the '", 'viewed']
] as const;

/** Names of events in English, German, Spanish and French, for descriptions that say nothing. */
const kindOfName = {
	enrolled: [
		'User enrolled in course',
		'Nutzer/in in Kurs eingeschrieben',
		'Usuario inscrito en curso',
		'Usuario matriculado en curso',
		'Utilisateur inscrit au cours',
		'Utilisateur inscrit dans le cours'
	],
	withdrawn: [
		'User unenrolled from course',
		'Nutzer/in aus Kurs abgemeldet',
		'Nutzer/in aus Kurs ausgetragen',
		'Usuario desmatriculado del curso',
		'Usuario dado de baja del curso',
		'Utilisateur désinscrit du cours'
	],
	completed: [
		'Course completed',
		'Kurs abgeschlossen',
		'Curso completado',
		'Curso finalizado',
		'Cours terminé',
		'Cours achevé'
	],
	progressed: [
		'Course activity completion updated',
		'Abschluss der Kursaktivität aktualisiert',
		'Aktivitätsabschluss aktualisiert',
		'Finalización de actividad de curso actualizada',
		'Finalización de la actividad del curso actualizada',
		"Achèvement d'activité de cours mis à jour",
		'Achèvement d’activité de cours mis à jour'
	],
	viewed: [
		'Course viewed',
		'Course module viewed',
		'Kurs angezeigt',
		'Kursmodul angezeigt',
		'Curso visto',
		'Módulo de curso visto',
		'Módulo del curso visto',
		'Cours consulté',
		'Module de cours consulté'
	]
} as const;

const kindOf = (name: Sql, text: Sql): Sql => {
	const named = Object.entries(kindOfName).map(
		([kind, names]) => `when ${name} in (${names.map(quote).join(', ')}) then '${kind}'`
	);
	const told = kinds.map(
		([words, kind]) => `when contains(${text}, ${quote(words)}) then '${kind}'`
	);
	return `case ${named.join(' ')} ${told.join(' ')} else 'other' end`;
};

/** The event's name, in English where the Description tells of feedback: names are translated and descriptions are not. */
const verbOf = (name: Sql, text: Sql): Sql =>
	`case when contains(${text}, 'updated the grade with id') then 'User graded'
		when contains(${text}, 'has been awarded the badge with id') then 'Badge awarded' else ${name} end`;

/** The learner-like enrolment plugins; every other named one is somebody else's doing (rule R7). */
const chosen = "'self', 'fee', 'paypal', 'guest'";
const given =
	"'manual', 'cohort', 'database', 'flatfile', 'ldap', 'meta', 'category', 'imsenterprise'";

const actor = (text: Sql): Sql => `regexp_extract(${text}, 'user with id ''(\\d+)''', 1)`;
const target = (text: Sql): Sql =>
	`regexp_extract(${text}, '(?:enrolled|for|user|relateduser) the user with id ''(\\d+)''', 1)`;
const method = (text: Sql): Sql =>
	`nullif(regexp_extract(${text}, 'enrolment method ''([^'']+)''', 1), '')`;

/** The person whom an event is about: the affected one where there is one, else who did it. User 0 is cron. */
const personId = (text: Sql): Sql =>
	`nullif(coalesce(nullif(${target(text)}, ''), nullif(${actor(text)}, '')), '0')`;

const account = (id: Sql): Sql => `'moodle|' || ${id}`;
const unescape = (text: Sql): Sql =>
	`replace(replace(replace(${text}, '&amp;', '&'), '&quot;', '"'), '&#039;', '''')`;

/** The title of the course, by its own column, by the context, or that of the whole log where neither tells. */
function titleOf({ cell, about: whole }: Reading): Sql {
	const own = cell(course);
	const named = `nullif(regexp_extract(${cell(context) ?? 'null'}, '^(?:Course|Kurs|Curso|Cours)[\\s\u00A0]?: (.+)$', 1), '')`;
	const fallback = whole === null ? 'null' : quote(whole);
	return unescape(own === null ? `coalesce(${named}, ${fallback})` : `coalesce(${own}, ${named})`);
}

/** The number of the course, which only some of the descriptions tell. */
const courseId = ({ cell }: Reading): Sql =>
	`nullif(regexp_extract(${cell(about) ?? 'null'}, ' the course with id ''(\\d+)''', 1), '')`;

/** The course that most of the first rows name in their context; a log of one course names it nowhere else. */
function courseOf(head: readonly (readonly string[])[], header: readonly string[]): string | null {
	const names = new Set(context.map(normaliseHeader));
	const at = header.findIndex((heading) => names.has(normaliseHeader(heading)));
	const titles = head.flatMap(
		(row) => /^(?:Course|Kurs|Curso|Cours)\s?: (.+)$/.exec(row[at]?.trim() ?? '')?.[1]?.trim() ?? []
	);
	return titles.length === 0 ? null : (titles.toSorted()[Math.floor(titles.length / 2)] ?? null);
}

/**
 * Moodle, "Logs" report of a course or of the site, in English, German, Spanish or French. FORMATS.md §4. Ids stand only in
 * the Description, which Moodle does not translate; several events of one minute look alike and are kept.
 */
export const moodleLog: TableSource = {
	id: 'moodle-log',
	system: 'moodle',
	title: 'Moodle: Logs report',
	format: 'table',
	entity: 'event',
	decidesOrigin:
		'The enrolment method in the Description: self, when learner and actor are one; manual, cohort, meta … are not.',
	traps:
		'Ids stand only in the Description, that of the course in some of its rows: where a title and an id belong to no other, all rows of the course get the id, by which they join the tables of the database; rows that look alike are separate events of one minute and are kept.',
	required: [event, about, time],
	telling: [
		context,
		['Component', 'Komponente', 'Componente', 'Composant'],
		['Origin', 'Herkunft', 'Origen', 'Origine'],
		full,
		affected,
		['IP address', 'IP-Adresse', 'Dirección IP', 'Adresse IP']
	],
	dateOrder: 'dmy',
	keepsIdenticalRows: true,
	about: courseOf,
	learns: (reading) => ({ text: titleOf(reading), means: courseId(reading) }),
	columns: {
		account: derived(({ cell }) => ({ value: account(personId(cell(about) ?? 'null')) }), about),
		display_name: derived(
			({ cell }) => {
				const text = cell(about) ?? 'null';
				const learner = `nullif(${cell(affected) ?? 'null'}, '-')`;
				const doer = `nullif(${cell(full) ?? 'null'}, '-')`;
				return {
					value: `case when ${target(text)} not in ('', ${actor(text)}) or ${kindOf(cell(event) ?? 'null', text)} = 'completed'
					then ${learner} else ${doer} end`
				};
			},
			[...full, ...affected]
		),
		item_title: derived(
			(reading) => ({ value: reading.once(titleOf(reading)) }),
			[...course, ...context]
		),
		item_code: derived(
			(reading) => ({ value: reading.learned(reading.once(titleOf(reading))) }),
			about
		),
		happened_at: anchorDate(...time),
		kind: derived(
			({ cell }) => ({ value: kindOf(cell(event) ?? 'null', cell(about) ?? 'null') }),
			event
		),
		verb: derived(
			({ cell }) => ({ value: verbOf(cell(event) ?? 'null', cell(about) ?? 'null') }),
			event
		),
		method: derived(({ cell }) => ({ value: method(cell(about) ?? 'null') }), about),
		origin: derived(({ cell }) => {
			const text = cell(about) ?? 'null';
			return {
				value: `case when ${kindOf(cell(event) ?? 'null', text)} <> 'enrolled' then null
					when ${method(text)} in (${chosen}) and ${actor(text)} = ${target(text)} then 'self'
					when ${method(text)} in (${given}) then 'admin' end`
			};
		}, about),
		origin_rule: always("'R7'"),
		enrolled_by: derived(({ cell }) => {
			const text = cell(about) ?? 'null';
			return {
				value: `case when ${kindOf(cell(event) ?? 'null', text)} = 'enrolled' and ${actor(text)} <> ${target(text)} then ${account(actor(text))} end`
			};
		}, about)
	}
};
