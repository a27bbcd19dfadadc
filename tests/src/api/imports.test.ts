import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { listenToFaultPoints } from '#pipelines/fault-points.ts';
import type { Job } from '#lib/server/jobs.ts';
import { jobs } from '#lib/server/jobs-here.ts';
import { qualityFindings, qualityNotes } from '#lib/server/quality-page.ts';
import { warehouse } from '#lib/server/warehouse.ts';
import { GET as batches } from '../../../src/routes/api/batches/+server.ts';
import { GET as refused } from '../../../src/routes/api/batches/[batch]/refused/+server.ts';
import { GET as rejectsCsv } from '../../../src/routes/api/batches/[batch]/rejects.csv/+server.ts';
import { POST as undo } from '../../../src/routes/api/batches/[batch]/undo/+server.ts';
import { POST as start } from '../../../src/routes/api/imports/+server.ts';
import { DELETE as cancel, GET as look } from '../../../src/routes/api/imports/[job]/+server.ts';
import { POST as announce } from '../../../src/routes/api/uploads/+server.ts';
import { PATCH } from '../../../src/routes/api/uploads/[id]/+server.ts';
import { GET as preview } from '../../../src/routes/api/uploads/[id]/preview/+server.ts';
import { absorbFile, absorbRow, numbers } from './exports.ts';
import { errorOf, send, withDataFolder } from './send.ts';

const data = withDataFolder();

async function uploaded(name: string, content: string): Promise<string> {
	const body = JSON.stringify({ name, size: Buffer.byteLength(content) });
	const response = await send(announce, '/api/uploads', { method: 'POST', body });
	const { id } = (await response.json()) as { id: string };
	const sent = await send(PATCH, `/api/uploads/${id}`, {
		method: 'PATCH',
		params: { id },
		headers: { 'upload-offset': '0' },
		body: content
	});
	expect(sent.status).toBe(200);
	return id;
}

const ask = (body: unknown) =>
	send(start, '/api/imports', { method: 'POST', body: JSON.stringify(body) });

async function started(body: unknown): Promise<Job> {
	const response = await ask(body);
	expect(response.status).toBe(202);
	return (await response.json()) as Job;
}

async function ended({ job }: Job): Promise<Job> {
	await jobs().idle();
	const response = await send(look, `/api/imports/${job}`, { params: { job } });
	return (await response.json()) as Job;
}

const isKept = (upload: string) => existsSync(join(data.path, 'uploads', upload));

async function history(): Promise<{ batch_id: number; file: string; undone_at: string | null }[]> {
	const response = await send(batches, '/api/batches');
	return ((await response.json()) as { batches: never[] }).batches;
}

describe('an import over HTTP', () => {
	test('says that broken JSON is broken, not that the request is missing', async () => {
		const response = await send(start, '/api/imports', { method: 'POST', body: '{"upload": ' });
		expect(response.status).toBe(400);
		expect((await errorOf(response)).message).toContain('is no JSON');
	});

	test('is looked at first, and nothing is kept of a look', async () => {
		const id = await uploaded('look.csv', absorbFile(numbers(30).map((n) => absorbRow(n))));
		const path = `/api/uploads/${id}/preview?time_zone=Europe/Berlin`;
		const response = await send(preview, path, { params: { id } });
		expect(await response.json()).toMatchObject({
			source: { id: 'absorb-enrolments' },
			reading: { timeZone: 'Europe/Berlin', delimiter: ',' },
			refusal: null
		});
		expect(await history()).toEqual([]);
		const strange = await send(preview, `/api/uploads/${id}/preview?time_zone=Mars/Base`, {
			params: { id }
		});
		expect(strange.status).toBe(400);
	});

	test('ends with a report whose counts add up, and its upload is gone', async () => {
		const rows = [
			...numbers(40).map((n) => absorbRow(n)),
			absorbRow(41, { enrolled: 'yesterday' })
		];
		const upload = await uploaded('good.csv', absorbFile(rows));
		const job = await ended(await started({ upload }));
		expect(job).toMatchObject({ state: 'done', file: 'good.csv', error: null });
		expect(job.report).toMatchObject({ rows_read: 41, rows_loaded: 40, rows_rejected: 1 });
		expect(job.progress?.stage).toBe('model');
		expect(isKept(upload)).toBe(false);
		expect((await history()).map(({ file }) => file)).toEqual(['good.csv']);
	});

	test('stops above 5 % of refused records, keeps the upload, and goes on when told to', async () => {
		const rows = numbers(20).map((n) => absorbRow(n + 100, n % 4 === 0 ? { enrolled: '?' } : {}));
		const upload = await uploaded('bad.csv', absorbFile(rows));
		const before = await history();
		const stopped = await ended(await started({ upload }));
		expect(stopped).toMatchObject({ state: 'failed', error: { code: 'too_many_bad_rows' } });
		expect(stopped.report).toMatchObject({ rows_read: 20, rows_rejected: 5 });
		expect(await history()).toEqual(before);
		expect(isKept(upload)).toBe(true);
		const done = await ended(await started({ upload, go_on: true }));
		expect(done).toMatchObject({ state: 'done', report: { rows_loaded: 15, rows_rejected: 5 } });
		expect(isKept(upload)).toBe(false);
	});

	test('goes on as it was read when it stopped: the order of dates that was said is not asked again', async () => {
		const rows = numbers(20).map((n) =>
			absorbRow(n + 300, { enrolled: n % 4 === 0 ? '?' : '3/4/2025' })
		);
		const upload = await uploaded('dates.csv', absorbFile(rows));
		const stopped = await ended(await started({ upload, dates: 'dmy', time_zone: 'Asia/Tokyo' }));
		expect(stopped.asked).toEqual({ dates: 'dmy', time_zone: 'Asia/Tokyo' });
		const done = await ended(await started({ upload, go_on: true }));
		expect(done.asked).toEqual(stopped.asked);
		expect(done.report?.warnings.map(({ code }) => code)).not.toContain('ambiguous_dates');
		const found = await (
			await warehouse()
		).read((connection) =>
			connection.runAndReadAll(
				`select distinct enrolled_at::date::varchar from enrolment where batch_id = ${done.report?.batch_id ?? 0}`
			)
		);
		expect(found.getRowsJS()).toEqual([['2025-04-03']]);
	});

	test('of a file that fits no source says which came closest', async () => {
		const upload = await uploaded(
			'strange.csv',
			'Course Name,Date Enrolled,Status,Username,taste\nred,2025-01-01,Complete,p,sweet\n'
		);
		const job = await ended(await started({ upload }));
		expect(job).toMatchObject({ state: 'failed', error: { code: 'unknown_source' } });
		expect(job.error?.details['closest']).toEqual(
			expect.arrayContaining([expect.objectContaining({ source: 'absorb-enrolments' })])
		);
	});

	test('cancelled while it waits or runs leaves nothing', async () => {
		const before = await history();
		const large = absorbFile(numbers(60_000).map((n) => absorbRow(n + 1000)));
		const first = await started({ upload: await uploaded('running.csv', large) });
		const second = await started({ upload: await uploaded('waiting.csv', large) });
		expect(first.state).toBe('running');
		expect(second).toMatchObject({ state: 'queued', ahead: 1 });
		for (const { job } of [second, first]) {
			const response = await send(cancel, `/api/imports/${job}`, {
				method: 'DELETE',
				params: { job }
			});
			expect(response.status).toBe(202);
		}
		expect(await ended(first)).toMatchObject({ state: 'cancelled', error: { code: 'cancelled' } });
		expect(await ended(second)).toMatchObject({ state: 'cancelled' });
		expect(await history()).toEqual(before);
		expect([first, second].map(({ upload }) => isKept(upload))).toEqual([false, false]);
		expect(readdirSync(join(data.path, 'staging'))).toEqual([]);
		expect(
			readdirSync(join(data.path, 'originals')).filter((name) => name.endsWith('.part'))
		).toEqual([]);
	});

	test('cancelled while its models are made leaves nothing, either', async () => {
		const before = await history();
		const upload = await uploaded(
			'late.csv',
			absorbFile(numbers(30).map((n) => absorbRow(n + 5000)))
		);
		let id = '';
		listenToFaultPoints((point) => {
			if (point === 'model') jobs().cancel(id);
		});
		const job = await started({ upload });
		id = job.job;
		expect(await ended(job)).toMatchObject({ state: 'cancelled', error: { code: 'cancelled' } });
		listenToFaultPoints(() => undefined);
		expect(await history()).toEqual(before);
		expect(isKept(upload)).toBe(false);
	});

	test('needs a whole upload that no other import has', async () => {
		const response = await send(announce, '/api/uploads', {
			method: 'POST',
			body: JSON.stringify({ name: 'half.csv', size: 100 })
		});
		const { id } = (await response.json()) as { id: string };
		const half = await ask({ upload: id });
		expect(half.status).toBe(409);
		expect((await errorOf(half)).code).toBe('incomplete');
		const gone = await ask({ upload: '00000000-0000-4000-8000-000000000000' });
		expect(gone.status).toBe(404);
		expect((await ask({ upload: 'x' })).status).toBe(400);
		const upload = await uploaded('twice.csv', absorbFile([absorbRow(900)]));
		const one = await started({ upload });
		expect((await errorOf(await ask({ upload }))).code).toBe('already_importing');
		await ended(one);
	});

	test('is taken back once, and the checks look again', async () => {
		const [last] = await history();
		const batch = String(last?.batch_id);
		const broken = async () =>
			(await qualityFindings()).filter(({ offending }) => offending > 0).map(({ id }) => id);
		expect(await broken()).toEqual([]);
		await (
			await warehouse()
		).transaction((connection) => connection.run('update batch set rows_read = rows_read + 1'));
		expect(await broken()).toEqual([]);
		const taken = await send(undo, `/api/batches/${batch}/undo`, {
			method: 'POST',
			params: { batch }
		});
		expect(await taken.json()).toMatchObject({ batch_id: last?.batch_id, rows_taken_back: 1 });
		expect((await history())[0]?.undone_at).not.toBeNull();
		expect(await broken()).toEqual(['rows_read_are_loaded_duplicate_or_refused']);
		const again = await send(undo, `/api/batches/${batch}/undo`, {
			method: 'POST',
			params: { batch }
		});
		expect(again.status).toBe(409);
		const none = await send(undo, '/api/batches/999/undo', {
			method: 'POST',
			params: { batch: '999' }
		});
		expect(none.status).toBe(404);
	});
});

describe('GET /api/batches/<id>/rejects.csv', () => {
	test('is a download with a mark, in which no cell acts as a formula', async () => {
		const rows = [
			...numbers(30).map((n) => absorbRow(n + 2000)),
			absorbRow(2031, { enrolled: '=HYPERLINK("http://example.org")', course: '@sum' }).replaceAll(
				'"',
				''
			)
		];
		const upload = await uploaded('formula.csv', absorbFile(rows));
		const { report } = await ended(await started({ upload }));
		const batch = String(report?.batch_id);
		const response = await send(rejectsCsv, `/api/batches/${batch}/rejects.csv`, {
			params: { batch }
		});
		expect(response.headers.get('content-disposition')).toBe(
			`attachment; filename="refused-${batch}.csv"`
		);
		const bytes = Buffer.from(await response.arrayBuffer());
		expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
		const text = bytes.toString('utf8');
		expect(text).toContain("'=HYPERLINK(");
		const cells = Papa.parse<string[]>(text.slice(1), { skipEmptyLines: true }).data.flat();
		expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
	});

	test('beside it the records alone, as they stand, which are loaded once they are mended', async () => {
		const rows = numbers(30).map((n) => absorbRow(n + 3000));
		const broken = absorbRow(3031, { enrolled: 'soon' });
		const upload = await uploaded('half.csv', absorbFile([...rows, broken]));
		const { report } = await ended(await started({ upload }));
		const batch = String(report?.batch_id);
		const response = await send(refused, `/api/batches/${batch}/refused`, { params: { batch } });
		expect(response.headers.get('content-disposition')).toContain(`refused-${batch}-half.csv`);
		const text = await response.text();
		expect(text).toBe(absorbFile([broken]));
		const again = await uploaded('mended.csv', text.replace('soon', '2025-03-01'));
		expect((await ended(await started({ upload: again }))).report).toMatchObject({
			rows_loaded: 1,
			rows_rejected: 0
		});
	});

	test('is not for those who only read', async () => {
		const response = await send(rejectsCsv, '/api/batches/1/rejects.csv', {
			params: { batch: '1' },
			role: 'executive'
		});
		expect(response.status).toBe(403);
	});
});

describe('an import of rows without any date', () => {
	test('tells how many they are, and so does the page of what does not count', async () => {
		const grades =
			'Vorname;Nachname;ID-Nummer;Institution;Abteilung;E-Mail-Adresse;Test: Heben (Punkte)';
		const rows = [
			'Ada;Li;E7;Werk 1;Montage;a@example.org;7,5',
			'Bo;Li;E8;Werk 1;Montage;b@example.org;8'
		];
		const upload = await uploaded('undated.csv', [grades, ...rows, ''].join('\n'));
		const { report } = (await ended(await started({ upload }))) as unknown as {
			report: { batch_id: number; warnings: { code: string; message: string }[] };
		};
		expect(report.warnings.find(({ code }) => code === 'undated')?.message).toMatch(
			/^2 of 2 rows have no date at all/
		);
		const note = '2 enrolments have no date at all and do not count';
		expect((await qualityNotes()).join()).toMatch(new RegExp(`^${note}.* in undated\\.csv$`));
		// A later export that holds one of them again, and one more.
		const longer = [grades, rows[0], 'Cy;Li;E9;Werk 1;Montage;c@example.org;6', ''].join('\n');
		const again = await uploaded('longer.csv', longer);
		const { report: second } = (await ended(await started({ upload: again }))) as unknown as {
			report: { batch_id: number };
		};
		expect((await qualityNotes()).join()).toMatch(/^3 enrolments have no date at all/);
		const undone = { batch: String(second.batch_id) };
		await send(undo, `/api/batches/${undone.batch}/undo`, { method: 'POST', params: undone });
		const batch = String(report.batch_id);
		const path = `/api/batches/${batch}/undo`;
		await send(undo, path, { method: 'POST', params: { batch } });
		expect(await qualityNotes()).toEqual([]);
	});
});
