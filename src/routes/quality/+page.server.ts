import { error } from '@sveltejs/kit';
import { message } from '#lib/messages.ts';
import { allBatches } from '#lib/server/batches.ts';
import {
	heldInWords,
	qualityFindings,
	qualityLedger,
	qualityNotes
} from '#lib/server/quality-page.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	if (locals.viewer.role !== 'analyst') error(403, message('api.analyst_only'));
	const [findings, batches] = [await qualityFindings(), await allBatches()];
	const broken = findings.filter(({ offending }) => offending > 0);
	return {
		title: message('quality.title'),
		finding:
			batches.length === 0
				? message('quality.none')
				: message('quality.finding', { broken: broken.length, all: findings.length }),
		broken,
		notes: batches.length === 0 ? [] : await qualityNotes(),
		ledger: batches.length === 0 ? null : await qualityLedger(),
		held: heldInWords(findings)
	};
};
