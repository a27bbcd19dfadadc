import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measuresPage } from '#queries/measures-page.ts';
import { withSourceTable } from './sources/table.ts';

const docs = join(import.meta.dirname, '../docs');
const importing = join(docs, 'importing.md');
writeFileSync(importing, withSourceTable(readFileSync(importing, 'utf8')));
writeFileSync(join(docs, 'measures.md'), measuresPage());
