import { outcomeInWords } from '#lib/imports/words.ts';
import { message } from '#lib/messages.ts';
import type { MappingPage } from '#lib/server/mapping-page.ts';

/** The first sentences of the page: what would come of the file as it is mapped now, or what is still needed. */
export function findingOf({ columns, missing, preview }: MappingPage): {
	readonly finding: string;
	readonly comparison: string;
} {
	const read = columns.filter(({ slot }) => slot !== '').length;
	const comparison = message('mapping.finding.columns', { read, all: columns.length });
	if (missing.length > 0) {
		const what = missing.map(([first]) => first ?? '').join(', ');
		return { finding: message('mapping.finding.missing', { what }), comparison };
	}
	if (preview.refusal !== null) return { finding: message('mapping.finding.refused'), comparison };
	return { finding: outcomeInWords(preview.looked), comparison };
}
