import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { encodings } from '#pipelines/readers/encodings.ts';
import { sources } from '#pipelines/sources/sources.ts';
import { plain, register } from '#queries/messages.ts';
import { encodingInWords, message, messageOfCode } from '#lib/messages.ts';
import { dataFolder } from './warehouse.ts';
import type { Job } from './jobs.ts';
import { jobs, uploads } from './jobs-here.ts';
import type { Upload } from './uploads.ts';

/** An export that can be imported, as a person chooses it. */
export interface KnownSource {
	readonly id: string;
	readonly title: string;
	readonly isStatements: boolean;
	readonly decidesOrigin: string;
}

/** Every export that is known, in the order in which they are tried. */
export const knownSources = (): KnownSource[] =>
	sources.map(({ id, format, decidesOrigin }) => {
		register({ [`source.${id}.origin`]: plain(decidesOrigin) });
		return {
			id,
			title: sourceTitle(id),
			isStatements: format === 'statements',
			decidesOrigin: message(`source.${id}.origin`)
		};
	});

/** The title of a source as its record says it, unless a translation says it otherwise; its id where an earlier version knew it. */
export function sourceTitle(id: string): string {
	const known = sources.find((source) => source.id === id);
	if (known === undefined) return id;
	register({ [`source.${id}.title`]: plain(known.title) });
	return message(`source.${id}.title`);
}

const mostYears = 20;

/** The years that a file whose dates state none can be of, the newest first; worked out where the page is made, once for both sides. */
export function yearChoices(now: () => Date = () => new Date()): readonly string[] {
	const newest = now().getUTCFullYear();
	return Array.from({ length: mostYears }, (_none, back) => String(newest - back));
}

/** An encoding that a person may name, and how it is called. */
export type NamedEncoding = readonly [code: string, text: string];

/** The encodings that a person may name, each with what it is used for. */
export const encodingChoices = (): readonly NamedEncoding[] =>
	encodings.map((code) => {
		const region = messageOfCode(`encoding.${code.replaceAll('-', '_')}`) ?? '';
		return [code, message('imports.encoding.choice', { name: encodingInWords(code), region })];
	});

/** Time zones, all of them. */
export const timeZones = (): string[] => [
	'UTC',
	...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')
];

/** Files that were sent and neither imported nor put aside: a page that is loaded anew shows them again. */
export async function leftUploads(): Promise<readonly Upload[]> {
	const taken = new Set(openJobs().map(({ upload }) => upload));
	const arrived = await (await uploads()).arrived();
	return arrived.filter(({ id }) => !taken.has(id) && !jobs().isTaken(id));
}

/** Imports under way, and stopped ones whose upload still waits for a word. */
export const openJobs = (): Job[] =>
	jobs()
		.open()
		.filter(
			({ upload, state }) => state !== 'failed' || existsSync(join(dataFolder(), 'uploads', upload))
		);
