type Work = () => void;

const before: Work[] = [];
const after: Work[] = [];

/**
 * What a module of helpers has to do around every test of its worker, said once when it is loaded; a file that loads none of
 * them does not wait for DuckDB.
 */
export function aroundTests(work: { readonly before?: Work; readonly after?: Work }): void {
	if (work.before) before.push(work.before);
	if (work.after) after.push(work.after);
}

/** Does what was said to come before a test. */
export const beginTest = (): void => {
	for (const work of before) work();
};

/** Does what was said to come after a test. */
export const endTest = (): void => {
	for (const work of after) work();
};
