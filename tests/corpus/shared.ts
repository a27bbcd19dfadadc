import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../shared/data');

/** Foreign files to try the importer on, where they lie beside the project. */
export const shared = (path: string): string => join(folder, path);

/** False where the foreign files are not there; then their tests are skipped. */
export const hasShared = existsSync(folder);

/** True where every file is to be taken, under every name. */
export const isFull = process.env['CORPUS'] === 'full';
