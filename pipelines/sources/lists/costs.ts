import { number, required, text } from '../columns.ts';
import { words } from '../words.ts';
import { day } from '../dates.ts';
import type { TableSource } from '../source.ts';

const input = ['Input', 'Cost item'];
const likely = ['Most likely', 'Likely', 'Value', 'Amount'];

/** What things cost and are worth, as ranges, and who stands for each. METRICS.md G. */
export const costSheet: TableSource = {
	id: 'cost-sheet',
	system: 'cost-sheet',
	title: 'Cost sheet (what learning costs, what outcomes are worth)',
	format: 'table',
	entity: 'cost',
	decidesOrigin: 'Nothing; it says what learning costs and what its outcomes are worth.',
	traps:
		'A line that nobody confirmed is kept and not used; amounts are plain numbers in one currency.',
	required: [input, likely, ['Confirmed by']],
	telling: [['At least', 'Low'], ['At most', 'High'], ['Currency'], ['Side', 'Cost or benefit']],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		input: required('input', ...input),
		side: words(['Side', 'Cost or benefit'], {
			cost: 'cost',
			benefit: 'benefit',
			value: 'benefit',
			kosten: 'cost',
			nutzen: 'benefit',
			coût: 'cost',
			bénéfice: 'benefit',
			coste: 'cost',
			costo: 'cost',
			beneficio: 'benefit'
		}),
		low: number('At least', 'Low'),
		likely: number(...likely),
		high: number('At most', 'High'),
		currency: text('Currency'),
		basis: text('Basis', 'Source', 'Where from'),
		valid_on: day('As of', 'Valid on', 'Date'),
		confirmed_by: text('Confirmed by'),
		confirmed_on: day('Confirmed on')
	}
};
