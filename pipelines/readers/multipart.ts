import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

const headBytes = 8192;

/** Where the statements of a multipart answer begin, and the line that ends them. */
interface FirstPart {
	readonly start: number;
	readonly boundary: string;
}

/**
 * The first part of a `multipart/mixed` answer of a record store, as it is saved where statements were asked for with
 * their attachments, also behind the head of the answer (`curl -i`); null for any other file.
 */
async function findFirstPart(path: string): Promise<FirstPart | null> {
	const file = await open(path, 'r');
	try {
		const buffer = Buffer.alloc(headBytes);
		const { bytesRead } = await file.read(buffer, 0, headBytes, 0);
		const text = buffer.toString('latin1', 0, bytesRead);
		const found =
			/^(?:HTTP\/\d[^\n]*\n|[\w-]+:[^\n]*\n|\s*\n)*(--[^\s"]{1,70})\r?\n((?:[\w-]+:[^\n]*\n)+)\r?\n/.exec(
				text
			);
		const [whole = '', boundary = '', headings = ''] = found ?? [];
		if (!found || !/^content-type:\s*application\/json/im.test(headings)) return null;
		return { start: whole.length, boundary };
	} finally {
		await file.close();
	}
}

/**
 * Writes the statements of a multipart answer to `target`, each line at its own number: what stands above them becomes
 * empty lines, and attachments are left out. False where the file is no such answer; then nothing is written.
 */
export async function unwrapMultipart(
	path: string,
	target: string,
	options: { readonly signal?: AbortSignal } = {}
): Promise<boolean> {
	const part = await findFirstPart(path);
	if (part === null) return false;
	const end = Buffer.from(`\n${part.boundary}`);
	const out = await open(target, 'w', 0o600);
	let held: Buffer = Buffer.alloc(0);
	let isAbove = true;
	let at = 0;
	try {
		for await (const chunk of createReadStream(path, options) as AsyncIterable<Buffer>) {
			const above = isAbove
				? chunk.subarray(0, Math.max(0, part.start - at))
				: chunk.subarray(0, 0);
			await out.write(Buffer.from(above.filter((byte) => byte === 10)));
			at += chunk.length;
			isAbove = at < part.start;
			const bytes = Buffer.concat([held, chunk.subarray(above.length)]);
			const stop = bytes.indexOf(end);
			if (stop >= 0) {
				await out.write(bytes.subarray(0, stop));
				return true;
			}
			const sure = Math.max(0, bytes.length - end.length);
			await out.write(bytes.subarray(0, sure));
			held = Buffer.from(bytes.subarray(sure));
		}
		await out.write(held);
		return true;
	} finally {
		await out.close();
	}
}
