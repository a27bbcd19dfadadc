/** What a page gets instead of numbers when its filters would single people out. */
export interface Refused {
	readonly isRefused: true;
}

/** The result of the work, or word that `ask` refused it (METRICS.md §I rule 4); any other failure is passed on. */
export async function unlessRefused<Result>(work: Promise<Result>): Promise<Result | Refused> {
	try {
		return await work;
	} catch (cause) {
		if (cause instanceof Error && 'code' in cause && cause.code === 'refused') {
			return { isRefused: true };
		}
		throw cause;
	}
}
