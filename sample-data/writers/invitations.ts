import { dayOf, isoDate } from '../calendar.ts';
import type { Company } from '../company.ts';
import { planted } from '../planted.ts';
import { randomFor } from '../random.ts';
import type { Export } from './csv.ts';
import { invitedTo, respondents } from './survey.ts';
import { table } from './table.ts';

/** Who was asked in each wave of the pulse: everybody employed on its first day, a few of whom the mail did not reach. */
export function exportInvitations(company: Company): Export {
	const random = randomFor(company.seed, 'invitations');
	const rows = planted.sentiment.waves.flatMap(({ from }, index) => {
		const wave = index === 0 ? 1 : 2;
		const answered = respondents(company, wave);
		return invitedTo(company, wave).map((person) => {
			const state = answered.get(person);
			const silent = random.weighted([
				['Email Sent', 50],
				['Email Opened', 44],
				['Email Bounced', 4]
			] as const);
			const said =
				state === undefined ? silent : state ? 'Survey Finished' : 'Survey Partially Finished';
			return [`wave ${wave}`, 'survey', person.number, person.email, isoDate(dayOf(from)), said];
		});
	});
	const header = ['Wave', 'Survey', 'Employee ID', 'Email', 'Invited on', 'Status'];
	return table('survey-invitations.csv', header, rows);
}
