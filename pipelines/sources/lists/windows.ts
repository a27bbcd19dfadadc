import { changed, text } from '../columns.ts';
import { anchorDay, day } from '../dates.ts';
import type { TableSource } from '../source.ts';
import { saysEverybody } from './spoken-words.ts';
import { unit } from './spellings.ts';

const campaign = ['Campaign', 'Window'];

/** Stretches of days in which a unit, or everybody, does its mandatory learning. METRICS.md A7. */
export const mandatoryWindows: TableSource = {
	id: 'mandatory-windows',
	system: 'mandatory-windows',
	title: 'Mandatory windows (campaigns with first and last day)',
	format: 'table',
	entity: 'window',
	decidesOrigin: 'Nothing; it says when people are busy with what they must learn.',
	traps:
		'Both days belong to the window; a row without a unit, or with "all", holds for everybody.',
	required: [campaign, ['Starts on', 'First day'], ['Ends on', 'Last day']],
	telling: [unit],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		org_unit: changed(
			text(...unit),
			(value) => `case when not ${saysEverybody(value)} then ${value} end`
		),
		starts_on: anchorDay('Starts on', 'First day'),
		ends_on: {
			headers: ['Ends on', 'Last day'],
			cast: (reading) => {
				const [first, last] = [day('Starts on', 'First day'), day('Ends on', 'Last day')];
				const { value } = last.cast(reading);
				const start = first.cast(reading).value;
				return {
					value,
					refuses: {
						when: (read) => `${read} is null or ${read} < ${start}`,
						reason: 'ends_before_it_starts',
						cell: reading.cell(['Ends on', 'Last day']) ?? 'null'
					}
				};
			}
		},
		campaign: text(...campaign)
	}
};
