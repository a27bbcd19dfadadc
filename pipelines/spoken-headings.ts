import type { TimeUnit } from './sources/durations.ts';

/**
 * What people call these fields in tables of their own, beside the headings that the known exports have: English, German,
 * French, Spanish. Compared by their words, so that case, order and signs between them do not count.
 */
export const spokenHeadings: Readonly<Record<string, readonly string[]>> = {
	email: ['mail', 'e-mail address', 'login e-mail'],
	username: [
		...['login', 'user', 'user id', 'roll number', 'student id', 'student number', 'account'],
		...['benutzer', 'benutzername', 'anmeldename', 'kennung'],
		...['identifiant', 'nom d’utilisateur', 'usuario', 'nombre de usuario']
	],
	employee_number: [
		...['staff id', 'staff number', 'person id', 'person number', 'hr id'],
		...['personalnummer', 'personalnr', 'personal nr', 'mitarbeiternummer', 'mitarbeiter id'],
		...['matricule', 'numéro de matricule', 'número de empleado', 'id de empleado']
	],
	display_name: [
		...['applicant name', 'student name', 'participant', 'learner', 'person'],
		...['mitarbeiter', 'mitarbeiterin', 'mitarbeitername', 'mitarbeitende', 'beschäftigte'],
		...['teilnehmer', 'teilnehmerin', 'teilnehmende', 'teilnehmername', 'lernende'],
		...['nom complet', 'nom et prénom', 'stagiaire', 'salarié', 'apprenant', 'collaborateur'],
		...['nombre completo', 'nombre y apellidos', 'empleado', 'participante', 'alumno']
	],
	first_name: ['vorname', 'prénom', 'nombre'],
	last_name: ['nachname', 'familienname', 'nom', 'nom de famille', 'apellido', 'apellidos'],
	org_unit: [
		...['team', 'division', 'business unit', 'group'],
		...['abteilung', 'bereich', 'organisationseinheit', 'service', 'département', 'équipe'],
		...['departamento', 'área', 'equipo']
	],
	manager_key: [
		...['line manager', 'supervisor', 'boss', 'vorgesetzter', 'vorgesetzte', 'führungskraft'],
		...['responsable', 'supérieur hiérarchique', 'jefe']
	],
	item_title: [
		...['module title', 'module', 'training', 'training title', 'lesson', 'activity', 'subject'],
		...['context', 'event context'],
		...['kurs', 'kursname', 'kurstitel', 'kursbezeichnung', 'schulung', 'schulungstitel'],
		...['seminar', 'seminartitel', 'lehrgang', 'weiterbildung', 'maßnahme', 'lerninhalt'],
		...['cours', 'nom du cours', 'formation', 'nom de la formation', 'intitulé'],
		...['intitulé de la formation', 'titre de la formation'],
		...['curso', 'nombre del curso', 'título del curso', 'formación', 'acción formativa']
	],
	item_code: [
		...['module code', 'training code', 'training id', 'subject code'],
		...['kurs id', 'kursnummer', 'kurscode', 'schulungsnummer', 'seminarnummer'],
		...['code formation', 'code de la formation', 'code du cours', 'código del curso']
	],
	item_minutes: ['length', 'planned minutes', 'duration of the course'],
	enrolled_at: [
		...['date of enrolment', 'enrolment date', 'registered on', 'signed up', 'booked on'],
		...['anmeldedatum', 'angemeldet am', 'anmeldung', 'einschreibedatum', 'eingeschrieben am'],
		...['buchungsdatum', 'gebucht am', 'registrierungsdatum', 'zugewiesen am'],
		...['date d’inscription', 'inscrit le', 'fecha de inscripción', 'fecha de matrícula'],
		...['inscripción del curso', 'inscripción', 'matrícula', 'inscription', 'einschreibung']
	],
	started_at: [
		...['start', 'start date', 'begun on', 'startdatum', 'beginn', 'begonnen am', 'gestartet am'],
		...['date de début', 'début', 'commencé le', 'fecha de inicio', 'inicio']
	],
	completed_at: [
		...['end date', 'finished', 'finish date', 'passed on', 'completion date'],
		...['abschlussdatum', 'abschluss', 'abgeschlossen am', 'bestanden am', 'absolviert am'],
		...['enddatum', 'ende', 'date de fin', 'fin', 'terminé le', 'date d’achèvement'],
		...['fecha de finalización', 'finalizado el', 'fecha de fin', 'completado el']
	],
	due_at: [
		...['deadline', 'due', 'fällig am', 'fällig bis', 'fälligkeitsdatum', 'frist'],
		...['échéance', 'date limite', 'à terminer avant', 'fecha límite', 'vencimiento']
	],
	status: [
		...['state', 'result', 'outcome', 'stand', 'ergebnis', 'statut', 'état', 'estado'],
		...['estado de curso', 'estado del curso', 'statut du cours', 'kursstatus', 'lernstatus']
	],
	progress: [
		...['percent', 'percentage', 'completion', 'fortschritt', 'fortschritt %'],
		...['progression', 'avancement', 'progreso', 'avance', 'porcentaje de progreso']
	],
	seconds: [
		...['minutes spent', 'time', 'duration', 'hours', 'time in course'],
		...['dauer', 'lernzeit', 'lerndauer', 'zeitaufwand', 'stunden', 'minuten'],
		...['durée', 'temps', 'temps passé', 'heures', 'duración', 'tiempo', 'horas'],
		...['total time', 'gesamtzeit', 'gesamtdauer', 'temps total', 'tiempo total']
	],
	origin: [
		...['enrolled by whom', 'how enrolled', 'assignment type', 'initiated by'],
		...['anmeldeart', 'anmeldeweg', 'art der anmeldung', 'zuweisungsart', 'einschreibemethode'],
		...['mode d’inscription', 'type d’inscription', 'tipo de inscripción', 'origen'],
		...['modo de inscripción', 'forma de inscripción', 'método de inscripción']
	],
	enrolled_by: [
		...['registered by', 'assigned by', 'booked by'],
		...['zugewiesen von', 'zugewiesen durch', 'angemeldet von', 'angemeldet durch'],
		...['gebucht von', 'inscrit par', 'affecté par', 'inscrito por', 'asignado por']
	],
	obligation: [
		...['mandatory', 'required', 'pflicht', 'pflichtschulung', 'verpflichtend', 'verbindlichkeit'],
		...['obligatoire', 'caractère obligatoire', 'obligatorio', 'obligatoriedad']
	],
	happened_at: [
		...['time', 'timestamp', 'timecreated', 'created', 'date', 'when', 'event time'],
		...['event date', 'date and time', 'zeit', 'zeitpunkt', 'zeitstempel', 'datum', 'uhrzeit'],
		...['heure', 'horodatage', 'date et heure', 'fecha', 'hora', 'fecha y hora']
	],
	kind: [
		...['event', 'event name', 'event type', 'action', 'verb', 'what', 'activity type'],
		...['type of event', 'ereignis', 'aktion', 'vorgang', 'événement', 'évènement', 'evento'],
		...['acción']
	],
	submitted_at: [
		...['date', 'timestamp', 'submitted', 'submitted on', 'response date', 'completion time'],
		...['zeitstempel', 'abgesendet am', 'horodateur', 'marca temporal']
	]
};

// "Second" and "seconde" alone are as likely an order, as in "Second attempt".
const units = [
	['seconds', /^(s|secs?|seconds|sek|sekunden?|secondes|segundos)$/],
	['minutes', /^(m|mins?|minutes?|minuten?|minutos?)$/],
	['hours', /^(h|hrs?|hours?|std|stunden?|heures?|horas?)$/],
	['days', /^(d|days?|tage?|jours?|días?)$/]
] as const;

/** A letter alone is a unit in brackets or behind everything else, not before an apostrophe as in "Temps d’étude". */
const letter = /(?:[([]\s*|[\s_.,/-])([smhd])\.?\s*[)\]]?$/;

/** The unit of time that a heading names, as in "Dauer (Std.)"; null where it names none, or more than one. */
export function unitIn(heading: string): TimeUnit | null {
	const plain = heading.trim().toLowerCase();
	const words = plain.split(/[^\p{L}]+/u).filter((word) => word.length > 1);
	const said = [...words, ...(letter.exec(plain)?.slice(1) ?? [])];
	const named = units.filter(([, names]) => said.some((word) => names.test(word)));
	return named.length === 1 ? (named[0]?.[0] ?? null) : null;
}
