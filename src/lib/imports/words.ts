import { formatCount } from '#lib/format/number.ts';
import { obligationInWords, originInWords } from '#lib/voluntary/words.ts';
import { message, messageOfCode, refusalInWords } from '#lib/messages.ts';
import type { Preview } from '#lib/server/uploads-preview.ts';

const nbsp = '\u00a0';
const one = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 });

/** A warning's heading; what it says stands in its own message. */
export const warningTitle = (code: string): string =>
	messageOfCode(`reason.warning.${code}`) ?? message('reason.warning.other');

/** The canonical fields that a column feeds. */
export const fieldInWords = (field: string): string =>
	field
		.split(', ')
		.map((name) => messageOfCode(`imports.field.${name}`) ?? name)
		.join(', ');

/** A canonical word of a field, such as `in_progress`, as people say it. */
export function senseInWords(field: string, sense: string): string {
	if (field === 'origin') return originInWords(sense);
	if (field === 'obligation') return obligationInWords(sense);
	return ['status', 'kind', 'employment_type', 'leave_kind', 'reason_kind'].includes(field)
		? sense.replaceAll('_', ' ')
		: sense;
}

/** What the import would do with the rows that a preview tried. */
export function outcomeInWords({
	rows,
	isWhole,
	refused: reasons,
	duplicates: { inFile, inWarehouse }
}: Preview['looked']): string {
	const refused = reasons.reduce((sum, { count }) => sum + count, 0);
	const duplicates = inFile + inWarehouse;
	const stored = rows - refused - duplicates;
	if (rows === 1 && isWhole)
		return message('imports.preview.outcome.one', {
			state: stored === 1 ? 'all' : refused === 1 ? 'refused' : 'duplicate'
		});
	return message('imports.preview.outcome', {
		whole: isWhole ? 'yes' : 'no',
		state: stored === rows ? 'all' : stored === 0 ? 'none' : 'some',
		rows,
		stored,
		refused,
		duplicates
	});
}

/** Why rows of a preview would be left out, a line for each reason, and that the rest of the file is not looked at yet. */
export const leftOutInWords = ({
	isWhole,
	refused,
	duplicates: { inFile, inWarehouse }
}: Preview['looked']): readonly string[] => [
	...refused.map(({ reason, count }) =>
		message('imports.preview.refused_for', {
			count: formatCount(count),
			reason: refusalInWords(reason)
		})
	),
	...(inFile > 0 ? [message('imports.preview.in_file', { count: inFile })] : []),
	...(inWarehouse > 0 ? [message('imports.preview.in_warehouse', { count: inWarehouse })] : []),
	...(isWhole ? [] : [message('imports.preview.rest')])
];

/** A number of bytes: 12.4 MB. */
export function formatBytes(bytes: number): string {
	const units = ['B', 'kB', 'MB', 'GB', 'TB'];
	const power = bytes < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3));
	return `${one.format(bytes / 1000 ** power)}${nbsp}${units[power] ?? 'B'}`;
}

/** The time that is left, roughly; nothing where nobody knows. */
export function timeLeft(seconds: number | null): string {
	if (seconds === null) return '';
	if (seconds < 90) return message('imports.left', { seconds: Math.max(1, seconds) });
	return message('imports.left.minutes', { minutes: Math.round(seconds / 60) });
}

/** "12,000 of 40,000 records", or nothing before the first is read. */
export function rowsDone(done: number, total: number | null): string {
	if (total !== null && total > 0)
		return message('imports.rows.of', { done: formatCount(done), total: formatCount(total) });
	return done > 0 ? message('imports.rows.done', { done: formatCount(done) }) : '';
}
