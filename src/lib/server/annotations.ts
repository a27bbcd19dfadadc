import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A day worth remembering (a launch, a policy, a campaign), drawn on every time axis. */
export interface Annotation {
	readonly annotation_id: number;
	/** ISO day. */
	readonly date: string;
	readonly text: string;
}

const open = new Map<string, DatabaseSync>();

function database(folder: string): DatabaseSync {
	const known = open.get(folder);
	if (known) return known;
	mkdirSync(folder, { recursive: true });
	const made = new DatabaseSync(join(folder, 'app.sqlite'));
	made.exec('pragma journal_mode = wal; pragma busy_timeout = 2000;');
	made.exec(
		'create table if not exists annotation (annotation_id integer primary key, date text not null, text text not null)'
	);
	open.set(folder, made);
	return made;
}

/** All annotations, by day. */
export function listAnnotations(folder: string): Annotation[] {
	return database(folder)
		.prepare('select annotation_id, date, text from annotation order by date, annotation_id')
		.all()
		.map((row) => ({
			annotation_id: Number(row['annotation_id']),
			date: String(row['date']),
			text: String(row['text'])
		}));
}

/** Remembers a day; the same text on the same day is kept once. */
export function addAnnotation(folder: string, date: string, text: string): void {
	database(folder)
		.prepare(
			'insert into annotation (date, text) select ?, ? where not exists (select 1 from annotation where date = ? and text = ?)'
		)
		.run(date, text, date, text);
}

/** Forgets one annotation. */
export function removeAnnotation(folder: string, annotationId: number): void {
	database(folder).prepare('delete from annotation where annotation_id = ?').run(annotationId);
}
