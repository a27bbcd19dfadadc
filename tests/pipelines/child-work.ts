import { serveChild } from '#pipelines/child.ts';

/** What a process of the tests is told to do. */
export interface Plan {
	readonly fails?: boolean;
	/** Megabytes that it keeps. */
	readonly grows?: number;
	/** Milliseconds that it takes. */
	readonly takes?: number;
	/** A variable of its surroundings that it tells. */
	readonly tells?: string;
}

/** What it answers. */
export interface Done {
	readonly pid: number;
	readonly told: string | undefined;
}

const kept: Buffer[] = [];

serveChild(async ({ fails, grows = 0, takes = 0, tells = '' }: Plan): Promise<Done> => {
	if (fails) throw new Error('as was asked for');
	kept.push(Buffer.alloc(grows * 1024 ** 2, 1));
	await new Promise((done) => setTimeout(done, takes));
	return { pid: process.pid, told: process.env[tells] };
});
