import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Violations of WCAG 2.2 AA on the page as it stands. */
export async function violations(page: Page): Promise<string[]> {
	await page.evaluate(`(() => { ${axe.source} })()`);
	return page.evaluate(async () => {
		const { violations: found } = await (globalThis as unknown as { axe: typeof axe }).axe.run(
			document,
			{
				runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
			}
		);
		return found.map(
			({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`
		);
	});
}
