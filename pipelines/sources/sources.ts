import { absorbEnrolments } from './absorb-enrolments.ts';
import { catalogue } from './catalogue.ts';
import { cornerstoneTranscript } from './cornerstone-transcript.ts';
import { managerRatings } from './lists/manager-ratings.ts';
import { officialPaths } from './lists/official-paths.ts';
import { mandatoryList } from './mandatory-list.ts';
import { moodleLog } from './moodle-log.ts';
import { workdayJobs } from './people/workday-jobs.ts';
import type { Source } from './source.ts';
import { qualtrics } from './voice/qualtrics.ts';
import { xapi } from './xapi/xapi.ts';

/** Every export that can be imported, in the order in which they are tried. */
export const sources: readonly Source[] = [
	absorbEnrolments,
	cornerstoneTranscript,
	moodleLog,
	mandatoryList,
	catalogue,
	officialPaths,
	managerRatings,
	workdayJobs,
	qualtrics,
	xapi
];

/** The source of this id, or null. */
export const sourceOf = (id: string): Source | null =>
	sources.find((source) => source.id === id) ?? null;
