import type { Random } from '../random.ts';

export type Tone = 'positive' | 'negative' | 'neutral';

const subjects: readonly string[] = [
	'the spreadsheet course',
	'the safety training',
	'the Friday sessions',
	'the negotiation workshop',
	'the new catalogue',
	'the Python course',
	'the videos on Waypoint',
	'the onboarding',
	'the language course',
	'the feedback course',
	'the compliance modules',
	'the AI course'
];

/** Those of which several are spoken of. */
const plural: ReadonlySet<string> = new Set([
	'the Friday sessions',
	'the videos on Waypoint',
	'the compliance modules'
]);

const ofSeveral: Readonly<Record<string, string>> = { ' is': ' are', ' was': ' were' };

/** `%` is where the subject goes; most people write in English, Feldkamp often in German. */
const sentences: Readonly<Record<Tone, readonly string[]>> = {
	positive: [
		'I really enjoyed %, it was great to choose for myself.',
		'Great choice of topics, and % was excellent.',
		'I love that I can decide on my own what comes next.',
		'% helped me a lot in my daily work, thank you.',
		'Good pace, clear examples. More like % please, it was excellent.',
		'My manager gives me time for it now, which is great.',
		'Very useful. I used what I learned in % the same week.',
		'It is good to see colleagues from other sites in %.',
		'Finally something relevant. I enjoyed %, worth every minute.',
		'Easy to find, easy to finish. I love %.'
	],
	negative: [
		'% was a waste of time.',
		'Too many reminders and no time to learn. Frustrating.',
		'I cannot find anything in there, the search is bad.',
		'% is boring and far too long.',
		'Every year the same slides. % is outdated.',
		'I was put into % without being asked, which was annoying.',
		'No time during the shift, so it is useless for us. Frustrating.',
		'% kept losing my progress, really annoying.',
		'Bad translation, and % is outdated.',
		'We are told to be curious, yet everything is mandatory. Frustrating.'
	],
	neutral: [
		'I took % in spring.',
		'Please offer % in Polish as well.',
		'I have not used it since the move.',
		'It depends on the week.',
		'More topics about optics would fit our team.',
		'% is on my list for next quarter.',
		'Nothing to add.',
		'We do most of our learning at the machine.'
	]
};

const german: Readonly<Record<Tone, readonly string[]>> = {
	positive: [
		'Endlich kann ich selbst wählen, sehr gut.',
		'Der Pythonkurs war klasse und hat mir geholfen.',
		'Gute Auswahl, gern mehr davon.'
	],
	negative: [
		'Zu viele Pflichtkurse, zu wenig Zeit.',
		'Die Suche ist schlecht, ich finde nichts.',
		'Jedes Jahr dieselben Folien, langweilig.'
	],
	neutral: [
		'Bitte auch Kurse am Nachmittag.',
		'Keine Anmerkung.',
		'Ich habe den Kurs im Mai besucht.'
	]
};

/** What somebody of that tone would write. */
export function writeComment(random: Random, tone: Tone, inGerman: boolean): string {
	if (inGerman) return random.pick(german[tone]);
	const pattern = random.pick(sentences[tone]);
	const subject = random.pick(subjects);
	const sentence = pattern.replace(
		/%( is| was)?/,
		(_mark, verb = '') => subject + (plural.has(subject) ? (ofSeveral[verb] ?? verb) : verb)
	);
	const text = sentence.charAt(0).toUpperCase() + sentence.slice(1);
	// Some write as on a phone.
	return random.chance(0.12) ? text.toLowerCase().replace(/\.$/, '') : text;
}
