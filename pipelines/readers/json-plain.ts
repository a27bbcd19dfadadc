import { maxRecordBytes } from './json-record.ts';

const openBrace = 0x7b;
const closeBrace = 0x7d;
const lineFeed = 10;

/** Bytes and words that need the closer look of the state machine: other line ends, two records on a line, pages. */
const bytesToLookAt = [0, 9, 13];
const wordsToLookAt = ['}{', '} {', '"statements"'].map((word) => Buffer.from(word));
const longestWord = 16;

/**
 * Counts lines that each begin with `{` and end with `}`, at the speed of a memory search. Answers null at the first sight
 * of anything else; what is inside of a line is judged when it is parsed.
 */
export function plainLines() {
	let records = 0;
	let lineLength = 0;
	let last = 0;
	let isPlain = true;
	let tail: Buffer = Buffer.alloc(0);

	function ends(chunk: Buffer, end: number): void {
		const before = end > 0 ? chunk[end - 1] : last;
		if (lineLength < 2 || before !== closeBrace || lineLength > maxRecordBytes) isPlain = false;
		lineLength = 0;
		records++;
	}

	return {
		/** Answers whether all so far is plain. */
		push(chunk: Buffer): boolean {
			const seam = Buffer.concat([tail, chunk.subarray(0, longestWord)]);
			isPlain &&=
				!bytesToLookAt.some((byte) => chunk.includes(byte)) &&
				!wordsToLookAt.some((word) => chunk.includes(word) || seam.includes(word));
			let start = 0;
			while (isPlain && start < chunk.length) {
				if (lineLength === 0 && chunk[start] !== openBrace) isPlain = false;
				const end = chunk.indexOf(lineFeed, start);
				lineLength += (end < 0 ? chunk.length : end) - start;
				if (end < 0) break;
				ends(chunk, end);
				start = end + 1;
			}
			last = chunk.at(-1) ?? last;
			tail = Buffer.from(chunk.subarray(-longestWord));
			return isPlain;
		},
		/** The number of records, or null where the file needs the closer look. */
		end(): number | null {
			if (isPlain && lineLength > 0) ends(Buffer.alloc(0), 0);
			return isPlain && records > 0 ? records : null;
		}
	};
}
