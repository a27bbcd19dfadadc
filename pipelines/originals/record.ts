import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { normaliseJson } from '../readers/json.ts';
import { recordsIn } from '../readers/json-table.ts';

const refusal = z.object({ raw: z.string() });

/** A normalised record as it stands in the file; of a refused one what was kept of it. */
function textOfRecord(json: string): string {
	return json.startsWith('!') ? refusal.parse(JSON.parse(json.slice(1))).raw : json;
}

/** The records in one piece of JSON that was read as rows. */
function rowsOf(json: string): readonly string[] {
	if (json.startsWith('!')) return [json];
	try {
		return recordsIn(JSON.parse(json) as Record<string, unknown>).map((row) => JSON.stringify(row));
	} catch {
		return [json];
	}
}

/** The records of a JSON file at these places, from 1, in the order of the file. */
export async function* findRecords(
	text: AsyncIterable<string>,
	wanted: ReadonlySet<number>,
	isTable = false
): AsyncGenerator<string> {
	const folder = await mkdtemp(join(tmpdir(), 'autonometer-record-'));
	try {
		const [unpacked, normalised] = [join(folder, 'original'), join(folder, 'records')];
		await writeFile(unpacked, text, { mode: 0o600 });
		await normaliseJson(unpacked, normalised, { numbering: 'record' });
		const lines = createInterface({ input: createReadStream(normalised), crlfDelay: Infinity });
		let place = 0;
		for await (const line of lines) {
			const json = line.slice(line.indexOf('\t') + 1);
			for (const record of isTable ? rowsOf(json) : [json])
				if (wanted.has(++place)) yield textOfRecord(record);
		}
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** One record of a JSON file by its place among the records, from 1; null where there are not so many. */
export async function findRecord(
	text: AsyncIterable<string>,
	wanted: number,
	isTable = false
): Promise<string | null> {
	for await (const record of findRecords(text, new Set([wanted]), isTable)) return record;
	return null;
}
