import type { Reading, Sql } from './columns.ts';
import { derived, text } from './columns.ts';
import { answers, oneOf, words } from './words.ts';
import { day } from './dates.ts';
import { audienceKindWords, obligationWords, saysEverybody } from './lists/spoken-words.ts';
import type { TableSource } from './source.ts';

const obligation = ['Obligation', 'Mandatory', 'Requirement'];
const code = ['Item code', 'Course code', 'Course ID', 'Item ID'];
const title = ['Title', 'Item title', 'Course name', 'Course title'];
const kind = ['Audience type', 'Audience kind'];
const audience = ['Audience', 'Audience value'];

const kinds = words(kind, audienceKindWords, 'unit');

/** The rule binds everybody: its audience or the kind of it says so. */
const isAll = (reading: Reading): Sql =>
	`(${saysEverybody(reading.cell(audience) ?? 'null')} or coalesce(${kinds.cast(reading).value} = 'all', false))`;

/** The analyst's own list of what binds whom, and when. METRICS.md ruling 19. It feeds rules R1 and R4. */
export const mandatoryList: TableSource = {
	id: 'mandatory-list',
	system: 'mandatory-list',
	title: 'Mandatory list (items, audience, dates)',
	format: 'table',
	entity: 'mandatory',
	decidesOrigin: 'Nothing; it says what is mandatory or required for whom at which date.',
	traps:
		'Items by code, or by title where the system exports none. The newest list replaces older ones, so it must be whole.',
	required: [obligation, audience, ['Valid from', 'From']],
	telling: [code, title, kind, ['Valid to', 'To', 'Until']],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		item_code: text(...code),
		item_title: {
			headers: title,
			cast: (reading) => {
				const name = reading.cell(title);
				const id = reading.cell(code);
				const either = `coalesce(${[id, name].filter((cell) => cell !== null).join(', ') || 'null'})`;
				return {
					value: name ?? 'null',
					refuses: { when: () => `${either} is null`, reason: 'missing_item', cell: either }
				};
			}
		},
		obligation: oneOf('unknown_obligation', obligation, {
			...obligationWords,
			...answers('mandatory', null)
		}),
		audience_kind: {
			...kinds,
			cast: (reading) => {
				const cast = kinds.cast(reading);
				const said = cast.value === 'null' ? "'unit'" : cast.value;
				return { ...cast, value: `case when ${isAll(reading)} then 'all' else ${said} end` };
			}
		},
		audience: derived((reading) => {
			const cell = reading.cell(audience) ?? 'null';
			return {
				value: cell,
				refuses: {
					when: (value) => `${value} is null and not ${isAll(reading)}`,
					reason: 'missing_audience',
					cell
				}
			};
		}, audience),
		valid_from: day('Valid from', 'From'),
		valid_to: day('Valid to', 'To', 'Until')
	}
};
