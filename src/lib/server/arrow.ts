import {
	Bool,
	type DataType,
	DateDay,
	Field,
	Float64,
	Int32,
	makeData,
	RecordBatch,
	Schema,
	Struct,
	Table,
	tableToIPC,
	Utf8,
	vectorFromArray
} from 'apache-arrow';
import { metrics } from '#queries/catalogue.ts';
import type { Answer } from './ask.ts';
import { roundForDownload } from './download-rounding.ts';

/** The columns of the result contract that stand before and after the dimensions, with their Arrow types. */
const before: readonly (readonly [string, DataType])[] = [
	['period_start', new DateDay()],
	['variant', new Utf8()],
	['measure', new Utf8()],
	['horizon', new Int32()]
];
const after: readonly (readonly [string, DataType])[] = [
	['value', new Float64()],
	['numerator', new Float64()],
	['denominator', new Float64()],
	['persons', new Int32()],
	['lo', new Float64()],
	['hi', new Float64()],
	['bound_lo', new Float64()],
	['bound_hi', new Float64()],
	['unknown_share', new Float64()],
	['suppressed', new Bool()],
	['reason', new Utf8()]
];

/** The mark of changes, which only measures with such have. */
const marksOf = ({ metric }: Answer): typeof after =>
	metrics().get(metric)?.marked.length ? [['is_clear_change', new Bool()]] : [];

/** The names of an answer's columns in the order of the result contract. */
export const columnsOf = (answer: Answer): readonly string[] => [
	...before.map(([name]) => name),
	...answer.dimensions,
	...[...after, ...marksOf(answer)].map(([name]) => name)
];

function cellOf(value: unknown, type: DataType): unknown {
	if (value === null || value === undefined) return null;
	return type instanceof DateDay ? new Date(`${String(value).slice(0, 10)}T00:00:00Z`) : value;
}

/** An answer as an Arrow IPC stream, rounded; what stands on the envelope goes into the metadata of the schema. */
export function toArrow(exact: Answer): Uint8Array<ArrayBuffer> {
	const answer = roundForDownload(exact);
	const typed = [
		...before,
		...answer.dimensions.map((name) => [name, new Utf8()] as const),
		...after,
		...marksOf(answer)
	];
	const { rows, ...envelope } = answer;
	const metadata = new Map(
		Object.entries(envelope).map(([name, value]) => [
			name,
			typeof value === 'string' ? value : JSON.stringify(value)
		])
	);
	const schema = new Schema(
		typed.map(([name, type]) => new Field(name, type, true)),
		metadata
	);
	const children = typed.map(([name, type]) => {
		const cells = rows.map((row) => cellOf(row[name], type));
		const vector = vectorFromArray(cells, type);
		return vector.data[0] ?? makeData({ type, length: 0 } as never);
	});
	const data = makeData({
		type: new Struct(schema.fields),
		length: rows.length,
		nullCount: 0,
		children
	});
	const table = new Table(schema, [new RecordBatch(schema, data)]);
	return Uint8Array.from(tableToIPC(table, 'stream'));
}
