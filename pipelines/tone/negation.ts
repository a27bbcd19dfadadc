/** How the words feel, from -1 to 1; 0 where they say nothing of it. */
export type Feel = (words: string) => number;

type Rule = readonly [
	pattern: RegExp,
	instead: string | ((feel: Feel, ...groups: string[]) => string)
];

const better = String.raw`(better|worse|(?:more|less) \w+|\w+ier|nicer|clearer|simpler|faster|smoother|quicker|safer|smarter)`;
const pause =
	/([.,;:!?()\n]+|\b(?:(?<!\b(?:anything|nothing|help) )but|because|although|though|however|yet|while|whereas|except)\b)/;

/** So many words after "hardly any" or "no lack of" tell what there is little or plenty of. */
const reach = 3;

/** Little of what is good, or of what nobody calls bad, is bad; little of what is bad is good. */
function scarce(feel: Feel, rest: string): string {
	const words = rest.trim().split(/\s+/);
	const felt = words.slice(0, reach).findIndex((word) => feel(word) !== 0);
	if (felt < 0) return `bad ${words.join(' ')}`;
	return [feel(words[felt] ?? '') < 0 ? 'good' : 'bad', ...words.slice(felt + 1)].join(' ');
}

/** Plenty of what is bad is bad, of anything else good. */
const plentiful = (feel: Feel, rest: string): string =>
	feel(rest.trim().split(/\s+/).slice(0, reach).join(' ')) === 0 ? ` good${rest}` : rest;

/** "None of the courses are useful" denies the first word that feels; VADER looks back over three words only. */
function denied(feel: Feel, negator: string, rest: string): string {
	const words = rest.trim().split(/\s+/);
	const felt = words.findIndex((word) => feel(word) !== 0);
	return felt < 0 ? negator + rest : words.toSpliced(felt, 0, 'not').join(' ');
}

const ifFelt =
	(instead: string) =>
	(feel: Feel, whole: string, word: string): string =>
		feel(word) === 0 ? whole : `${instead} ${word}`;

/** Every way to say not as "not", which VADER knows. */
const negators: readonly Rule[] = [
	[/^\s*(yes|no|nope|yeah|none)\s*$/, ''],
	[/\b(can)(?:'?t|not)\b/, '$1 not'],
	[/\b(wo)n'?t\b/, 'will not'],
	[/\b(do|does|did|is|are|was|were|has|have|had|could|would|should|need)n'?t\b/, '$1 not'],
	[/\bno one\b/, 'nobody'],
	[/\b(?:almost|nearly|next to|practically|virtually) (never|no|nothing|none|nobody)\b/, '$1'],
	[
		/\b(?:hardly|barely|scarcely|rarely|seldom) (any|every)(thing|body|one|where)\b/,
		(_feel, _whole, _any, what) => ({ thing: 'nothing', where: 'nowhere' })[what] ?? 'nobody'
	],
	[/\b(?:hardly|barely|scarcely|rarely|seldom)(?: (?:ever|even|really|if ever))?\b/, 'not'],
	[
		/\b(?:far from|nowhere near|by no means|in no way|in no respect|anything but|no longer)\b(?: being)?/,
		'not'
	],
	[/\bnothing but\b/, 'only'],
	[/\bnot (?:only|just|merely)\b/, ''],
	[/\b(?:whether or|why|if) not\b/, ''],
	[/\bas (?:i|we) (?:had )?(?:feared|worried|expected|thought)\b/, ''],
	[/\bno (?:matter|need|doubt|wonder)\b/, ''],
	[
		/\bno (?:(?:further|other|more|additional|special|particular) )*(?:comments?|remarks?|suggestions?|additions?|wish(?:es)?|opinions?|answers?|questions?|thanks|thank you)\b/,
		''
	]
];

/** What is denied twice, and what is best because nothing is better. */
const turns: readonly Rule[] = [
	[
		new RegExp(
			String.raw`\bcould (?:not|never) (?:possibly )?(?:be|have been|get|go|feel|find)(?: an?| any| much)? ${better}\b`
		),
		(feel, _whole, than) => (feel(than) === 0 ? 'great' : `very ${than}`)
	],
	[
		new RegExp(
			String.raw`\b(?:never|not)(?: ever)? (?:had|been|seen|met|attended|taken|found|find|known|felt)(?: an?| any| such an?)? ${better}\b`
		),
		'$1'
	],
	[
		/\bcould not (?:possibly )?(?:ask|wish|hope|want)(?: for)?(?: anything)?(?: any)? (?:more|better)\b/,
		'great'
	],
	[/\bcould not agree more\b/, 'agree'],
	[/\bcould not care less\b/, 'bad'],
	[/\bcan not (\w+)(?: \w+){0,2} enough\b/, (feel, whole, verb) => (feel(verb) > 0 ? verb : whole)],
	[/\b(?:not|never) without\b(?: (?:its|their|some|the odd))?/, 'with'],
	[/\b(?:never fails?|not fail)(?:ed)? to\b/, 'always'],
	[/\bfail(?:s|ed|ing)? to\b/, 'is bad and does not'],
	[/\bcan not help but\b/, ''],
	[/\bnot hesitate to\b/, ''],
	[/\b(?:can|could) not (?:do|live|manage|imagine \w+(?: \w+)?) without\b/, 'love'],
	[/\bcan not (?:really )?(?:fault|complain|be faulted|be beaten|beat|go wrong|wait)\b/, 'good'],
	[/\b(?:hard|difficult|impossible) to (?:fault|beat|top|resist|put down|stop)\b/, 'good'],
	[
		/\b(?:not|never)(?: want to)? (?:change|miss|swap|trade) (?:a thing|anything|a single|it|them|this)\b/,
		'good'
	],
	[
		/\bnothing(?: \w+)? to (?:complain|fault|criticise|criticize|improve|change|grumble)(?: about)?\b/,
		'good'
	],
	[/\bnothing (?:beats|tops|is better than|better than)\b/, 'great'],
	[/\bsecond to none\b/, 'great'],
	[/(?<!\b(?:am|is|are|was|were|be|get|got|getting) )\bused to (?=\w)/, 'not '],
	[/(?<!\bmore or )\b(?:less|fewer) ([\w'-]+)/, ifFelt('not')],
	[
		/\b(?:no|not|never)(?: an?| any| exactly an?)? (?:lack|shortage|dearth|scarcity|short|lacking|end)(?: of| in)\b(.*)/,
		(feel, _whole, rest) => plentiful(feel, rest)
	],
	[
		/\b(?:(?:an?|the|any|some|such an?) )?(?:lack of|shortage of|not (?:nearly |half |really )?(?:enough|any|much|many|a single)|(?:far |much )?too (?:few|little)|very (?:few|little)|insufficient) (?!of\b)(.*)/,
		(feel, _whole, rest) => scarce(feel, rest)
	]
];

/** Who says how something could be says that it is not so. */
const wishes: readonly Rule[] = [
	[/\b(?:could|would) (?:easily )?(?:be|have been) (?:much |far |a lot )?worse\b/, 'good'],
	[
		/(?<!\b(?:i|we) )\b(?:could|should|would|might|must|needs? to|ought to)(?: really| definitely| still| also)?(?: be| have been| become| get)(?: a lot| a bit| a little| much| far| even| made| slightly)* (?:better|(?:more|less) \w+|\w+er)\b/,
		'bad'
	],
	[
		/\b(?:would|could|might)(?: really| also)? be (?:(?:so|really|very|a) )*(?:great|nice|good|helpful|useful|lovely|cool|ideal|appreciated|welcome|perfect|awesome|fantastic|interesting)\b/,
		''
	],
	[
		/\b(?:would|i'd|we'd)(?: (?:really|also|rather|personally))* (?:like|love|prefer|appreciate|enjoy|welcome)\b/,
		''
	],
	[
		/\b(?:needs?|needed|could use|could do with|room for|in need of|requires?)(?: (?:a bit of|a lot of|some|more|much|further|serious|an?|many))* improve(?:ments?|ing)\b/,
		'bad'
	],
	[/\b(?:needs? to|should|must|has to|have to)(?: be)? improved?\b/, 'bad'],
	// What is needed more of is lacking, unless it is more of the same, or somebody else's need that is met.
	[
		/(?<!\b(?:not|never|nobody|who|if|when|whenever|as|what|which|that)(?: \w+)? )\b(?:need(?:s|ed)?)(?: (?:a lot|a bit|a little|much|far|some|even|an?))* (?:more|better|additional|extra)\b(?! (?:of (?:this|that|these|those|it|them|the same)|than)\b)(?!.*\b(?:like (?:this|that|these|those|it|\w+ one)|such)\b)(?: [\w'-]+)?/,
		'bad'
	],
	[
		/\b(?:i|we)(?: (?:do|really|just|only))* wish\b(?!.*\b(?:like (?:this|that|these)|(?:as|this|so) good)\b).*/,
		'bad'
	],
	[/\bif only\b.*/, 'bad']
];

/** "No" before a feeling turns it; nobody, none of and nothing in turn what comes later. */
const reaches: readonly Rule[] = [
	[/\bno ([\w'-]+(?: [\w'-]+)?)/, ifFelt('not')],
	[
		/\b(none|nothing|nobody|nowhere|not (?:an?y? ?(?:single )?)?one(?: of)?|not (?:all|every\w*)|not (?:think|believe|feel|find|say|see|consider))\b(.*)/,
		(feel, _whole, negator, rest) => denied(feel, negator, rest)
	],
	[
		/^(\s*not)( (?:do|does|did|is|are|was|were|have|has|had|will|can|could)\b.*)/,
		(feel, _whole, negator, rest) => denied(feel, negator, rest)
	]
];

const rules: readonly Rule[] = [...negators, ...turns, ...wishes, ...reaches].map(
	([pattern, instead]) => [new RegExp(pattern, 'g'), instead]
);

const straightened = (clause: string, feel: Feel): string =>
	rules.reduce(
		(words, [pattern, instead]) =>
			typeof instead === 'string'
				? words.replace(pattern, instead)
				: words.replace(pattern, (...found: unknown[]) =>
						instead(feel, ...found.filter((part) => typeof part === 'string'))
					),
		clause
	);

/** A clause of its own: VADER looks over commas and full stops, so words without feeling keep what it says apart. */
const apart = ' and and and ';
const ownSubject =
	/^\s*(?:and |so |then )*(?:i|you|he|she|it|we|they|this|that|these|those|the|my|our|there|\w+ly)\b/;

/**
 * English in small letters with its negations said so that VADER reads them: it looks for a negator in the three words
 * before a feeling, takes "hardly" for "a little", "no" for a complaint, and a wish for praise.
 */
export const straighten = (text: string, feel: Feel): string =>
	text
		.split(pause)
		.map((part, index, parts) => {
			if (index % 2 === 0) return straightened(part, feel);
			return /[.!?;]/.test(part) || ownSubject.test(parts[index + 1] ?? '') ? part + apart : part;
		})
		.join('');
