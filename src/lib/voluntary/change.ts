import { message, systemInWords } from '#lib/messages.ts';
import type { RuleChangeRow } from '#lib/server/voluntary.ts';
import { columnInWords, obligationInWords, originInWords } from './words.ts';

type Row = Readonly<Record<string, string | number | null>> | null;

const rowOf = (text: string | null): Row => (text === null ? null : (JSON.parse(text) as Row));

const textOf = (value: string | number | null | undefined): string =>
	value === null || value === undefined ? '' : String(value);

/** One change of what counts as voluntary, as a sentence. */
export function changeInWords(change: RuleChangeRow): string {
	const before = rowOf(change.before);
	const after = rowOf(change.after);
	if (change.kind === 'rule') {
		const [, rule = '', column = ''] = change.name.split('.');
		const value = (row: Row) =>
			row === null ? message('voluntary.log.shipped') : textOf(row['value']);
		return message('voluntary.log.rule', {
			rule,
			column: columnInWords(column),
			before: value(before),
			after: value(after)
		});
	}
	if (change.kind === 'setting') {
		const value = (row: Row) =>
			row === null ? message('voluntary.log.shipped') : textOf(row['value']);
		return message('voluntary.log.setting', {
			name: change.name,
			before: value(before),
			after: value(after)
		});
	}
	if (change.kind === 'word') {
		const row = after ?? before;
		const meaning = (of: Row) =>
			of === null ? message('voluntary.log.shipped') : originInWords(textOf(of['meaning']));
		return message('voluntary.log.word', {
			word: textOf(row?.['word']),
			system: systemInWords(textOf(row?.['system'])),
			before: meaning(before),
			after: meaning(after)
		});
	}
	const row = after ?? before;
	const what = [
		textOf(row?.['origin']) === '' ? '' : originInWords(textOf(row?.['origin'])),
		textOf(row?.['obligation']) === '' ? '' : obligationInWords(textOf(row?.['obligation']))
	]
		.filter((text) => text !== '')
		.join(', ');
	return message(after === null ? 'voluntary.log.lifted' : 'voluntary.log.ruled', {
		item: textOf(row?.['item_key']),
		what
	});
}
