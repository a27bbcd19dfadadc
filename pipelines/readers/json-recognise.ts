import { message } from '#queries/messages.ts';
import { jsonMachine } from './json-machine.ts';

/** What a JSON file holds, as its first records tell. `evidence` is a phrase for people. */
export interface JsonRecognition {
	readonly kind: 'xapi' | 'caliper' | 'tracking-log' | 'learning-locker' | 'other';
	readonly evidence: string;
}

type Found = Readonly<Record<string, unknown>>;

const looked = 20;
const isObject = (value: unknown): value is Found =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first records of the text; the last one, cut short by the end of the head, is left out. */
function firstRecords(head: string): { records: Found[]; pages: number } {
	const records: Found[] = [];
	const machine = jsonMachine(
		{
			record: (_line, parts) => {
				if (records.length >= looked) return;
				try {
					const value: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
					if (isObject(value)) records.push(value);
				} catch {
					// The importer refuses this record later, with its line.
				}
			},
			refuse: () => undefined
		},
		{ lineMode: false, capture: true }
	);
	machine.push(Buffer.from(head));
	return { records, pages: machine.seen.pages };
}

const isStatement = (record: Found): boolean =>
	['actor', 'verb', 'object'].filter((key) => isObject(record[key])).length >= 2;

function judge(record: Found): JsonRecognition['kind'] {
	const context = record['@context'];
	if (typeof context === 'string' && context.includes('purl.imsglobal.org/ctx/caliper'))
		return 'caliper';
	if (
		Array.isArray(context) &&
		context.some((one) => String(one).includes('purl.imsglobal.org/ctx/caliper'))
	)
		return 'caliper';
	if ('sensor' in record && 'sendTime' in record && Array.isArray(record['data'])) return 'caliper';
	if (isStatement(record)) return 'xapi';
	if (isObject(record['statement']) && isStatement(record['statement'])) return 'learning-locker';
	if ('event_type' in record && 'event_source' in record) return 'tracking-log';
	const inner = record['context'];
	const isTracking =
		typeof record['name'] === 'string' && isObject(record['data']) && isObject(inner);
	if (isTracking && 'course_id' in inner && ('org_id' in inner || 'session' in inner))
		return 'tracking-log';
	return 'other';
}

const phrases: Readonly<Record<Exclude<JsonRecognition['kind'], 'other'>, string>> = {
	xapi: message('import.its_records_have_actor_verb_and'),
	caliper: message('import.its_records_name_caliper_context_ims'),
	'tracking-log': message('import.its_records_have_event_type_and'),
	'learning-locker': message('import.its_records_hold_xapi_statements_under')
};

/** Tells xAPI statements from what is often mistaken for them, by what most of the first records are. */
export function recogniseJson(head: string): JsonRecognition {
	const { records, pages } = firstRecords(head);
	const [first] = records;
	if (!first) {
		if (pages > 0) return { kind: 'xapi', evidence: message('import.page_statements_and_empty') };
		if (/"actor"\s*:\s*\{/.test(head) && /"verb"\s*:\s*\{/.test(head))
			return { kind: 'xapi', evidence: phrases.xapi };
		return { kind: 'other', evidence: message('import.no_record_at_its_beginning_json') };
	}
	const kinds = records.map(judge);
	const kind = (['xapi', 'caliper', 'tracking-log', 'learning-locker'] as const).find(
		(one) => kinds.filter((found) => found === one).length * 2 >= kinds.length
	);
	if (kind) return { kind, evidence: phrases[kind] };
	const keys = Object.keys(first).slice(0, 6).join(', ');
	return {
		kind: 'other',
		evidence: message('import.its_first_record_has', {
			keys:
				keys === ''
					? message('import.no_keys')
					: message('import.the_keys', { keys: keys.slice(0, 120) })
		})
	};
}
