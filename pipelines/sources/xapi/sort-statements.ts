import { jsonMachine } from '../../readers/json-machine.ts';
import type { JsonRefusal } from '../../readers/json-record.ts';
import { mend } from './mend.ts';
import type { Path } from './judge.ts';
import { problemsOf } from './rules.ts';

/** A record that is refused. */
export interface RefusedStatement {
	readonly line: number;
	readonly reject_column: string | null;
	readonly reject_value: string | null;
	readonly reject_reason: string;
	readonly raw: string;
}

/** A record that can be read, as JSON text, with the codes of its repairs. */
export interface UsableStatement {
	readonly line: number;
	readonly json: string;
	readonly repairs: readonly string[];
}

const rawLength = 4096;
const valueLength = 200;

/** `context.contextActivities.grouping[0].id` */
export const pathText = (path: Path): string =>
	path
		.map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`))
		.join('');

function valueText(value: unknown): string | null {
	if (value === undefined || value === null) return null;
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return text.slice(0, valueLength).toWellFormed();
}

/** What the scanner would say of one line; it looks before anything is parsed, since deep nesting exhausts a parser's stack. */
function faultOf(text: string): JsonRefusal | null {
	let fault: JsonRefusal | null = null;
	const sink = {
		record: () => undefined,
		refuse: (_line: number, reason: JsonRefusal) => (fault ??= reason)
	};
	const machine = jsonMachine(sink, { lineMode: true, capture: false });
	machine.push(Buffer.from(`${text}\n`));
	machine.end();
	return fault ?? (machine.seen.records === 1 ? null : 'stray_text');
}

/** Parses one record and sorts it: usable, mended, or refused with code, path and value. In strict mode nothing is mended. */
export function sortStatement(
	line: number,
	text: string,
	strict: boolean
): UsableStatement | RefusedStatement {
	const refuse = (
		reason: string,
		path: Path | null,
		value: unknown,
		raw = text
	): RefusedStatement => ({
		line,
		reject_column: path === null || path.length === 0 ? null : pathText(path),
		reject_value: valueText(value),
		reject_reason: reason,
		raw: raw.slice(0, rawLength).toWellFormed()
	});
	if (text.startsWith('!')) {
		const scanned = JSON.parse(text.slice(1)) as { reason: string; raw: string };
		return refuse(scanned.reason, null, null, scanned.raw);
	}
	const fault = faultOf(text);
	if (fault) return refuse(fault, null, null);
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return refuse('malformed_json', null, null);
	}
	if (strict) {
		const [problem] = problemsOf(value);
		return problem
			? refuse(problem.code, problem.path, problem.value)
			: { line, json: JSON.stringify(value), repairs: [] };
	}
	const mended = mend(value);
	if ('code' in mended) return refuse(mended.code, mended.path, mended.value);
	return { line, json: JSON.stringify(mended.statement), repairs: mended.repairs };
}
