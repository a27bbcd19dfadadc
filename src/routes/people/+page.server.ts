import { error, fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { message } from '#lib/messages.ts';
import { allBatches } from '#lib/server/batches.ts';
import type { Shown, Subject } from '#lib/server/people.ts';
import { decide, decideKind, matchesOf, takeBack, verdicts } from '#lib/server/people.ts';
import { headlineOf } from '#lib/people/finding.ts';
import type { Actions, PageServerLoad } from './$types';

const subjectOf = (url: URL): Subject => (url.searchParams.has('items') ? 'item' : 'person');
const place = z.coerce.number().int().min(0).max(100_000).catch(0);
const shownOf = (url: URL): Shown => ({
	kind: url.searchParams.get('kind'),
	from: place.parse(url.searchParams.get('from') ?? 0)
});
/** Back to where the decision was made. */
const backTo = (url: URL) => {
	const kept = [...url.searchParams].filter(([name]) => ['items', 'kind', 'from'].includes(name));
	return kept.length === 0 ? '/people' : `/people?${new URLSearchParams(kept)}`;
};
const verdict = z.enum(verdicts);
const one = z
	.string()
	.regex(/^[0-9a-f]{10} \w+$/)
	.transform((text) => text.split(' '))
	.pipe(z.tuple([z.string(), verdict]));
const number = z.coerce.number().int().positive();
const removal = z.union([
	z.object({ entry: number }).transform(({ entry }) => ['entry', entry] as const),
	z.object({ pair: number }).transform(({ pair }) => ['pair', pair] as const)
]);

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	if (locals.viewer.role !== 'analyst') error(403, message('api.analyst_only'));
	depends('autonometer:matches');
	const subject = subjectOf(url);
	const found = await matchesOf(subject, shownOf(url));
	const isEmpty = (await allBatches()).length === 0;
	const nothing = subject === 'item' ? 'people.finding_none_items' : 'people.finding_none';
	return {
		title: message(subject === 'item' ? 'people.title_items' : 'people.title'),
		headline: isEmpty
			? { finding: message(nothing), comparison: null }
			: headlineOf(subject, found),
		isEmpty,
		subject,
		...found
	};
};

export const actions: Actions = {
	decide: async ({ request, url, locals }) => {
		if (locals.viewer.role !== 'analyst') error(403, message('api.analyst_only'));
		const form = await request.formData();
		const single = one.safeParse(form.get('one'));
		const chosen = single.success
			? { ids: [single.data[0]], verdict: single.data[1] }
			: {
					ids: form.getAll('match').map(String),
					verdict: verdict.safeParse(form.get('many')).data
				};
		if (chosen.verdict === undefined) return fail(422, { why: message('people.no_verdict') });
		const { kind } = shownOf(url);
		const signature = form.get('whole');
		const why =
			single.success || kind === null || signature === null
				? await decide(subjectOf(url), chosen.ids, chosen.verdict)
				: await decideKind(subjectOf(url), kind, String(signature), chosen.verdict);
		if (why !== null) return fail(422, { why });
		redirect(303, backTo(url));
	},
	undo: async ({ request, url, locals }) => {
		if (locals.viewer.role !== 'analyst') error(403, message('api.analyst_only'));
		const read = removal.safeParse(Object.fromEntries(await request.formData()));
		if (!read.success) return fail(422, { why: message('people.no_verdict') });
		const why = await takeBack(read.data[0], read.data[1]);
		if (why !== null) return fail(422, { why });
		redirect(303, backTo(url));
	}
};
