import { readingOf } from '#pipelines/originals/reading.ts';
import { allBatches } from './batches.ts';

export { readingOf };

/** What the records of each import are called by. */
export async function numberings(): Promise<ReadonlyMap<number, 'line' | 'row' | 'record'>> {
	const batches = await allBatches();
	return new Map(
		batches.map(({ batch_id, reading }) => [batch_id, readingOf(reading)?.numbering ?? 'line'])
	);
}
