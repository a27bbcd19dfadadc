import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withSourceTable } from './sources/table.ts';

const page = join(import.meta.dirname, '../docs/importing.md');
writeFileSync(page, withSourceTable(readFileSync(page, 'utf8')));
