import type { Company } from '../company.ts';
import type { Duty } from '../duties.ts';
import { duties } from '../duties.ts';
import { randomFor } from '../random.ts';
import type { Export } from './csv.ts';
import { csvLine } from './csv.ts';

/** The list that Legal keeps of what binds whom. Moodle's courses stand in it by title, as nobody there knows a number. */
export function exportMandatory(company: Company): Export {
	const random = randomFor(company.seed, 'mandatory');
	const units = new Set(company.teams.map((team) => team.name));
	const titles = new Map(company.items.map((item) => [`${item.system}/${item.code}`, item.title]));
	const header = [
		'Item code',
		'Title',
		'Obligation',
		'Audience type',
		'Audience',
		'Valid from',
		'Valid to'
	];
	const rows = duties.flatMap((duty) => {
		const title = titles.get(`${duty.system}/${duty.code}`) ?? duty.code;
		const code = duty.system === 'moodle' ? '' : duty.code;
		const from = validFrom(duty, random.pick(['2022-01-01', '2023-01-01', '2024-01-01']));
		const to = duty.validTo ?? '';
		return audiences(duty, units).map(([kind, audience]) => [
			code,
			title,
			duty.obligation,
			kind,
			audience,
			from,
			to
		]);
	});
	const text = csvLine(header, '\n') + rows.map((row) => csvLine(row, '\n')).join('');
	return { file: 'mandatory-list.csv', rows: rows.length, bytes: Buffer.from(text, 'utf8') };
}

/** An edition binds from its first round, everything else since long ago. */
function validFrom(duty: Duty, longAgo: string): string {
	return duty.code.startsWith('SEC-') ? (duty.rounds[0]?.[0] ?? longAgo) : longAgo;
}

function audiences(duty: Duty, units: ReadonlySet<string>): [kind: string, audience: string][] {
	// What binds all of Feldkamp or of production binds everybody who has it.
	if (duty.units === null) return [['all', 'all']];
	// Moodle knows no units, so there the whole academy is named.
	if (duty.system === 'moodle') return [['all', 'all']];
	return duty.units.filter((unit) => units.has(unit)).map((unit) => ['unit', unit]);
}
