import { error, fail, redirect } from '@sveltejs/kit';
import { formatCount } from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';
import type { BatchRow } from '#lib/server/batches.ts';
import { allBatches } from '#lib/server/batches.ts';
import {
	encodingChoices,
	knownSources,
	leftUploads,
	openJobs,
	sourceTitle,
	timeZones
} from '#lib/server/imports-page.ts';
import { ApiError } from '#lib/server/api-problem.ts';
import { inboxPage, setInbox, takeNow, uploadOfRefused } from '#lib/server/inbox-page.ts';
import type { Actions, PageServerLoad } from './$types';

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

/** The newest imports, which the page lists unless it is asked for all. */
const newest = 12;

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	if (locals.viewer.role !== 'analyst') error(403, message('api.analyst_only'));
	depends('autonometer:imports');
	const batches = await allBatches();
	return {
		title: message('imports.title'),
		finding: findingOf(batches),
		history: (url.searchParams.has('all') ? batches : batches.slice(0, newest)).map((batch) => ({
			...batch,
			source_title: sourceTitle(batch.source)
		})),
		imports: batches.length,
		sources: knownSources(),
		zones: timeZones(),
		encodings: encodingChoices(),
		open: openJobs(),
		left: await leftUploads(),
		inbox: await inboxPage()
	};
};

const textOf = (form: FormData, name: string): string => {
	const value = form.get(name);
	return typeof value === 'string' ? value.trim() : '';
};

/** What was foreseen becomes a page with its sentence; any other fault is passed on. */
async function orError<T>(work: Promise<T>): Promise<T> {
	return work.catch((cause: unknown) => {
		if (cause instanceof ApiError) error(cause.status, cause.message);
		throw cause;
	});
}

/** Tries one refused file of the inbox again. */
async function again(request: Request, isWhatever: boolean): Promise<never> {
	const name = textOf(await request.formData(), 'file');
	await orError(takeNow({ name, isWhatever }));
	redirect(303, '/imports');
}

const requireAnalyst = ({ viewer }: App.Locals): void => {
	if (viewer.role !== 'analyst') error(403, message('api.analyst_only'));
};

export const actions: Actions = {
	schedule: async ({ request, locals }) => {
		requireAnalyst(locals);
		const form = await request.formData();
		const [when, cron] = [textOf(form, 'when'), textOf(form, 'cron')];
		const why = await setInbox({
			when: when === 'clock' ? cron : when,
			timeZone: textOf(form, 'time_zone'),
			keepDays: Number(textOf(form, 'keep_days') || Number.NaN)
		});
		if (why !== null) return fail(422, { why, when, cron });
		redirect(303, '/imports#inbox');
	},
	take: async ({ locals }) => {
		requireAnalyst(locals);
		await orError(takeNow());
		redirect(303, '/imports');
	},
	again: async ({ request, locals }) => {
		requireAnalyst(locals);
		return again(request, false);
	},
	whatever: async ({ request, locals }) => {
		requireAnalyst(locals);
		return again(request, true);
	},
	map: async ({ request, locals }) => {
		requireAnalyst(locals);
		const name = textOf(await request.formData(), 'file');
		redirect(303, `/imports/mapping/${await orError(uploadOfRefused(name))}`);
	}
};
