import { absorbEnrolments } from './absorb-enrolments.ts';
import { catalogue } from './catalogue.ts';
import { cornerstoneTranscript } from './cornerstone-transcript.ts';
import { assignmentList } from './lists/assignments.ts';
import { costSheet } from './lists/costs.ts';
import { developmentGoals } from './lists/goals.ts';
import { surveyInvitations } from './lists/invitations.ts';
import { learningSources } from './learning/learning-sources.ts';
import { listHeadings } from './lists/list-headings.ts';
import { managerRatings } from './lists/manager-ratings.ts';
import { officialPaths } from './lists/official-paths.ts';
import { ownAnswers, ownEvents } from './lists/own-records.ts';
import { ownEnrolments, ownPeople } from './lists/own-tables.ts';
import { promptList } from './lists/prompts.ts';
import { surveyKey } from './lists/survey-key.ts';
import { actionLog, commentLabels, declarations } from './lists/voice-lists.ts';
import { mandatoryWindows } from './lists/windows.ts';
import { mandatoryList } from './mandatory-list.ts';
import { moodleLog } from './moodle-log.ts';
import { intervalJobs } from './people/interval-jobs.ts';
import { organisationTree } from './people/organisation.ts';
import { personioEmployees, personioHistory } from './people/personio.ts';
import { bambooJobs, bobLifecycle, bobWork, chartHop } from './people/small-systems.ts';
import { successFactorsJobs } from './people/successfactors-jobs.ts';
import { vacanciesFilled } from './people/vacancies.ts';
import { workdayJobs } from './people/workday-jobs.ts';
import { workdayWorkers } from './people/workday-workers.ts';
import type { Source, TableSource } from './source.ts';
import { cultureAmp } from './voice/culture-amp.ts';
import { googleForms, microsoftForms } from './voice/forms.ts';
import { limesurvey } from './voice/limesurvey.ts';
import { qualtrics } from './voice/qualtrics.ts';
import { surveyMonkey } from './voice/survey-monkey.ts';
import { typeform } from './voice/typeform.ts';
import { xapi } from './xapi/xapi.ts';

const inEveryLanguage = (list: TableSource): TableSource => ({ ...list, spoken: listHeadings });

/** The lists that the analyst keeps, in the languages of those who keep them. */
const ownLists = [
	mandatoryList,
	catalogue,
	officialPaths,
	assignmentList,
	promptList,
	mandatoryWindows,
	surveyInvitations,
	surveyKey,
	managerRatings,
	costSheet,
	developmentGoals,
	actionLog,
	commentLabels,
	declarations
].map(inEveryLanguage);

/** Every export that can be imported, in the order in which they are tried. */
export const sources: readonly Source[] = [
	absorbEnrolments,
	cornerstoneTranscript,
	moodleLog,
	...learningSources,
	...ownLists,
	workdayJobs,
	workdayWorkers,
	successFactorsJobs,
	bambooJobs,
	bobWork,
	bobLifecycle,
	personioEmployees,
	personioHistory,
	chartHop,
	intervalJobs,
	...[vacanciesFilled, organisationTree].map(inEveryLanguage),
	ownEnrolments,
	ownPeople,
	ownEvents,
	ownAnswers,
	qualtrics,
	surveyMonkey,
	googleForms,
	microsoftForms,
	typeform,
	limesurvey,
	cultureAmp,
	xapi
];

/** The source of this id, or null. */
export const sourceOf = (id: string): Source | null =>
	sources.find((source) => source.id === id) ?? null;
