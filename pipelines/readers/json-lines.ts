import { open } from 'node:fs/promises';

const chunkBytes = 1 << 20;

/** The lines of a UTF-8 file, one after the other; only a line feed ends a line. */
export async function* linesOf(path: string): AsyncGenerator<string> {
	const file = await open(path, 'r');
	try {
		const buffer = Buffer.allocUnsafe(chunkBytes);
		let carried: Buffer[] = [];
		for (;;) {
			const { bytesRead } = await file.read(buffer, 0, chunkBytes);
			if (bytesRead === 0) break;
			const chunk = buffer.subarray(0, bytesRead);
			let start = 0;
			for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
				const piece = chunk.subarray(start, end);
				yield (carried.length > 0 ? Buffer.concat([...carried, piece]) : piece).toString('utf8');
				carried = [];
				start = end + 1;
			}
			if (start < chunk.length) carried.push(Buffer.from(chunk.subarray(start)));
		}
		if (carried.length > 0) yield Buffer.concat(carried).toString('utf8');
	} finally {
		await file.close();
	}
}
