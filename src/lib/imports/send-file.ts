import { call, CallError, posting } from './call.ts';

const pieceBytes = 8 * 1024 * 1024;
const triesAfterBreak = 5;
const breaks = new Set(['offline', 'wrong_offset', 'torn']);

interface Arrived {
	readonly id: string;
	readonly offset: number;
}

export interface Sending {
	readonly signal: AbortSignal;
	readonly onProgress: (bytes: number) => void;
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** Sends one piece; after a break it asks how much arrived and goes on from there. */
async function sendPiece(
	id: string,
	file: Blob,
	offset: number,
	signal: AbortSignal
): Promise<number> {
	for (let attempt = 1; ; attempt++) {
		try {
			const arrived = await call<Arrived>(`/api/uploads/${id}`, {
				method: 'PATCH',
				headers: {
					'upload-offset': String(offset),
					'content-type': 'application/offset+octet-stream'
				},
				body: file.slice(offset, offset + pieceBytes),
				signal
			});
			return arrived.offset;
		} catch (cause) {
			const isBroken = cause instanceof CallError && breaks.has(cause.code);
			if (!isBroken || attempt >= triesAfterBreak) throw cause;
			await pause(250 * 2 ** attempt);
			const arrived = await call<Arrived>(`/api/uploads/${id}`, { signal }).catch(() => null);
			if (arrived && arrived.offset > offset) return arrived.offset;
		}
	}
}

/** Sends a file in pieces and answers the id of its upload. Throws `CallError`. */
export async function sendFile(file: File, { signal, onProgress }: Sending): Promise<string> {
	const announced = posting({ name: file.name, size: file.size });
	const { id } = await call<Arrived>('/api/uploads', { ...announced, signal });
	for (let offset = 0; offset < file.size;) {
		offset = await sendPiece(id, file, offset, signal);
		onProgress(offset);
	}
	return id;
}
