import { flag, text } from '../columns.ts';

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
