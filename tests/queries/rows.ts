/** An enrolment as a test tells it: a person and an item by name, days or times as text; the rest is left empty. */
export interface Enrolment {
	readonly person: string;
	readonly item: string;
	readonly enrolled?: string | null;
	readonly started?: string | null;
	readonly completed?: string | null;
	readonly closed?: string | null;
	readonly due?: string | null;
	readonly lastActivity?: string | null;
	readonly status?: string;
	readonly progress?: number;
	readonly seconds?: number;
	readonly origin?: 'self' | 'manager' | 'admin' | 'rule';
	readonly originRule?: string;
	readonly obligation?: 'mandatory' | 'required' | 'recommended' | 'optional';
	readonly enrolledBy?: string;
	readonly dateOnly?: boolean;
	readonly unit?: string;
	readonly hired?: string;
	readonly left?: string;
	readonly minutes?: number;
	/** The record's number in its system; two files with the same one hold the same record. */
	readonly record?: number;
}

/** An event as a test tells it. */
export interface Event {
	readonly person: string;
	readonly item: string;
	readonly kind: string;
	readonly happened: string;
	readonly verb?: string;
	readonly statement?: string;
	readonly origin?: string;
	readonly originRule?: string;
	readonly obligation?: string;
	readonly enrolledBy?: string;
	readonly method?: string;
	readonly seconds?: number;
	readonly progress?: number;
}

/** A file as a test tells it: which system wrote it and how far its data reach. */
export interface File {
	readonly system?: string;
	readonly source?: string;
	readonly from?: string;
	readonly to: string;
	readonly enrolments?: readonly Enrolment[];
	readonly events?: readonly Event[];
	/** False where no column of it, or no word of its events, can tell that anything was completed. */
	readonly tellsCompletion?: boolean;
}

export interface Mandate {
	readonly item: string;
	readonly obligation?: string;
	readonly kind?: 'all' | 'unit' | 'role';
	readonly audience?: string;
	readonly from?: string;
	readonly to?: string;
}

/** What a row of a job history says beside person, day, unit, job and manager. */
export interface JobFacts {
	readonly title?: string;
	readonly family?: string;
	readonly location?: string;
	readonly grade?: string;
	readonly costCentre?: string;
	readonly fte?: number;
	/** The reason's kind, as canonical table job_history has it: promotion, reorganisation, secondment … */
	readonly reason?: string;
	readonly until?: string;
	readonly sequence?: number;
	/** Whether the row is of a list that states the post of today on the day of the hire. */
	readonly isToday?: boolean;
	/** Job and grade until then. */
	readonly before?: { readonly job: string; readonly grade: string };
}
