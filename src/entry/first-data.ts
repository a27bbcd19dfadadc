import { join } from 'node:path';
import { importFile } from '#pipelines/import.ts';
import { model } from '#pipelines/stages/model.ts';
import { readNumbers } from '#pipelines/warehouse/numbers.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { writeSample } from '#sample/generate.ts';
import { planted } from '#sample/planted.ts';
import { addAnnotation } from '#lib/server/annotations.ts';

/** True where nothing was ever imported, not even taken back. */
export const isEmpty = (warehouse: Warehouse): Promise<boolean> =>
	warehouse.read(async (connection) => {
		const { n } = await readNumbers(connection, 'select count(*) as n from batch');
		return n === 0;
	});

/** Writes the made-up company's exports into a folder and imports those that have a source, through the one way in. */
export async function importSample(warehouse: Warehouse, folder: string): Promise<void> {
	const { files } = await writeSample({ out: folder });
	for (const file of files.filter(({ importable }) => importable)) {
		await importFile(
			warehouse,
			{ path: join(folder, file.file), name: file.file },
			{ importedBy: 'the first start', isOneOfMany: true }
		);
	}
	await model(warehouse);
	addAnnotation(warehouse.dataDir, planted.launch.on, planted.launch.name);
}
