import type { Column } from '../columns.ts';
import { derived, quote } from '../columns.ts';

const months =
	'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const monthsElsewhere =
	'januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre';
const monthNumber = (name: string): number =>
	['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].indexOf(
		name.slice(0, 3).toLowerCase()
	) + 1;

/** How file names date a wave, as what is cut out of the name, and the wave that it means. */
const dated: readonly (readonly [RegExp, (match: RegExpExecArray) => string | null])[] = [
	[
		/\b(20\d\d)[ -]?(q[1-4]|h[12])\b/i,
		([, year, part]) => `${year ?? ''}-${(part ?? '').toLowerCase()}`
	],
	[
		/\b(q[1-4]|h[12])[ -]?(20\d\d)\b/i,
		([, part, year]) => `${year ?? ''}-${(part ?? '').toLowerCase()}`
	],
	[/\b(?:wave|welle|round|vague|ola)[ -]?(\d{1,3})\b/i, ([, number]) => `wave ${number ?? ''}`],
	// The stamp of a download, "March 5, 2026 10.23", says when the file was fetched and not which wave it holds.
	[new RegExp(`\\b(?:${months}) \\d{1,2},? 20\\d\\d(?: \\d{1,2}\\.\\d\\d)?\\b`, 'i'), () => null],
	[
		new RegExp(
			`\\b\\d{1,2}\\.? (?:de )?(?:${monthsElsewhere})\\.? (?:de )?20\\d\\d(?: \\d{1,2}\\.\\d\\d)?(?!\\p{L})`,
			'iu'
		),
		() => null
	],
	[/\b20\d\d-?[01]\d-?[0-3]\d(?:[t ]?(?:\d{4,6}|\d\d[ -]\d\d[ -]\d\d))?\b/i, () => null],
	[/\b(20\d\d)-?(0[1-9]|1[0-2])\b/, ([, year, month]) => `${year ?? ''}-${month ?? ''}`],
	[
		new RegExp(`\\b(${months}) (20\\d\\d)\\b`, 'i'),
		([, month, year]) => `${year ?? ''}-${String(monthNumber(month ?? '')).padStart(2, '0')}`
	]
];

/** The survey and the wave that a file name tells of; the wave null where it leaves it open. */
export function readFileName(fileName: string): { survey: string; wave: string | null } {
	let rest = fileName
		.replace(/(\.(csv|tsv|txt|xlsx|gz|zip))+$/i, '')
		.replaceAll(/[_+]+|%20/g, ' ')
		.replaceAll('%2C', ',')
		.replaceAll(/(?<=\D)-(?=\D)/g, ' ')
		.replaceAll(/(?<=[a-z])-(?=\d)/gi, ' ');
	let wave: string | null = null;
	for (const [pattern, meaning] of dated) {
		const match = pattern.exec(rest);
		if (!match) continue;
		wave ??= meaning(match);
		rest = rest.replace(match[0], ' ');
	}
	const survey = rest
		.replaceAll(
			/\b(form responses \d+|formularantworten \d+|responses?|antworten|respuestas|réponses|results?|export|data|final|all|sheet\d*)(?!\p{L})/giu,
			' '
		)
		// What is left of "(Responses)", the copy of a download "(1)", and how many answers Microsoft Forms wrote, "(1-57)".
		.replaceAll(/\([\s\d-]*\)/g, ' ')
		.replaceAll(/[\s-]+/g, ' ')
		.trim()
		.toLowerCase();
	return { survey: survey === '' ? 'survey' : survey, wave };
}

/** The survey, by the file's name; a person may say otherwise. */
export const survey: Column = derived(({ fileName }) => ({
	value: quote(readFileName(fileName).survey)
}));

/** The wave, by the file's name; where it tells none, the load takes the month of the first response. */
export const wave: Column = derived(({ fileName }) => {
	const { wave: named } = readFileName(fileName);
	return { value: named === null ? 'null' : quote(named) };
});
