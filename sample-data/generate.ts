import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Company } from './company.ts';
import { imagineCompany } from './company.ts';
import { exportAbsorb } from './writers/absorb.ts';
import {
	exportActions,
	exportCosts,
	exportOrganisation,
	exportSurveyKey,
	exportWindows
} from './writers/analyst-lists.ts';
import { exportGoals, exportVacancies } from './writers/careers.ts';
import { exportCatalogue, exportOfficialPaths } from './writers/catalogue.ts';
import { exportCornerstone } from './writers/cornerstone.ts';
import { exportCoursera } from './writers/coursera.ts';
import type { Export } from './writers/csv.ts';
import { exportInvitations } from './writers/invitations.ts';
import { exportJobHistory } from './writers/job-history.ts';
import { exportManagerRatings } from './writers/manager-ratings.ts';
import { exportMandatory } from './writers/mandatory.ts';
import { exportMoodle, exportMoodleUsers } from './writers/moodle.ts';
import { exportPrompts } from './writers/prompts.ts';
import { exportSurvey } from './writers/survey.ts';
import { exportStatements } from './writers/xapi.ts';
import type { Planted } from './planted.ts';
import { company, nothingPlanted, period, planted } from './planted.ts';

/** One written file. */
export interface SampleFile {
	readonly file: string;
	/** The kind of export, as `pipelines/sources` names it where it can be imported. */
	readonly source: string;
	/** Whether a source reads it today; the others wait for theirs. */
	readonly importable: boolean;
	/** Data records without headers and preamble. */
	readonly rows: number;
	readonly bytes: number;
}

/** What was written, in the order in which it is best imported, and what is true about it. */
export interface SampleManifest {
	readonly company: string;
	readonly seed: number;
	readonly employees: number;
	/** Everybody who was employed at least one day, leavers included. */
	readonly people: number;
	readonly leavers: number;
	/** First and last day of the data. */
	readonly from: string;
	readonly to: string;
	readonly files: readonly SampleFile[];
	readonly launchedUnits: readonly string[];
	readonly planted: Planted;
}

export interface SampleOptions {
	/** The folder to write to; it is made if it is not there. */
	readonly out: string;
	/** People employed on the last day; at least 100. */
	readonly employees?: number;
	readonly seed?: number;
	/** False for the same company with nothing planted, in which whatever is found is chance. */
	readonly isPlanted?: boolean;
}

/** Said when a company is asked for that cannot hold the planted truth. */
export class SampleError extends Error {
	override readonly name = 'SampleError';
	readonly code: 'too_few_employees' | 'too_many_employees';

	constructor(code: SampleError['code'], message: string) {
		super(message);
		this.code = code;
	}
}

const writers: readonly (readonly [
	source: string,
	importable: boolean,
	write: (company: Company) => Export
])[] = [
	['mandatory-list', true, exportMandatory],
	['catalogue', true, exportCatalogue],
	['absorb-enrolments', true, exportAbsorb],
	['cornerstone-transcript', true, exportCornerstone],
	['moodle-log', true, exportMoodle],
	['moodle-users', true, exportMoodleUsers],
	['xapi', true, exportStatements],
	['workday-jobs', true, exportJobHistory],
	['qualtrics', true, (made) => exportSurvey(made, 1)],
	['qualtrics', true, (made) => exportSurvey(made, 2)],
	['manager-ratings', true, exportManagerRatings],
	['official-paths', true, exportOfficialPaths],
	['prompt-list', true, exportPrompts],
	['mandatory-windows', true, exportWindows],
	['survey-invitations', true, exportInvitations],
	['survey-key', true, exportSurveyKey],
	['organisation-tree', true, exportOrganisation],
	['vacancies-filled', true, exportVacancies],
	['development-goals', true, exportGoals],
	['cost-sheet', true, exportCosts],
	['action-log', true, exportActions],
	['coursera-courses', true, exportCoursera]
];

/** Writes the exports of the made-up company. Same seed and size, same bytes; throws `SampleError`. */
export async function writeSample({
	out,
	employees = 2000,
	seed = 7,
	isPlanted = true
}: SampleOptions): Promise<SampleManifest> {
	if (!(employees >= 100))
		throw new SampleError('too_few_employees', 'The made-up company needs at least 100 employees');
	if (employees > 20_000)
		throw new SampleError('too_many_employees', 'The made-up company has at most 20,000 employees');
	const truth = isPlanted ? planted : nothingPlanted;
	const made = imagineCompany(seed, Math.round(employees), truth);
	await mkdir(out, { recursive: true });
	const files: SampleFile[] = [];
	for (const [source, importable, write] of writers) {
		const { file, rows, bytes } = write(made);
		await writeFile(join(out, file), bytes);
		files.push({ file, source, importable, rows, bytes: bytes.length });
	}
	return {
		company: company.name,
		seed,
		employees: made.teams.reduce((sum, team) => sum + team.headcount, 0),
		people: made.people.length,
		leavers: made.people.filter((person) => person.leftOn !== null).length,
		...period,
		files,
		launchedUnits: made.teams.filter((team) => team.isLaunched).map((team) => team.name),
		planted: truth
	};
}
