/** An entity whose record becomes one row of one table, column by column. */
interface Plain {
	readonly table: string;
	/** Whether the row names a person, an item, or neither. */
	readonly names: 'person' | 'item' | 'both' | 'none';
	/** Whether a row may leave the person open. */
	readonly isPersonOptional?: true;
	/** The columns beside person and item, the same in the staged file and in the table, with their types. */
	readonly columns: Readonly<Record<string, string>>;
	/** What makes a record the same record again; all of its values where none are named. */
	readonly key?: readonly string[];
	/** The column that tells how far the file's data reach; lists reach nowhere. */
	readonly day?: string;
	/** The column of the day on which what a record tells was over: where that has passed, the file tells of it, too. */
	readonly until?: string;
}

/** Every entity of this kind. Enrolments, events, items, mandatory lists and responses have loads of their own. */
export const plainEntities = {
	account: { table: 'learning_account', names: 'person', columns: {} },
	employment: {
		table: 'employment',
		names: 'person',
		columns: {
			hired_on: 'date',
			left_on: 'date',
			leave_reason: 'varchar',
			leave_kind: 'varchar',
			employment_type: 'varchar'
		},
		day: 'hired_on'
	},
	job: {
		table: 'job_history',
		names: 'person',
		columns: {
			effective_on: 'date',
			effective_to: 'date',
			sequence: 'integer',
			job_code: 'varchar',
			job_title: 'varchar',
			job_family: 'varchar',
			grade: 'varchar',
			location: 'varchar',
			cost_centre: 'varchar',
			fte: 'double',
			reason: 'varchar',
			reason_kind: 'varchar',
			leave_kind: 'varchar',
			employment_type: 'varchar',
			is_today: 'boolean',
			job_code_before: 'varchar',
			job_title_before: 'varchar',
			job_family_before: 'varchar',
			org_unit_before: 'varchar',
			grade_before: 'varchar',
			location_before: 'varchar'
		},
		day: 'effective_on',
		until: 'effective_to'
	},
	unit: {
		table: 'unit_tree',
		names: 'none',
		columns: { org_unit: 'varchar', parent_unit: 'varchar', valid_from: 'date', valid_to: 'date' }
	},
	vacancy: {
		table: 'vacancy_fill',
		names: 'person',
		isPersonOptional: true,
		columns: {
			requisition: 'varchar',
			filled_on: 'date',
			job_code: 'varchar',
			job_family: 'varchar',
			grade: 'varchar',
			org_unit: 'varchar',
			fill_kind: 'varchar'
		},
		day: 'filled_on'
	},
	assignment: {
		table: 'assignment',
		names: 'both',
		columns: {
			assigned_at: 'timestamp',
			due_at: 'timestamp',
			obligation: 'obligation',
			assignor: 'origin',
			campaign: 'varchar',
			path_code: 'varchar'
		}
	},
	prompt: {
		table: 'prompt',
		names: 'both',
		columns: { shown_at: 'timestamp', is_date_only: 'boolean', channel: 'varchar' }
	},
	window: {
		table: 'mandatory_window',
		names: 'none',
		columns: { org_unit: 'varchar', starts_on: 'date', ends_on: 'date', campaign: 'varchar' }
	},
	path_step: {
		table: 'official_path_step',
		names: 'none',
		columns: {
			path_code: 'varchar',
			path_title: 'varchar',
			version: 'varchar',
			valid_from: 'date',
			valid_to: 'date',
			step: 'integer',
			item_system: 'varchar',
			item_code: 'varchar',
			item_title: 'varchar'
		}
	},
	invitation: {
		table: 'survey_invitation',
		names: 'person',
		columns: { survey: 'varchar', wave: 'varchar', invited_on: 'date', state: 'varchar' }
	},
	survey_key: {
		table: 'survey_key',
		names: 'none',
		columns: {
			survey: 'varchar',
			question: 'varchar',
			wording: 'varchar',
			construct: 'varchar',
			kind: 'varchar',
			points: 'integer',
			is_reversed: 'boolean'
		}
	},
	comment_label: {
		table: 'comment_label',
		names: 'none',
		columns: { comment: 'varchar', label: 'varchar' }
	},
	rating: {
		table: 'manager_rating',
		names: 'person',
		columns: {
			rater_key: 'varchar',
			cycle: 'varchar',
			phase: 'varchar',
			rated_on: 'date',
			question: 'varchar',
			score: 'double',
			points: 'integer'
		},
		day: 'rated_on'
	},
	cost: {
		table: 'cost_input',
		names: 'none',
		columns: {
			input: 'varchar',
			side: 'varchar',
			low: 'double',
			likely: 'double',
			high: 'double',
			currency: 'varchar',
			basis: 'varchar',
			valid_on: 'date',
			confirmed_by: 'varchar',
			confirmed_on: 'date'
		}
	},
	goal: {
		table: 'goal',
		names: 'person',
		columns: { set_on: 'date', goal: 'varchar', target_role: 'varchar', updated_on: 'date' }
	},
	action: {
		table: 'loop_action',
		names: 'none',
		columns: {
			survey: 'varchar',
			wave: 'varchar',
			theme: 'varchar',
			action: 'varchar',
			acted_on: 'date',
			acted_by: 'varchar'
		}
	},
	declaration: {
		table: 'declaration',
		names: 'none',
		columns: {
			question: 'varchar',
			score: 'integer',
			declared_by: 'varchar',
			declared_on: 'date',
			note: 'varchar'
		}
	}
} as const satisfies Readonly<Record<string, Plain>>;

export type PlainEntity = keyof typeof plainEntities;

/** The entity as the load reads it. */
export const plainEntity = (id: PlainEntity): Plain => plainEntities[id];

/** The ids of all of them. */
export const plainEntityIds = Object.keys(plainEntities) as readonly PlainEntity[];
