import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { message } from '#queries/messages.ts';
import type { Run } from './command.ts';
import { UsageError } from './command.ts';
import { table } from './describe.ts';
import type { Mapping } from './mapping.ts';
import { readMapping } from './mapping.ts';
import { forgetMapping, savedMapping, savedMappings, saveMapping } from './saved-mappings.ts';

/** The mapping that --mapping names: a file, or one that is saved under this name. */
export function namedMapping(dataDir: string, folder: string, named: string): Mapping {
	const path = resolve(folder, named);
	if (existsSync(path)) return readMapping(path);
	return savedMapping(dataDir, named)?.mapping ?? readMapping(path);
}

const known = (dataDir: string, name: string | undefined) => {
	const saved = name === undefined ? null : savedMapping(dataDir, name);
	if (saved) return saved;
	throw new UsageError(message('import.no_mapping_called', { name: name ?? '' }));
};

/** `mappings`, `mappings show NAME`, `mappings save FILE [--name NAME]`, `mappings forget NAME`. */
export const mappings: Run = ({ warehouse, by, folder }, args, options) => {
	const { dataDir } = warehouse;
	const [action, named] = args;
	if (action === 'show') {
		const { mapping } = known(dataDir, named);
		return Promise.resolve({
			exit: 0,
			json: mapping,
			text: JSON.stringify(mapping, null, '\t')
		});
	}
	if (action === 'forget') {
		const { name } = known(dataDir, named);
		forgetMapping(dataDir, name);
		return Promise.resolve({
			exit: 0,
			json: { forgotten: name },
			text: message('import.mapping_forgotten', { name })
		});
	}
	if (action === 'save') {
		if (named === undefined) throw new UsageError(message('import.name_the_mapping_file'));
		const mapping = readMapping(resolve(folder, named));
		const name = options.name ?? mapping.name;
		if (name === undefined) throw new UsageError(message('import.mapping_needs_a_name'));
		saveMapping(dataDir, name, mapping, by);
		return Promise.resolve({
			exit: 0,
			json: { saved: name },
			text: message('import.mapping_saved', { name })
		});
	}
	if (action !== undefined) throw new UsageError(message('import.mappings_usage'));
	const saved = savedMappings(dataDir);
	return Promise.resolve({
		exit: 0,
		json: { mappings: saved },
		text: table(
			['mapping', 'source', 'by', 'when'],
			saved.map(({ name, mapping, savedBy, savedAt }) => [name, mapping.source, savedBy, savedAt])
		)
	});
};
