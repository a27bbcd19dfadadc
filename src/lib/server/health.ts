import { freeBytes } from '#pipelines/warehouse/disk.ts';
import { withConnection } from './batches.ts';
import { warehouse } from './warehouse.ts';

const leastFree = 512e6;
const patience = 1000;

/** Whether this server can do its work, and what keeps it from it. */
export interface Health {
	readonly status: 'ready' | 'not_ready';
	readonly warehouse: boolean;
	readonly disk: boolean;
}

async function answers(): Promise<boolean> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<false>((done) => {
		timer = setTimeout(() => {
			done(false);
		}, patience);
	});
	const asked = withConnection(async (connection) => {
		await connection.run('select 1');
		return true;
	}).catch(() => false);
	const isQuick = await Promise.race([asked, late]);
	clearTimeout(timer);
	return isQuick;
}

/** Asks the warehouse for a sign of life and the disk for room. */
export async function health(): Promise<Health> {
	const isOpen = await answers();
	const hasRoom = isOpen && freeBytes((await warehouse()).dataDir) >= leastFree;
	return { status: isOpen && hasRoom ? 'ready' : 'not_ready', warehouse: isOpen, disk: hasRoom };
}
