import { text } from '../columns.ts';
import { anchorDate, dayOnly } from '../dates.ts';
import type { TableSource } from '../source.ts';
import {
	address,
	employeeNumber,
	itemCode,
	itemColumns,
	itemTitle,
	personColumns
} from './spellings.ts';

const shown = ['Shown on', 'Shown at', 'Recommended on', 'Recommended at', 'Sent on', 'Sent at'];

/** What was recommended to whom, when and where. METRICS.md A0 (prompted), A9. */
export const promptList: TableSource = {
	id: 'prompt-list',
	system: 'prompt-list',
	title: 'Recommendations and nudges (who was shown what)',
	format: 'table',
	entity: 'prompt',
	decidesOrigin:
		'Nothing by itself; a person who enrols soon after a prompt is "prompted", not wholly self-initiated.',
	traps:
		'The item is named in its own learning system (System); without a system it is an item of its own.',
	required: [[...employeeNumber, ...address], shown, [...itemCode, ...itemTitle]],
	telling: [
		['Channel', 'Kind'],
		['System', 'Learning system']
	],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		...personColumns,
		...itemColumns,
		item_code: {
			headers: itemCode,
			cast: ({ cell }) => {
				const code = cell(itemCode) ?? 'null';
				return {
					value: code,
					refuses: {
						when: () => `coalesce(${code}, ${cell(itemTitle) ?? 'null'}) is null`,
						reason: 'missing_item',
						cell: code
					}
				};
			}
		},
		shown_at: anchorDate(...shown),
		is_date_only: dayOnly(...shown),
		channel: text('Channel', 'Kind')
	}
};
