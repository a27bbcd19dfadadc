import { changed, text } from '../columns.ts';
import { flag } from '../words.ts';

/** The unit that a response states: embedded data that tenants name themselves. */
export const unitOfResponse = text(
	'Department',
	'Unit',
	'Team',
	'Division',
	'Abteilung',
	'Departamento',
	'Service'
);

/** Whether the person agreed that the comment may be shown. */
export const consent = flag(
	'Consent',
	'consent_comment',
	'Comment consent',
	'May we quote your comment?',
	'I agree that my comment may be quoted',
	'Einwilligung',
	'Consentimiento',
	'Consentement'
);

/** Headings under which surveys ask whether a comment may be shown. */
export const consentHeadings = consent.headers;

/** A name, where it is one: tools write "anonymous" for nobody. */
export const nameOfRespondent = (...headers: string[]) =>
	changed(
		text(...headers),
		(value) =>
			`case when lower(${value}) not in ('anonymous', 'anonym', 'anónimo', 'anonyme') then ${value} end`
	);
