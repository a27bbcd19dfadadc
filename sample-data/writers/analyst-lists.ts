import { dayOf, lastDay } from '../calendar.ts';
import type { Company } from '../company.ts';
import { duties } from '../duties.ts';
import { commentText, questions, recommendText } from '../voice/questions.ts';
import type { Export } from './csv.ts';
import { table } from './table.ts';

/** The autumn security campaigns: when everybody does what must be done. Their last days are those on which it is due. */
export function exportWindows(company: Company): Export {
	const titles = new Map(company.items.map((item) => [`${item.system}/${item.code}`, item.title]));
	const rows = duties
		.filter(({ code }) => code.startsWith('SEC-100'))
		.flatMap(({ system, code, rounds }) =>
			rounds.map(([from, to]) => [titles.get(`${system}/${code}`) ?? code, 'all', from, to])
		);
	return table('mandatory-windows.csv', ['Campaign', 'Unit', 'Starts on', 'Ends on'], rows);
}

/** What each question of the pulse measures, as Talent & Learning wrote it down. */
export function exportSurveyKey(): Export {
	const scales = questions.map(({ id, text, measures }) => [id, text, measures, 'scale', 5, 'no']);
	const rows = [
		...scales,
		['Q13', recommendText, 'recommend', 'scale', 11, 'no'],
		['Q14', commentText, 'comment', 'comment', '', 'no']
	].map((row) => ['survey', ...row]);
	const header = ['Survey', 'Question', 'Wording', 'Measures', 'Kind', 'Points', 'Reversed'];
	return table('survey-key.csv', header, rows, true);
}

/** What Finance was asked for. Some of it somebody stands for; the rest is a guess until then, and must not be used. */
export function exportCosts(company: Company): Export {
	const heads = company.teams.reduce((sum, team) => sum + team.headcount, 0);
	const perHead = (low: number, likely: number, high: number) =>
		[low, likely, high].map((amount) => Math.round((amount * heads) / 100) * 100);
	const nobody = ['', ''];
	const finance = ['Controller, Finance', '2026-08-14'];
	const talent = ['Head of Talent & Learning', '2026-08-20'];
	const rows = [
		[
			'licences',
			'cost',
			...perHead(31, 34, 36),
			'contracts of 2026, a year',
			'2026-01-01',
			...finance
		],
		[
			'content',
			'cost',
			...perHead(9, 12, 16),
			'purchases of 2025, a year',
			'2026-01-01',
			...finance
		],
		[
			'staff',
			'cost',
			...perHead(38, 42, 47),
			'share of the team that runs it, a year',
			'2026-01-01',
			...talent
		],
		[
			'rollout',
			'cost',
			...perHead(4, 6, 9),
			'Learn Fridays: posters, meetings, once',
			'2025-11-03',
			...talent
		],
		[
			'tool',
			'cost',
			...perHead(1, 1.5, 2),
			'this tool: one machine, some hours',
			'2026-01-01',
			...talent
		],
		['hourly_wage', 'cost', 28, 33, 41, 'fully loaded, all sites', '2026-01-01', ...finance],
		[
			'external_fill',
			'benefit',
			5200,
			7400,
			11000,
			'agencies, advertisements, first months',
			'2026-01-01',
			...nobody
		],
		[
			'internal_fill',
			'benefit',
			900,
			1400,
			2200,
			'interviews, handing over',
			'2026-01-01',
			...nobody
		],
		[
			'backfill',
			'benefit',
			4800,
			7000,
			10500,
			'the seat that is left behind',
			'2026-01-01',
			...nobody
		],
		[
			'replacement',
			'benefit',
			9000,
			14000,
			22000,
			'a leaver of middle grade; a guess',
			'2026-01-01',
			...nobody
		],
		[
			'admin_hour',
			'benefit',
			36,
			40,
			46,
			'loaded hour of an administrator',
			'2026-01-01',
			...finance
		],
		[
			'minutes_per_assignment',
			'benefit',
			4,
			6,
			10,
			'timed on 20 assignments',
			'2026-06-01',
			...talent
		]
	].map((row) => [...row.slice(0, 5), 'GBP', ...row.slice(5)]);
	const header = [
		'Input',
		'Side',
		'At least',
		'Most likely',
		'At most',
		'Currency',
		'Basis',
		'As of',
		'Confirmed by',
		'Confirmed on'
	];
	return table('cost-sheet.csv', header, rows, true);
}

/** Who belongs to whom. The order desk got its new name in April 2025; everything else is as old as the tree. */
export function exportOrganisation(company: Company): Export {
	const departments = new Map<string, string>();
	for (const { department, division } of company.teams) departments.set(department, division);
	const divisions = [...new Set(departments.values())];
	const top = 'Aldermere Group';
	const renamedOn = '2025-04-01';
	const isRenamed = (name: string) => name === 'Order Management' && dayOf(renamedOn) <= lastDay;
	const rows = [
		[top, '', '2019-01-01', ''],
		...divisions.map((division) => [division, top, '2019-01-01', '']),
		...[...departments].flatMap(([department, division]) =>
			department === division ? [] : [[department, division, '2019-01-01', '']]
		),
		...company.teams.flatMap(({ name, department }) =>
			name === department
				? []
				: isRenamed(name)
					? [
							['Order Desk', department, '2019-01-01', '2025-03-31'],
							[name, department, renamedOn, '']
						]
					: [[name, department, '2019-01-01', '']]
		)
	];
	return table('organisation.csv', ['Unit', 'Parent unit', 'Valid from', 'Valid to'], rows);
}

/** What was done about themes of the first survey; of two that it flags, nothing is recorded. */
export function exportActions(): Export {
	const rows = [
		['wave 1', 'time', 'two hours of every Friday are kept free for learning', '2025-11-03'],
		['wave 1', 'finding', 'one search over the catalogues of all systems', '2025-12-08'],
		['wave 1', 'relevance', 'each job family names ten items for its work', '2026-01-19']
	].map((row) => [...row, 'Head of Learning']);
	const header = ['Wave', 'Theme', 'Action', 'Done on', 'Done by'];
	return table('action-log.csv', header, rows, true);
}
