import { message } from '#lib/messages.ts';

/** What a page gets instead of numbers: its filters would single people out, or name what does not exist. */
export interface Refused {
	readonly isRefused: true;
	readonly text: string;
}

/**
 * The result of the work, or why `ask` gave none: the filters would single people out (METRICS.md §I rule 4), or there is no
 * unit, item or source of that name. Any other failure is passed on.
 */
export async function unlessRefused<Result>(work: Promise<Result>): Promise<Result | Refused> {
	try {
		return await work;
	} catch (cause) {
		if (!(cause instanceof Error) || !('code' in cause)) throw cause;
		if (cause.code === 'refused') return { isRefused: true, text: message('refused.text') };
		if (cause.code === 'unknown_value') return { isRefused: true, text: cause.message };
		throw cause;
	}
}
