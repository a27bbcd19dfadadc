import type { Column, Reading, Sql } from '../columns.ts';
import { quote } from '../columns.ts';
import { wordsWithin } from '../words.ts';

const reasonKinds = [
	'hire',
	'termination',
	'promotion',
	'lateral',
	'job_change',
	'demotion',
	'reorganisation',
	'title',
	'manager',
	'cost_centre',
	'progression',
	'secondment',
	'return',
	'leave',
	'leave_end',
	'probation',
	'data_change'
] as const;

/** What a personnel event means. */
export type ReasonKind = (typeof reasonKinds)[number];

/** Words in the order in which they are looked for, as whole words in any place of a reason. */
export type Reasons<Kind extends string> = readonly (readonly [words: string, kind: Kind])[];

/**
 * What the words of process types, reasons and reason codes mean; the first that stands in the text decides, so the
 * narrower go before the wider ("involuntary termination" before "change", "rehire" before "hire").
 */
export const jobReasons: Reasons<ReasonKind> = [
	['termination', 'termination'],
	['terminate', 'termination'],
	['terminated', 'termination'],
	['resignation', 'termination'],
	['retirement', 'termination'],
	['redundancy', 'termination'],
	['dismissal', 'termination'],
	['layoff', 'termination'],
	['offboarding', 'termination'],
	['end contingent worker contract', 'termination'],
	['austritt', 'termination'],
	['kündigung', 'termination'],
	['conversion', 'data_change'],
	['extend probation', 'data_change'],
	['extension of probation', 'data_change'],
	['probation extension', 'data_change'],
	['probation extended', 'data_change'],
	['probation failed', 'data_change'],
	['failed probation', 'data_change'],
	['probation not passed', 'data_change'],
	['start of probation', 'data_change'],
	['start probation', 'data_change'],
	['probezeit verlängert', 'data_change'],
	['verlängerung der probezeit', 'data_change'],
	['probation passed', 'probation'],
	['passed probation', 'probation'],
	['pass probation', 'probation'],
	['probation completed', 'probation'],
	['completed probation', 'probation'],
	['complete probation', 'probation'],
	['probation period completed', 'probation'],
	['completion of probation', 'probation'],
	['probation completion', 'probation'],
	['probation confirmed', 'probation'],
	['confirm probation', 'probation'],
	['end of probation', 'probation'],
	['end probation', 'probation'],
	['end probationary period', 'probation'],
	['end of probationary period', 'probation'],
	['end of probation period', 'probation'],
	['probation end', 'probation'],
	['confirmation of employment', 'probation'],
	['employment confirmation', 'probation'],
	['probezeit bestanden', 'probation'],
	['ende der probezeit', 'probation'],
	['probezeitende', 'probation'],
	['internal hire', 'lateral'],
	['rehire', 'hire'],
	['re hire', 'hire'],
	['new hire', 'hire'],
	['hire', 'hire'],
	['hired', 'hire'],
	['onboarding', 'hire'],
	['neueinstellung', 'hire'],
	['einstellung', 'hire'],
	['eintritt', 'hire'],
	['reorganization', 'reorganisation'],
	['reorganisation', 'reorganisation'],
	['reorg', 'reorganisation'],
	['restructure', 'reorganisation'],
	['restructuring', 'reorganisation'],
	['umstrukturierung', 'reorganisation'],
	['move workers', 'reorganisation'],
	['leave cover', 'secondment'],
	['maternity cover', 'secondment'],
	['elternzeitvertretung', 'secondment'],
	['leave of absence return', 'leave_end'],
	['loa return', 'leave_end'],
	['from leave', 'leave_end'],
	['return from absence', 'leave_end'],
	['return from loa', 'leave_end'],
	['return from parental leave', 'leave_end'],
	['return from maternity leave', 'leave_end'],
	['return from paternity leave', 'leave_end'],
	['return from family leave', 'leave_end'],
	['return from medical leave', 'leave_end'],
	['return from sick leave', 'leave_end'],
	['return from unpaid leave', 'leave_end'],
	['return from sabbatical', 'leave_end'],
	['return to work', 'leave_end'],
	['end of leave', 'leave_end'],
	['leave end', 'leave_end'],
	['leave ended', 'leave_end'],
	['leave return', 'leave_end'],
	['end of parental leave', 'leave_end'],
	['end of maternity leave', 'leave_end'],
	['end of sabbatical', 'leave_end'],
	['rückkehr aus elternzeit', 'leave_end'],
	['ende der elternzeit', 'leave_end'],
	['ende elternzeit', 'leave_end'],
	['rückkehr aus mutterschutz', 'leave_end'],
	['ende sabbatical', 'leave_end'],
	['wiedereingliederung', 'leave_end'],
	['leave of absence', 'leave'],
	['parental leave', 'leave'],
	['maternity leave', 'leave'],
	['paternity leave', 'leave'],
	['adoption leave', 'leave'],
	['family leave', 'leave'],
	['medical leave', 'leave'],
	['sick leave', 'leave'],
	['unpaid leave', 'leave'],
	['long term sickness', 'leave'],
	['long term illness', 'leave'],
	['place on leave', 'leave'],
	['on leave', 'leave'],
	['sabbatical', 'leave'],
	['elternzeit', 'leave'],
	['mutterschutz', 'leave'],
	['langzeiterkrankung', 'leave'],
	['unbezahlter urlaub', 'leave'],
	['return from', 'return'],
	['end of secondment', 'return'],
	['end secondment', 'return'],
	['end international assignment', 'return'],
	['return', 'return'],
	['secondment', 'secondment'],
	['temporary assignment', 'secondment'],
	['international assignment', 'secondment'],
	['interim', 'secondment'],
	['abordnung', 'secondment'],
	['demotion', 'demotion'],
	['demote', 'demotion'],
	['downgrade', 'demotion'],
	['grade progression', 'progression'],
	['step increase', 'progression'],
	['in line progression', 'progression'],
	['promotion', 'promotion'],
	['promote', 'promotion'],
	['promoted', 'promotion'],
	['beförderung', 'promotion'],
	['progression', 'progression'],
	['move to another manager', 'manager'],
	['manager change', 'manager'],
	['change manager', 'manager'],
	['change of manager', 'manager'],
	['business title', 'title'],
	['title change', 'title'],
	['change of title', 'title'],
	['change business title', 'title'],
	['cost center', 'cost_centre'],
	['cost centre', 'cost_centre'],
	['kostenstelle', 'cost_centre'],
	['data change', 'data_change'],
	['correction', 'data_change'],
	['compensation', 'data_change'],
	['pay change', 'data_change'],
	['merit', 'data_change'],
	['lateral', 'lateral'],
	['transfer', 'lateral'],
	['versetzung', 'lateral'],
	['job change', 'job_change'],
	['change job', 'job_change'],
	['rotation', 'lateral'],
	['internal application', 'lateral']
];

/**
 * Reason codes of SuccessFactors. Customers make up their own: these are the ones that the product ships with, and the
 * words above are looked for where a code is none of them.
 */
export const reasonCodes: Reasons<ReasonKind> = [
	['hirnew', 'hire'],
	['hirreh', 'hire'],
	['rehreh', 'hire'],
	['rehnew', 'hire'],
	['hirint', 'hire'],
	['tervol', 'termination'],
	['terinv', 'termination'],
	['terret', 'termination'],
	['terdth', 'termination'],
	['terrif', 'termination'],
	['termin', 'termination'],
	['propro', 'promotion'],
	['propwc', 'promotion'],
	['prmpro', 'promotion'],
	['demdem', 'demotion'],
	['demote', 'demotion'],
	['xfrlat', 'lateral'],
	['xfrxfr', 'lateral'],
	['xfrdep', 'lateral'],
	['jobchg', 'job_change'],
	['posreo', 'reorganisation'],
	['reorgn', 'reorganisation'],
	['datchg', 'data_change'],
	['datachg', 'data_change'],
	['datacc', 'data_change'],
	['paycha', 'data_change'],
	['paymer', 'data_change'],
	['asgsec', 'secondment'],
	['asgend', 'return']
];

/** Whether somebody left by own choice. What stands before "voluntary" is no choice of the person, or no exit to keep. */
export const leaveReasons: Reasons<'voluntary' | 'involuntary' | 'other'> = [
	['involuntary', 'involuntary'],
	['terinv', 'involuntary'],
	['terrif', 'involuntary'],
	['redundancy', 'involuntary'],
	['dismissal', 'involuntary'],
	['layoff', 'involuntary'],
	['for cause', 'involuntary'],
	['betriebsbedingt', 'involuntary'],
	['kündigung durch arbeitgeber', 'involuntary'],
	['kündigung durch den arbeitgeber', 'involuntary'],
	['arbeitgeberkündigung', 'involuntary'],
	['retirement', 'other'],
	['terret', 'other'],
	['terdth', 'other'],
	['renteneintritt', 'other'],
	['death', 'other'],
	['end of contract', 'other'],
	['end contingent worker contract', 'other'],
	['befristung', 'other'],
	['aufhebungsvertrag', 'other'],
	['aufhebungsvereinbarung', 'other'],
	['voluntary', 'voluntary'],
	['tervol', 'voluntary'],
	['resignation', 'voluntary'],
	['eigenkündigung', 'voluntary'],
	['kündigung durch mitarbeiter', 'voluntary'],
	['kündigung durch arbeitnehmer', 'voluntary'],
	['kündigung durch den arbeitnehmer', 'voluntary'],
	['arbeitnehmerkündigung', 'voluntary']
];

/** A text with every run of what is no letter or digit made one blank, led and followed by one, in lower case. */
const folded = (text: Sql): Sql =>
	`(' ' || trim(lower(regexp_replace(${text}, '[^\\p{L}\\p{N}]+', ' ', 'g'))) || ' ')`;

/** What a text of reasons means by a vocabulary; null where none of its words stands in it. */
export function reasonIn(text: Sql, vocabulary: Reasons<string>): Sql {
	const cases = vocabulary.map(
		([words, kind]) => `when contains(${folded(text)}, ${quote(` ${words} `)}) then ${quote(kind)}`
	);
	return `case ${cases.join(' ')} end`;
}

/**
 * What an event means: what the analyst reads in its reason, else what `value` finds. Reason codes are the customer's own,
 * so that those that say nothing are counted under the name that `counted` gives.
 */
export const reasonKind = (
	headers: readonly string[],
	vocabulary: Reasons<ReasonKind>,
	value: (reading: Reading) => Sql,
	counted?: string
): Column =>
	wordsWithin(
		headers,
		reasonKinds,
		(text) => {
			const folded = ` ${text
				.toLowerCase()
				.replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
				.trim()} `;
			return vocabulary.find(([words]) => folded.includes(` ${words} `))?.[1] ?? null;
		},
		value,
		counted
	);
