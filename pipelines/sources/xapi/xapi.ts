import type { StatementSource } from '../source.ts';

/** xAPI statements of any learning record store, versions 1.0.3 and 2.0; XAPI.md names what each emitter writes. */
export const xapi: StatementSource = {
	id: 'xapi',
	system: 'xapi',
	title:
		'xAPI statements (1.0.3 and 2.0): JSON, multipart, tables of Ralph, lrsql and Learning Locker',
	format: 'statements',
	entity: 'event',
	decidesOrigin:
		'Goal types, TLA and "was assigned" verbs, the enrolment method that Moodle adds, a cohort or another person as instructor; a bare "registered" or "enrolled" says nothing.',
	traps:
		'One page of a longer answer names a next page, which must be exported too; what is mended and judged stands in [xapi.md](xapi.md).'
};
