import { describe, expect, test } from 'vitest';
import { readTone } from '#pipelines/tone/read-tone.ts';
import { laterComments, negatedComments } from './negated-comments.ts';
import { laterOrdinary, ordinaryComments } from './ordinary-comments.ts';
import { laterEnglish, laterForeign, shortEnglish, shortForeign } from './short-comments.ts';

const toneOf = (
	text: string,
	language: string | null = null
): 'positive' | 'negative' | 'neutral' | null => {
	const { compound } = readTone(text, language);
	if (compound === null) return null;
	return compound >= 0.05 ? 'positive' : compound <= -0.05 ? 'negative' : 'neutral';
};

/** Comments as employees write them, each with the tone that a reader gives it. */
const labelled: readonly (readonly ['positive' | 'negative' | 'neutral', string])[] = [
	['positive', 'I love choosing my own courses, this is great'],
	['positive', 'Killer feature: deep learning labs'],
	['positive', 'I had no problem finding content'],
	['positive', 'The negotiation course was worth every minute.'],
	['positive', 'Clear examples and a good pace.'],
	['positive', 'My manager gives me time for it now, which helps a lot.'],
	['positive', 'Very useful for my daily work, thank you!'],
	['positive', 'Finally up to date content about lasers.'],
	['positive', 'I enjoyed the conflict management training.'],
	['positive', 'Hands-on and well structured.'],
	['positive', 'I can choose what fits my week.'],
	['positive', 'Nothing to complain about, keep it up'],
	['positive', 'Excellent trainers in the crisis management course'],
	['positive', 'The new search is so much better than before'],
	['negative', 'Mandatory training is a waste of time'],
	['negative', 'Too many reminders'],
	['negative', 'No time to learn during the shift.'],
	['negative', 'I cannot find anything in there.'],
	['negative', 'The slides are outdated and boring.'],
	['negative', 'We are forced to click through the same slides every year.'],
	['negative', "It's pointless, nobody reads this."],
	['negative', 'The player keeps crashing, really annoying.'],
	['negative', 'Not relevant to what we do in the lab.'],
	['negative', 'I was put into it without being asked.'],
	['negative', 'Far too long and too theoretical.'],
	['negative', 'Bad translation, hard to find the chapters.'],
	['negative', 'The platform is clunky and slow, a wasted opportunity.'],
	['negative', 'Useless for people on the line.'],
	['neutral', 'Nothing to add.'],
	['neutral', 'It depends on the week.'],
	['neutral', 'I took the fire safety training in May.'],
	['neutral', 'The course on difficult conversations is on my list.'],
	['neutral', 'Please offer it in Polish as well.'],
	['neutral', 'We do most of our learning at the machine.'],
	['neutral', 'I attended the harassment prevention course last year.'],
	['neutral', 'More topics about optics.'],
	['neutral', 'My team uses the risk management module.'],
	['neutral', 'I have not used it since the move.']
];

describe('readTone(text, language)', () => {
	// vader-sentiment 1.1.3 on the words as they stand; it takes "NOT" for no negator.
	test.each([
		['The trainer was GREAT but the slides were boring', -0.0086],
		['The trainer was great but the slides were boring', -0.1027],
		['The course was good, the exam was HORRIBLE', -0.3254],
		['It was GOOD and bad', 0.0343],
		['THE COURSE WAS GREAT AND BORING', 0.4215],
		['IT is good and bad', -0.1531],
		['The course was NOT good', -0.3412]
	])('hears capitals among small letters as loud, as VADER does: %s', (text, compound) => {
		expect(readTone(text).compound).toBe(compound);
	});

	test('agrees with readers on comments about learning well beyond chance', () => {
		const pairs = labelled.map(([label, text]) => [label, toneOf(text)] as const);
		const agreement = pairs.filter(([a, b]) => a === b).length / pairs.length;
		const share = (index: 0 | 1, tone: string) =>
			pairs.filter((pair) => pair[index] === tone).length / pairs.length;
		const chance = ['positive', 'negative', 'neutral'].reduce(
			(sum, tone) => sum + share(0, tone) * share(1, tone),
			0
		);
		const kappa = (agreement - chance) / (1 - chance);
		const missed = pairs.flatMap(([a, b], index) =>
			a === b ? [] : [`${a} read as ${b ?? 'nothing'}: ${labelled[index]?.[1] ?? ''}`]
		);
		expect(kappa, missed.join('\n')).toBeGreaterThan(0.75);
	});

	test('hears what is denied, denied twice, scarce or only wished for', () => {
		const misread = negatedComments.filter(([tone, text]) => toneOf(text, 'en') !== tone);
		expect(misread).toEqual([]);
	});

	test('and does so in comments that its rules were not written for', () => {
		const misread = laterComments.filter(([tone, text]) => toneOf(text, 'en') !== tone);
		expect(misread.length, String(misread)).toBeLessThan(3);
	});

	test.each([
		['neutral', 'It was okay'],
		['neutral', 'The course was ok.'],
		['neutral', "I'm okay with that"],
		['negative', 'It was not okay'],
		['negative', 'Not really ok for me'],
		['positive', 'The course was OK, the trainer great'],
		['negative', 'We need more time'],
		['negative', 'I needed more practical examples'],
		['negative', 'Need better headsets'],
		['negative', 'The slides need a bit more detail'],
		['positive', 'We need more courses like this, they are great'],
		['positive', 'We need more of this, great'],
		['neutral', 'We do not need more time'],
		['neutral', 'There are handouts for those who need more time'],
		['positive', 'Great for people who need more practice']
	] as const)('a stated lack is no praise, and okay is not much of it: %s, %s', (tone, text) => {
		expect(toneOf(text, 'en')).toBe(tone);
	});

	test('takes plain facts for neutral, and hardly any comment for the opposite of what it says', () => {
		const misread = ordinaryComments.filter(([tone, text]) => toneOf(text) !== tone);
		expect(misread.length, misread.join('\n')).toBeLessThan(8);
		const later = laterOrdinary.filter(([tone, text]) => toneOf(text) !== tone);
		expect(later.length, later.join('\n')).toBeLessThan(12);
		const turned = [...misread, ...later].filter(([, text]) => toneOf(text) !== 'neutral');
		expect(turned.length, turned.join('\n')).toBeLessThan(5);
	});

	test('takes short English for English, whether or not a form says so', () => {
		expect(shortEnglish.filter((text) => toneOf(text) === null)).toEqual([]);
		expect(
			[...shortEnglish, ...laterEnglish].filter((text) => toneOf(text, 'en') === null)
		).toEqual([]);
		expect(laterEnglish.filter((text) => toneOf(text) === null).length).toBeLessThan(5);
	});

	test('reads no other language, however short', () => {
		const foreign = [...shortForeign, ...laterForeign];
		expect(foreign.filter(([, text]) => toneOf(text) !== null)).toEqual([]);
		for (const text of ['Очень хороший курс', '课程很好'])
			expect(toneOf(text, 'en'), text).toBeNull();
		expect(foreign.filter(([language, text]) => toneOf(text, language) !== null)).toEqual([]);
	});

	test.each([
		['I love choosing my own courses, this is great', 0.85],
		['Mandatory training is a waste of time', -0.4]
	])('%s', (text, compound) => {
		expect(readTone(text).compound).toBeCloseTo(compound, 1);
	});

	test.each([
		['Endlich kann ich selbst wählen, sehr gut.', 'de'],
		['De toute façon je ne trouve rien', 'fr'],
		['El curso es muy bueno', 'es']
	])('%s is not read, whatever the form says', (text, language) => {
		expect(readTone(text)).toEqual({ language, compound: null });
		expect(readTone(text, 'EN-GB')).toEqual({ language, compound: null });
	});

	test('the form decides where the words leave it open', () => {
		expect(readTone('ok', 'EN')).toMatchObject({ language: 'en' });
		expect(readTone('ok', 'DE')).toEqual({ language: 'de', compound: null });
		expect(readTone('ok')).toEqual({ language: null, compound: null });
	});
});
