import { join } from 'node:path';
import { importFile } from '#pipelines/import.ts';
import { model } from '#pipelines/stages/model.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { writeSample } from '#sample/generate.ts';
import { planted } from '#sample/planted.ts';
import { addAnnotation } from '#lib/server/annotations.ts';

/** True where nothing was ever imported, not even taken back. */
export async function isEmpty(warehouse: Warehouse): Promise<boolean> {
	const connection = await warehouse.connect();
	try {
		const reader = await connection.runAndReadAll('select count(*)::integer from batch');
		return Number(reader.getRowsJS()[0]?.[0]) === 0;
	} finally {
		connection.closeSync();
	}
}

/** Writes the made-up company's exports into a folder and imports those that have a source, through the one way in. */
export async function importSample(warehouse: Warehouse, folder: string): Promise<void> {
	const { files } = await writeSample({ out: folder });
	for (const file of files.filter(({ importable }) => importable)) {
		await importFile(
			warehouse,
			{ path: join(folder, file.file), name: file.file },
			{ importedBy: 'first start', isOneOfMany: true }
		);
	}
	await model(warehouse);
	addAnnotation(warehouse.dataDir, planted.launch.on, planted.launch.name);
}
