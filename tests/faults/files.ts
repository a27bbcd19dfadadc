import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file and what the import of it must count. */
export interface KnownFile {
	readonly path: string;
	readonly name: string;
	readonly rows: number;
	readonly loaded: number;
	readonly rejected: number;
	readonly duplicate: number;
}

const days = 86_400_000;
const begun = Date.UTC(2024, 0, 1);

/** An Absorb export of its own for each number: 400 good rows, 7 refused ones, 5 that repeat another. */
function enrolments(folder: string, number: number): KnownFile {
	const header =
		'Enrollment ID,Email Address,Department,Course ID,Course Name,Enrollment Method,Status,Date Enrolled';
	const row = (index: number, day = new Date(begun + (index % 300) * days).toISOString()) =>
		`${number}-${index},user${index % 90}@acme.example,Unit ${index % 4},C${index % 12},Course ${index % 12},${index % 3 ? 'Self' : 'Admin'},${index % 2 ? 'Complete' : 'In Progress'},${day.slice(0, 19)}`;
	const good = Array.from({ length: 400 }, (_, index) => row(index));
	const refused = Array.from({ length: 7 }, (_, index) => row(1000 + index, 'some day'));
	const lines = [header, ...good, ...refused, ...good.slice(0, 5)];
	const name = `enrolments-${number}.csv`;
	writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
	return { path: join(folder, name), name, rows: 412, loaded: 400, rejected: 7, duplicate: 5 };
}

/** Statements of its own for each number: 150 good ones, 3 without a verb, 2 that repeat another. */
function statements(folder: string, number: number): KnownFile {
	const statement = (index: number, hasVerb = true) => ({
		id: `${String(number).padStart(8, '0')}-0000-4000-8000-${String(index).padStart(12, '0')}`,
		actor: { objectType: 'Agent', mbox: `mailto:user${index % 40}@acme.example` },
		...(hasVerb && { verb: { id: 'http://adlnet.gov/expapi/verbs/completed' } }),
		object: {
			id: `https://lms.acme.example/course/${index % 9}`,
			definition: { name: { en: `Course ${index % 9}` } }
		},
		timestamp: new Date(begun + index * days).toISOString()
	});
	const good = Array.from({ length: 150 }, (_, index) => statement(index));
	const bad = Array.from({ length: 3 }, (_, index) => statement(1000 + index, false));
	const name = `statements-${number}.ndjson`;
	const all = [...good, ...bad, ...good.slice(0, 2)];
	writeFileSync(join(folder, name), `${all.map((record) => JSON.stringify(record)).join('\n')}\n`);
	return { path: join(folder, name), name, rows: 155, loaded: 150, rejected: 3, duplicate: 2 };
}

/** The two files of one round. */
export const writeKnownFiles = (folder: string, number: number): readonly KnownFile[] => [
	enrolments(folder, number),
	statements(folder, number)
];
