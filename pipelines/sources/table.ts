import type { Entity, Source } from './source.ts';
import { sources } from './sources.ts';

/** What the records of each entity are, as docs/importing.md says it. */
const feeds: Readonly<Record<Entity, string>> = {
	enrolment: 'enrolments',
	event: 'learning events',
	mandatory: 'rules R1 and R4',
	item: 'titles, formats and minutes of items',
	response: 'survey answers',
	account: 'who is behind an account',
	employment: 'employment',
	job: 'job history, hires and departures',
	unit: 'the tree of units',
	vacancy: 'vacancies filled',
	assignment: 'assignments (rule R3)',
	prompt: 'recommendations shown',
	window: 'mandatory windows',
	path_step: 'official paths',
	invitation: 'survey invitations',
	survey_key: 'the meaning of survey questions',
	comment_label: 'the tone of comments',
	rating: 'ratings by managers',
	cost: 'costs and returns',
	goal: 'development goals',
	action: 'actions that followed a survey',
	declaration: 'answers to the readiness checklist'
};

const escape = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function recognisedBy(source: Source): string {
	if (source.format === 'statements') return 'actor, verb, object';
	const shapes = (source.shapes ?? []).flatMap(({ says, isNeeded }) => (isNeeded ? [says] : []));
	return [...source.required.map(([name]) => name), ...shapes].join(', ');
}

function feedsOf(source: Source): string {
	const isTimed = source.format === 'table' && source.columns['item_minutes'] !== undefined;
	return isTimed && source.entity !== 'item'
		? `${feeds[source.entity]}, minutes of items`
		: feeds[source.entity];
}

const rowOf = (source: Source): string =>
	`| ${[`\`${source.id}\``, source.title, recognisedBy(source), feedsOf(source), source.decidesOrigin, source.traps].map(escape).join(' | ')} |`;

/** Every export that can be read, as the Markdown table of docs/importing.md. */
export const sourceTable = (): string =>
	[
		'| Source | Export | Recognised by | Feeds | Who put the person there | Traps |',
		'| --- | --- | --- | --- | --- | --- |',
		...sources.map(rowOf)
	].join('\n');

const [begin, end] = ['<!-- sources: npm run docs -->', '<!-- end of sources -->'] as const;

/** The page with the table between its two marks made anew. */
export function withSourceTable(page: string): string {
	const [before, after] = [page.indexOf(begin), page.indexOf(end)];
	if (before < 0 || after < before)
		throw new Error(`The page has no "${begin}" and "${end}" for the table.`);
	return `${page.slice(0, before)}${begin}\n\n${sourceTable()}\n\n${page.slice(after)}`;
}
