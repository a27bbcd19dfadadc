/** Raised with every change of how tones or languages are read; tones read with an older number are read anew. */
export const lexiconVersion = 5;

/**
 * What VADER, made for social media, reads wrong in comments on learning: a pattern and the words that it reads instead.
 * Titles and terms of the trade carry no feeling; complaints without a strong word do.
 */
export const learningWords: readonly (readonly [pattern: RegExp, instead: string])[] = [
	[/\bkiller (feature|course|content|app|argument)s?\b/g, 'great $1'],
	[
		/\b(courses?|trainings?|modules?|sessions?|workshops?|webinars?|videos?|lessons?|one) (on|about) \w+( and \w+)?/g,
		'$1'
	],
	[/\bexcel (course|training|module|class|basics)\b/g, '$1'],
	[/\bfree time\b/g, 'time'],
	[/\bdeep[- ](learning|dives?)\b/g, '$1'],
	[/\b(difficult|tough|crucial|hard) conversations?\b/g, 'conversations'],
	[
		/\b(conflict|crisis|risk|stress|anger|complaint|disaster|emergency|incident) (management|resolution|handling|response|training|course)\b/g,
		'a $2'
	],
	[
		/\b(handling|managing) (objections?|complaints?|conflicts?|crises|stress)\b/g,
		'handling things'
	],
	[/\b(critical|negative) (thinking|feedback|path)\b/g, '$2'],
	[
		/\b(fire|first aid|safety|security|harassment|fraud|corruption|bribery|hazard\w*) (safety |prevention |awareness )?(training|course|module|briefing)s?\b/g,
		'$3'
	],
	[
		/\b(no|never any|without (any )?) ?(problems?|issues?|trouble|difficult(y|ies)|complaints?)\b/g,
		'good'
	],
	[/\b(nothing|not much) to complain( about)?\b/g, 'good'],
	[
		/\b(can ?not|can't|could ?n.t|cannot|hard to|difficult to|impossible to) (find|search|locate|navigate|see|hear|read|access|open|use|watch|download|attend|join)\b/g,
		'bad'
	],
	[/\bcan'?t find\b/g, 'bad'],
	[/\b(no|never any|little) time\b/g, 'bad'],
	[
		/\bnot (really |always |often )?(have|get|got|find|given) (the |any |much |enough )*(time|chance|opportunity|choice|say|access|support|help|budget)\b/g,
		'bad'
	],
	[/\bnot (really |even )?(find|locate|navigate)\b/g, 'bad'],
	[
		/(?<!\b(i|we|you|who|people) (do|did|can|could|will) )\bnot (really |even |always )?(work|works|working|load|loads|open|start|play|run|respond)\b/g,
		'bad'
	],
	[/\b(flaw|bug|glitch|hiccup|snag)(s|es)?\b/g, 'problem'],
	[/\b(clearer|simpler|smoother|quicker|faster)\b/g, 'better'],
	[/\bhelped\b/g, 'helps'],
	[/\bas well( as)?\b/g, 'also'],
	[/(?<!\b(not|more than)( \w+)? )\b(ok|okay)\b/g, ''],
	[/\bpretty (?=\w)/g, 'quite '],
	[/\b(to be (honest|fair)|honestly|make sure|help ?desk|best practices?)\b/g, ''],
	[/\btoo (many|much|long|slow|short|few|basic|easy|complicated|theoretical|late|often)\b/g, 'bad'],
	[/\b(waste|wasted) (of )?(my |our )?time\b/g, 'awful'],
	[
		/\b(outdated|out of date|obsolete|clunky|tedious|repetitive|irrelevant|pointless|useless)\b/g,
		'bad'
	],
	[/\b(hard|difficult|impossible|tricky) to ((stay|keep|remain|be) )?\w+/g, 'bad'],
	[/\b(took|takes|taking) (me |us )?(ages|forever)\b/g, 'bad'],
	[/\blost (all )?(of )?(my|our|the) \w+/g, 'bad'],
	[/\bnot see (why|the point|any point|the use)\b/g, 'bad'],
	[/\bnothing to do with\b/g, 'bad with'],
	[/\b(nightmare|mess|spam|spammy)\b/g, 'awful'],
	[/\b(buggy|broken|crash(es|ed|ing)?|freezes|dry)\b/g, 'bad'],
	[
		/\b(exactly|just) what (i|we) (need|needed|wanted|was looking for|were looking for)\b/g,
		'great'
	],
	[/\ba (big |huge |real )?plus\b/g, 'good'],
	[/\bsame (old )?slides\b/g, 'bad slides'],
	[/\b(without being asked|told to|made to|forced to|force us)\b/g, 'bad'],
	[/\bworth (every|the) (minute|time|effort|hour)s?\b/g, 'great'],
	[/\b(well[- ]structured|to the point|hands[- ]on|up to date|relevant|spot on)\b/g, 'good'],
	[/\bnot (relevant|useful|helpful|clear)\b/g, 'bad'],
	[/\bmore like (this|that|it|\S+) please\b/g, 'good'],
	[/\bplease\b/g, ''],
	[/\bi can (now )?(choose|decide|pick)\b/g, 'good $2'],
	[/\b(gives?|gave|given|get|got|have) (me |us )?(the )?time (for|to)\b/g, 'good']
];
