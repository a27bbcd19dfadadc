import { error } from '@sveltejs/kit';
import { formatCount } from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';
import type { BatchRow } from '#lib/server/batches.ts';
import { allBatches } from '#lib/server/batches.ts';
import {
	knownSources,
	leftUploads,
	openJobs,
	sourceTitle,
	timeZones
} from '#lib/server/imports-page.ts';
import type { PageServerLoad } from './$types';

function findingOf(batches: readonly BatchRow[]): string {
	const live = batches.filter(({ undone_at }) => undone_at === null);
	if (live.length === 0) return message('imports.finding.none');
	const sum = (count: (batch: BatchRow) => number) =>
		formatCount(live.reduce((total, batch) => total + count(batch), 0));
	return message('imports.finding.some', {
		files: live.length,
		read: sum(({ rows_read }) => rows_read),
		loaded: sum(({ rows_loaded }) => rows_loaded),
		duplicate: sum(({ rows_duplicate }) => rows_duplicate),
		rejected: sum(({ rows_rejected }) => rows_rejected)
	});
}

export const load: PageServerLoad = async ({ locals, depends }) => {
	if (locals.viewer.role !== 'analyst') error(403, message('api.analyst_only'));
	depends('autonometer:imports');
	const batches = await allBatches();
	return {
		title: message('imports.title'),
		finding: findingOf(batches),
		history: batches.map((batch) => ({ ...batch, source_title: sourceTitle(batch.source) })),
		sources: knownSources(),
		zones: timeZones(),
		open: openJobs(),
		left: await leftUploads()
	};
};
