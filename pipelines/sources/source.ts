import type { Column, Reading, Sql } from './columns.ts';
import type { Notation } from './dates.ts';

import type { PlainEntity } from '../stages/plain-entities.ts';

/** What one record of an export becomes in the warehouse. */
export type Entity = 'enrolment' | 'event' | 'mandatory' | 'item' | 'response' | PlainEntity;

interface Kind {
	/** Stable name, used on the command line and in `batch.source_id`. */
	readonly id: string;
	/** The learning system; user names and item codes are unique within it. */
	readonly system: string;
	/** How a person would call this export. */
	readonly title: string;
	readonly entity: Entity;
	/** What decides who put a person there; for docs/importing.md and the page of known exports. */
	readonly decidesOrigin: string;
	/** What makes this export easy to misread; for docs/importing.md. */
	readonly traps: string;
}

/** The beginning of a table as a source's tests see it. */
export interface Shown {
	readonly header: readonly string[];
	/** Header rows below the header. */
	readonly below: readonly (readonly string[])[];
	/** The first records, cut ones among them. */
	readonly rows: readonly (readonly string[])[];
}

/** Something about the values of an export by which it is recognised, beside its headings. */
export interface Shape {
	/** How it is put to a person, among the reasons or among what is missing. */
	readonly says: string;
	readonly holds: (shown: Shown) => boolean;
	/** Without it the file is no such export; otherwise it only raises the score. */
	readonly isNeeded?: true;
}

/** One column of a wide table that stands for an item: what the item is called, and where its cells lie. */
export interface WideItem {
	/** Places in the header of the item's cell and, where two columns belong together, of the one beside it. */
	readonly at: number;
	readonly beside?: number;
	readonly title: string;
	readonly code?: string;
	/** When it is due, as the heading says, in ISO form. */
	readonly due?: string;
	/** The most points that can be had. */
	readonly points?: number;
}

/** What the cells hold of a table in which columns are items, or questions. */
export const cellKinds = ['state', 'grade', 'progress', 'time', 'answer'] as const;
export type CellKind = (typeof cellKinds)[number];

/** How the cells of such a table are read. */
export interface WideRules {
	readonly cells: CellKind;
	/** Points from which on a grade is passed. */
	readonly passMark?: number | undefined;
	/** What a blank cell says: that person and item never met, or that the person has not started. */
	readonly blanks?: 'nothing' | 'not_started' | undefined;
}

/** The columns of a source when a mapping says that columns of the table are items or questions. */
export type WideColumns = (
	rules: WideRules,
	columns: Readonly<Record<string, Column>>
) => Readonly<Record<string, Column>>;

/** Begins the heading of a column that a mapping says is an item or a question. No file's heading begins so. */
export const itemMark = '\u0001';

/** An export that is a table: recognised by its header, mapped by casts that run inside DuckDB. */
export interface TableSource extends Kind {
	readonly format: 'table';
	/**
	 * The fields whose columns tell this export from others, as sets of spellings. All of `required` must be there;
	 * each of `telling` raises the score.
	 */
	readonly required: readonly (readonly string[])[];
	readonly telling: readonly (readonly string[])[];
	/** What of the values tells it from others with the same headings. */
	readonly shapes?: readonly Shape[];
	/** How many more rows of headings stand below the header, told from the rows that follow it. */
	readonly headerRows?: (following: readonly (readonly string[])[]) => number;
	/** The zone that further header rows state for the stamps. */
	readonly zone?: (shown: Shown) => string | null;
	/** Section names that some layouts put before a column, such as "Transcript - ". */
	readonly prefix?: RegExp;
	/** What some layouts put behind the name of a column, such as a zone. */
	readonly suffix?: RegExp;
	/** The heading that the source knows for one in another language, both as they are compared. */
	readonly spoken?: ReadonlyMap<string, string>;
	/** Notations of dates that this system is known for, beside those that the first rows show. */
	readonly notations?: readonly Notation[];
	/**
	 * Finds the columns that are items, where a record is a person and each of these columns says how far the person is
	 * with one item: every such cell becomes a row of its own. Headings may repeat or be blank.
	 */
	readonly items?: (shown: Shown, fileName: string) => readonly WideItem[];
	/** The kinds of cells that a mapping may say columns of items have, with the fields that are read from such a cell. */
	readonly wide?: Readonly<Partial<Record<CellKind, WideColumns>>>;
	/** Blank cells of items say nothing and become no row. */
	readonly skipsBlankCells?: true;
	/** Why a table with these headings, that is nearly this export, cannot be read; null where it is not. */
	readonly refuses?: (header: readonly string[]) => string | null;
	/** A record without a person says nothing, although others of its entity may do. */
	readonly needsPerson?: true;
	/** A date order to fall back on where the values leave it open. */
	readonly dateOrder: 'dmy' | 'mdy';
	/** Canonical field → how it is read. */
	readonly columns: Readonly<Record<string, Column>>;
	/**
	 * What all rows together tell, before any is read: two texts that stand for the same thing. Only pairs in which each
	 * stands with no other are known, to `Reading.learned`. A code of an item that is learned so tells no two records apart,
	 * because a shorter export may not have told it.
	 */
	readonly learns?: (reading: Reading) => { readonly text: Sql; readonly means: Sql };
	/** Finds what the whole file is about where the rows do not say it, from the first records. */
	readonly about?: (
		head: readonly (readonly string[])[],
		header: readonly string[],
		fileName: string
	) => string | null;
	/**
	 * Identical rows are separate events (logs) or the same record (reports). Where they are kept if `unnamed`, those that
	 * name neither a person nor a response are separate: two people who answer alike are two.
	 */
	readonly keepsIdenticalRows: boolean | 'unnamed';
}

/** An export of xAPI statements. */
export interface StatementSource extends Kind {
	readonly format: 'statements';
}

export type Source = TableSource | StatementSource;
