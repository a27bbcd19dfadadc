/** A record that the file holds: the line on which it begins, and what refuses it. */
export interface Planted {
	readonly line: number;
	readonly column: string | null;
	readonly reason: string | null;
}

/** A small export with damage that is known, because it was put there. */
export interface DamagedFile {
	readonly content: Buffer;
	readonly records: readonly Planted[];
	readonly blankLines: number;
}

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function randomOf(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

const header = [
	'Course Name',
	'Enrollment Method',
	'Status',
	'Email Address',
	'Date Enrolled',
	'Enrollment ID',
	'Time Spent (min)'
];

interface Made {
	/** The text of the record, line breaks inside as \n, without its end. */
	readonly text: string;
	readonly column?: string;
	readonly reason?: string;
	readonly isBlank?: boolean;
}

type Maker = (cells: string[], delimiter: string, random: () => number) => Made;

const joined = (cells: readonly string[], delimiter: string): string => cells.join(delimiter);
const withCell = (cells: readonly string[], at: number, value: string): string[] =>
	cells.map((cell, index) => (index === at ? value : cell));
const refusedBy =
	(at: number, value: string, reason: string, column: string | null = header[at] ?? null): Maker =>
	(cells, delimiter) => ({
		text: joined(withCell(cells, at, value), delimiter),
		reason,
		...(column !== null && { column })
	});

const sound: readonly Maker[] = [
	(cells, delimiter) => ({ text: joined(cells, delimiter) }),
	(cells, delimiter) => ({ text: joined(withCell(cells, 0, `"A${delimiter} B"`), delimiter) }),
	(cells, delimiter) => ({ text: joined(withCell(cells, 0, '"He said ""no"""'), delimiter) }),
	(cells, delimiter) => ({ text: joined(withCell(cells, 0, '"Two\nlines"'), delimiter) }),
	(cells, delimiter) => ({ text: joined(withCell(cells, 0, 'A 12" screen'), delimiter) }),
	(cells, delimiter) => ({ text: joined(withCell(cells, 0, ' padded '), delimiter) }),
	(cells, delimiter) => ({
		text: joined(
			cells.map((cell) => `"${cell}"`),
			delimiter
		)
	})
];

const damages: readonly Maker[] = [
	(cells, delimiter) => ({ text: joined(cells.slice(1), delimiter), reason: 'too_few_columns' }),
	(cells, delimiter) => ({ text: joined(cells.slice(0, 2), delimiter), reason: 'too_few_columns' }),
	(cells, delimiter) => ({ text: joined([...cells, 'x'], delimiter), reason: 'too_many_columns' }),
	(cells, delimiter) => ({ text: joined([...cells, ''], delimiter), reason: 'too_many_columns' }),
	refusedBy(0, '"Never closed', 'unclosed_quote', null),
	(cells, delimiter) => ({
		text: joined(withCell(cells, 6, '"30'), delimiter),
		reason: 'unclosed_quote'
	}),
	(cells, delimiter) => ({
		text: joined(withCell(cells, 1, '"Self"x'), delimiter),
		reason: 'text_after_quote'
	}),
	refusedBy(4, 'yesterday', 'not_a_date'),
	refusedBy(4, '2025-02-30', 'not_a_date'),
	refusedBy(4, '', 'not_a_date'),
	refusedBy(6, 'long', 'not_a_duration'),
	refusedBy(6, '-5', 'not_a_duration'),
	(cells, delimiter) => ({
		text: joined(withCell(cells, 3, 'n/a'), delimiter),
		reason: 'missing_person'
	}),
	(cells, delimiter) => ({
		text: joined(withCell(cells, 0, 'NUL\0here'), delimiter),
		reason: 'binary_data'
	})
];

const blanks: readonly Maker[] = [
	() => ({ text: '', isBlank: true }),
	() => ({ text: '   ', isBlank: true }),
	(cells, delimiter) => ({ text: delimiter.repeat(cells.length - 1), isBlank: true }),
	(cells, delimiter) => ({
		text: joined(
			cells.map(() => ' '),
			delimiter
		),
		isBlank: true
	}),
	(cells, delimiter) => ({
		text: joined(
			cells.map(() => '""'),
			delimiter
		),
		isBlank: true
	})
];

const overlong: Maker = (cells, delimiter) => ({
	text: joined(withCell(cells, 0, 'x'.repeat(1_100_000)), delimiter),
	reason: 'record_too_long'
});

const pick = <One>(list: readonly One[], random: () => number): One =>
	list[Math.floor(random() * list.length)] as One;

const encodings = ['utf-8', 'utf-8', 'utf-8', 'utf-8 marked', 'windows-1252', 'utf-16le'] as const;

function encode(text: string, encoding: (typeof encodings)[number]): Buffer {
	if (encoding === 'utf-16le') return Buffer.from(`\uFEFF${text}`, 'utf16le');
	if (encoding === 'windows-1252') return Buffer.from(text, 'latin1');
	return Buffer.from(encoding === 'utf-8' ? text : `\uFEFF${text}`);
}

/** The file of a seed: an export with the damages that real ones have, and what an importer must say of each record. */
export function damagedFile(seed: number): DamagedFile {
	const random = randomOf(seed);
	const delimiter = pick([',', ',', ';', '\t', '|'], random);
	const encoding = pick(encodings, random);
	const ends = pick([['\n'], ['\r\n'], ['\r'], ['\n', '\r\n'], ['\n', '\r\n', '\r']], random);
	const share = pick([0, 0.05, 0.3, 0.7], random);
	const records: Planted[] = [];
	let blankLines = 0;
	let line = 1;
	let text = '';
	const write = (content: string, isLast = false): void => {
		const chosen = pick(ends, random);
		const end = text.endsWith('\r') && content === '' && chosen === '\n' ? '\r' : chosen;
		const inner = content.replaceAll('\n', end);
		text += isLast && random() < 0.5 ? inner : inner + end;
		line += content.split('\n').length;
	};
	for (let row = pick([0, 0, 0, 1, 3], random); row > 0; row--) write(`Report ${row}`);
	write(joined(header, delimiter));
	const rows = 5 + Math.floor(random() * 30);
	const long = random() < 0.02 ? Math.floor(random() * rows) : -1;
	for (let row = 0; row < rows; row++) {
		const isDamaged = random() < share;
		const maker =
			row === long
				? overlong
				: random() < 0.05
					? pick(blanks, random)
					: pick(isDamaged ? damages : sound, random);
		const cells = [
			encoding === 'utf-16le' || encoding === 'windows-1252' ? `Café ${row}` : `Course ${row} ✓`,
			'Self',
			'Complete',
			`p${row}@example.org`,
			`2025-01-${String((row % 28) + 1).padStart(2, '0')}`,
			`E${row}`,
			'30'
		];
		const made = maker(cells, delimiter, random);
		if (made.isBlank) blankLines++;
		else records.push({ line, column: made.column ?? null, reason: made.reason ?? null });
		write(made.text, row === rows - 1 && !made.isBlank);
	}
	let content = encode(text, encoding);
	if (encoding === 'utf-8' && random() < 0.2) {
		const at = content.indexOf('Course 3 ');
		if (at >= 0)
			content = Buffer.concat([content.subarray(0, at), Buffer.from([0x85]), content.subarray(at)]);
	}
	return { content, records, blankLines };
}
