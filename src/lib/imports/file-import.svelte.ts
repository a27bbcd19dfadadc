import { message } from '#lib/messages.ts';
import type { Job } from '#lib/server/jobs.ts';
import type { Upload } from '#lib/server/uploads.ts';
import type { Preview } from '#lib/server/uploads-preview.ts';
import { call, CallError, posting } from './call.ts';
import { sendFile } from './send-file.ts';

/** Where a file is on its way; a running import is told by its job. */
export type Phase =
	| 'waiting'
	| 'uploading'
	| 'reading'
	| 'ready'
	| 'unreadable'
	| 'queued'
	| 'importing'
	| 'done'
	| 'stopped'
	| 'failed'
	| 'cancelled';

const every = 400;
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
let made = 0;

/** One file from the moment it is dropped until it is imported or put aside. */
export class FileImport {
	readonly key: number;
	readonly name: string;
	readonly size: number;
	readonly #file: File | null;
	readonly #onImported: () => void;
	readonly #abort = new AbortController();
	#upload: string | null = null;

	phase = $state<Phase>('waiting');
	sent = $state(0);
	preview = $state.raw<Preview | null>(null);
	job = $state.raw<Job | null>(null);
	problem = $state.raw<string | null>(null);
	isCancelling = $state(false);
	/** What the person chose instead of what was found; '' for what was found. */
	source = $state('');
	encoding = $state('');
	timeZone = $state('');
	sheet = $state('');
	/** The order of day and month that the person named; '' where none was. */
	dates = $state<'dmy' | 'mdy' | ''>('');
	/** A date of the file that can be read both ways, as long as it is asked about. */
	openDate = $state<string | null>(null);
	isStrict = $state(false);

	/** A file that was just chosen, one that the server holds already, or one whose import is under way. */
	constructor(file: File | Upload | Job, onImported: () => void) {
		this.key = ++made;
		this.#onImported = onImported;
		this.name = 'job' in file ? file.file : file.name;
		this.size = 'job' in file ? 0 : file.size;
		this.#file = file instanceof File ? file : null;
		if ('job' in file) {
			this.#upload = file.upload;
			this.#take(file);
		} else if (!(file instanceof File)) {
			this.#upload = file.id;
			this.phase = 'reading';
		}
	}

	/** True where the file itself is at hand, so that it can be sent again. */
	get canRetry(): boolean {
		return this.#file !== null;
	}

	/** True where it can be imported once the person says whether day or month comes first. */
	get asksDates(): boolean {
		return this.openDate !== null && this.dates === '';
	}

	/** True where it is imported with all others that are. */
	get isReady(): boolean {
		return this.phase === 'ready' && !this.asksDates;
	}

	/** Where its columns are mapped; null where the server does not hold it. */
	get mappingHref(): string | null {
		const isTable = this.preview?.reading?.format !== 'json';
		if (this.#upload === null || !isTable) return null;
		const name = this.preview?.mapping ?? null;
		const by = name === null ? '' : `?by=${encodeURIComponent(name)}`;
		return `/imports/mapping/${this.#upload}${this.source === '' ? by : `?source=${this.source}`}`;
	}

	get isBusy(): boolean {
		return ['waiting', 'uploading', 'reading', 'queued', 'importing'].includes(this.phase);
	}

	/** Sends the file and reads its beginning. */
	async send(): Promise<void> {
		const file = this.#file;
		if (file === null || this.#abort.signal.aborted) return;
		await this.#try(async () => {
			this.phase = 'uploading';
			this.problem = null;
			this.#upload = await sendFile(file, {
				signal: this.#abort.signal,
				onProgress: (bytes) => {
					this.sent = bytes;
				}
			});
			await this.look();
		});
	}

	/** Reads the beginning as the person chose. */
	async look(): Promise<void> {
		await this.#try(async () => {
			if (this.preview === null) this.phase = 'reading';
			const query = `source=${encodeURIComponent(this.source)}&time_zone=${encodeURIComponent(this.timeZone)}&sheet=${encodeURIComponent(this.sheet)}&encoding=${this.encoding}&dates=${this.dates}`;
			this.preview = await call<Preview>(`/api/uploads/${this.#upload ?? ''}/preview?${query}`, {
				signal: this.#abort.signal
			});
			this.openDate = this.preview.openDate ?? (this.dates === '' ? null : this.openDate);
			this.phase = this.preview.refusal === null ? 'ready' : 'unreadable';
		});
	}

	/** Imports what was looked at; with `goOn` however many records are refused, read as it was when it stopped. */
	async start(goOn = false): Promise<void> {
		if (this.asksDates) return;
		const said = {
			...(this.source !== '' && { source: this.source }),
			...(this.encoding !== '' && { encoding: this.encoding }),
			...(this.timeZone !== '' && { time_zone: this.timeZone }),
			...(this.sheet !== '' && { sheet: this.sheet }),
			...(this.dates !== '' && { dates: this.dates }),
			...(this.isStrict && { strict: true })
		};
		await this.#try(async () => {
			const asked = { upload: this.#upload, ...(goOn ? { go_on: true } : said) };
			this.#take(await call<Job>('/api/imports', posting(asked)));
			await this.follow();
		});
	}

	/** Asks for the job again and again until it has ended. */
	async follow(): Promise<void> {
		while (this.phase === 'queued' || this.phase === 'importing') {
			await pause(every);
			const job = await call<Job>(`/api/imports/${this.job?.job ?? ''}`).catch((cause: unknown) => {
				if (cause instanceof CallError && cause.code === 'offline') return null;
				throw cause;
			});
			if (job) this.#take(job);
			this.problem = job ? null : message('imports.offline');
		}
		this.isCancelling = false;
		if (this.phase === 'done') this.#onImported();
	}

	/** Stops whatever is under way, without a trace. */
	async cancel(): Promise<void> {
		if (this.job !== null && (this.phase === 'queued' || this.phase === 'importing')) {
			this.isCancelling = true;
			await call(`/api/imports/${this.job.job}`, { method: 'DELETE' }).catch(() => {
				this.isCancelling = false;
			});
			return;
		}
		this.#abort.abort();
		this.phase = 'cancelled';
		await this.forget();
	}

	/** Removes what the server still holds of the file. */
	async forget(): Promise<void> {
		if (this.#upload === null || this.phase === 'done') return;
		await fetch(`/api/uploads/${this.#upload}`, { method: 'DELETE' }).catch(() => undefined);
		this.#upload = null;
	}

	#take(job: Job): void {
		const phases = { running: 'importing', queued: 'queued', done: 'done', cancelled: 'cancelled' };
		this.job = job;
		if (job.state === 'failed') {
			this.phase = job.error?.code === 'too_many_bad_rows' ? 'stopped' : 'failed';
			this.problem = job.error?.message ?? null;
		} else {
			this.phase = phases[job.state] as Phase;
			if (this.phase === 'cancelled') this.problem = job.error?.message ?? null;
		}
	}

	async #try(work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (cause) {
			if (this.phase === 'cancelled') return;
			this.phase = 'failed';
			this.problem = cause instanceof CallError ? cause.message : message('api.fault');
		}
	}
}
