import type { TableSource } from '../source.ts';
import { learning360, mySkillCamp } from './360learning.ts';
import { absorbActivity } from './absorb-activity.ts';
import { blackboardGrades } from './blackboard.ts';
import { brightspaceGrades } from './brightspace.ts';
import { canvasGrades } from './canvas.ts';
import { courseboxLearners, courseboxPeople } from './coursebox.ts';
import { coursera } from './coursera.ts';
import { degreedCompletions, degreedRequired } from './degreed.ts';
import { doceboCourses } from './docebo-courses.ts';
import { doceboPlans } from './docebo-plans.ts';
import { learnUpon } from './learnupon.ts';
import { linkedin } from './linkedin.ts';
import { litmosAchievements, litmosCourseUsers, litmosUserCourses } from './litmos.ts';
import { moodleCompletion } from './moodle-completion.ts';
import { moodleCompletions, moodleEnrolments } from './moodle-database.ts';
import { moodleGrades } from './moodle-grades.ts';
import { moodleUsers } from './moodle-users.ts';
import { openEdxEnrolments, openEdxGrades } from './open-edx.ts';
import { pluralsightCompletion, pluralsightUsage } from './pluralsight.ts';
import { scormCloud } from './scorm-cloud.ts';
import { skillsoft } from './skillsoft.ts';
import { successfactorsHistory } from './successfactors-history.ts';
import { successfactorsItems } from './successfactors-items.ts';
import { talentLms } from './talentlms.ts';
import { udemy } from './udemy.ts';
import { workdayAssignments, workdayEnrolments } from './workday.ts';

/** Every export of a learning system beside those that stand in files of their own above this folder. */
export const learningSources: readonly TableSource[] = [
	absorbActivity,
	moodleCompletion,
	moodleGrades,
	moodleEnrolments,
	moodleCompletions,
	moodleUsers,
	doceboCourses,
	doceboPlans,
	successfactorsHistory,
	successfactorsItems,
	workdayAssignments,
	workdayEnrolments,
	litmosUserCourses,
	litmosCourseUsers,
	litmosAchievements,
	courseboxLearners,
	courseboxPeople,
	talentLms,
	learnUpon,
	learning360,
	mySkillCamp,
	udemy,
	linkedin,
	coursera,
	degreedCompletions,
	degreedRequired,
	pluralsightUsage,
	pluralsightCompletion,
	skillsoft,
	canvasGrades,
	blackboardGrades,
	brightspaceGrades,
	openEdxGrades,
	openEdxEnrolments,
	scormCloud
];
