/** A scale of words from the least to the most in one language; several spellings of one point are separated by a bar. */
export interface WordScale {
	/** What is asked for; of one kind and as many points it is the same scale in every language. */
	readonly kind:
		| 'agree'
		| 'applies'
		| 'satisfied'
		| 'likely'
		| 'favourable'
		| 'often'
		| 'often by half'
		| 'extent';
	readonly language: 'en' | 'de' | 'es' | 'fr';
	readonly words: readonly string[];
}

/** Every known scale, the more usual first: where the answers of a question fit two, the one that fits more of the survey's questions is taken. */
export const wordScales: readonly WordScale[] = [
	{
		kind: 'agree',
		language: 'en',
		words: [
			'strongly disagree|completely disagree|totally disagree',
			'disagree|somewhat disagree|tend to disagree',
			'neither agree nor disagree|neutral|undecided|neither|neither agree or disagree',
			'agree|somewhat agree|tend to agree',
			'strongly agree|completely agree|totally agree'
		]
	},
	{
		kind: 'agree',
		language: 'en',
		words: [
			'strongly disagree',
			'disagree',
			'somewhat disagree|slightly disagree',
			'neither agree nor disagree|neutral|undecided',
			'somewhat agree|slightly agree',
			'agree',
			'strongly agree'
		]
	},
	{
		kind: 'satisfied',
		language: 'en',
		words: [
			'very dissatisfied|extremely dissatisfied|very unsatisfied',
			'dissatisfied|somewhat dissatisfied|unsatisfied',
			'neither satisfied nor dissatisfied|neutral',
			'satisfied|somewhat satisfied',
			'very satisfied|extremely satisfied'
		]
	},
	{
		kind: 'satisfied',
		language: 'en',
		words: [
			'extremely dissatisfied|very dissatisfied',
			'dissatisfied|moderately dissatisfied',
			'somewhat dissatisfied|slightly dissatisfied',
			'neither satisfied nor dissatisfied|neutral',
			'somewhat satisfied|slightly satisfied',
			'satisfied|moderately satisfied',
			'extremely satisfied|very satisfied'
		]
	},
	{
		kind: 'likely',
		language: 'en',
		words: [
			'very unlikely|extremely unlikely|not at all likely',
			'unlikely|somewhat unlikely|not so likely',
			'neither likely nor unlikely|neutral|somewhat likely or unlikely',
			'likely|somewhat likely',
			'very likely|extremely likely'
		]
	},
	{
		kind: 'likely',
		language: 'en',
		words: [
			'extremely unlikely|very unlikely',
			'moderately unlikely|unlikely',
			'slightly unlikely|somewhat unlikely',
			'neither likely nor unlikely|neutral',
			'slightly likely|somewhat likely',
			'moderately likely|likely',
			'extremely likely|very likely'
		]
	},
	{
		kind: 'favourable',
		language: 'en',
		words: [
			'very unfavorably|very unfavourably|very unfavorable|very unfavourable',
			'somewhat unfavorably|somewhat unfavourably|unfavorable|unfavourable|somewhat unfavorable',
			'neither favorably nor unfavorably (neutral)|neither favorably nor unfavorably|neither favourably nor unfavourably|neutral',
			'somewhat favorably|somewhat favourably|favorable|favourable|somewhat favorable',
			'very favorably|very favourably|very favorable|very favourable'
		]
	},
	{
		kind: 'often',
		language: 'en',
		words: [
			'never',
			'rarely|seldom',
			'sometimes|occasionally',
			'often|frequently',
			'always|very often'
		]
	},
	{
		kind: 'often by half',
		language: 'en',
		words: [
			'never',
			'sometimes',
			'about half the time|half the time|about half of the time',
			'most of the time|usually',
			'always'
		]
	},
	{
		kind: 'extent',
		language: 'en',
		words: [
			'not at all|none at all',
			'slightly|a little|to a small extent|to a limited extent|to a slight extent',
			'moderately|a moderate amount|somewhat|to some extent|to a moderate extent',
			'very|a lot|to a large extent|to a great extent|very much',
			'extremely|a great deal|to a very large extent|to a very great extent|completely'
		]
	},
	{
		kind: 'agree',
		language: 'de',
		words: [
			'stimme überhaupt nicht zu|stimme gar nicht zu|trifft überhaupt nicht zu|trifft gar nicht zu|lehne völlig ab',
			'stimme nicht zu|stimme eher nicht zu|trifft nicht zu|trifft eher nicht zu|lehne ab|lehne eher ab',
			'weder noch|teils/teils|teils, teils|teils teils|teils-teils|neutral|unentschieden|stimme weder zu noch lehne ich ab',
			'stimme zu|stimme eher zu|trifft zu|trifft eher zu',
			'stimme voll und ganz zu|stimme völlig zu|stimme voll zu|trifft voll und ganz zu|trifft völlig zu|trifft voll zu'
		]
	},
	{
		kind: 'applies',
		language: 'de',
		words: [
			'trifft nicht zu',
			'trifft eher nicht zu|trifft weniger zu',
			'teils/teils|teils, teils|teils teils|teils-teils|weder noch|neutral',
			'trifft eher zu',
			'trifft zu'
		]
	},
	{
		kind: 'agree',
		language: 'de',
		words: [
			'stimme überhaupt nicht zu|trifft überhaupt nicht zu',
			'stimme nicht zu|trifft nicht zu',
			'stimme eher nicht zu|trifft eher nicht zu',
			'weder noch|teils/teils|neutral|unentschieden',
			'stimme eher zu|trifft eher zu',
			'stimme zu|trifft zu',
			'stimme voll und ganz zu|stimme völlig zu|trifft voll und ganz zu|trifft völlig zu'
		]
	},
	{
		kind: 'satisfied',
		language: 'de',
		words: [
			'sehr unzufrieden',
			'unzufrieden|eher unzufrieden',
			'weder zufrieden noch unzufrieden|weder noch|teils/teils|neutral',
			'zufrieden|eher zufrieden',
			'sehr zufrieden'
		]
	},
	{
		kind: 'likely',
		language: 'de',
		words: [
			'sehr unwahrscheinlich|äußerst unwahrscheinlich',
			'unwahrscheinlich|eher unwahrscheinlich',
			'weder wahrscheinlich noch unwahrscheinlich|weder noch|neutral',
			'wahrscheinlich|eher wahrscheinlich',
			'sehr wahrscheinlich|äußerst wahrscheinlich'
		]
	},
	{
		kind: 'often',
		language: 'de',
		words: ['nie', 'selten', 'manchmal|gelegentlich', 'oft|häufig', 'immer|sehr oft|sehr häufig']
	},
	{
		kind: 'agree',
		language: 'es',
		words: [
			'totalmente en desacuerdo|muy en desacuerdo',
			'en desacuerdo|algo en desacuerdo',
			'ni de acuerdo ni en desacuerdo|neutral|indiferente',
			'de acuerdo|algo de acuerdo',
			'totalmente de acuerdo|muy de acuerdo'
		]
	},
	{
		kind: 'agree',
		language: 'es',
		words: [
			'totalmente en desacuerdo',
			'en desacuerdo',
			'algo en desacuerdo',
			'ni de acuerdo ni en desacuerdo|neutral',
			'algo de acuerdo',
			'de acuerdo',
			'totalmente de acuerdo'
		]
	},
	{
		kind: 'satisfied',
		language: 'es',
		words: [
			'muy insatisfecho|muy insatisfecha|muy insatisfecho/a',
			'insatisfecho|insatisfecha|algo insatisfecho|insatisfecho/a',
			'ni satisfecho ni insatisfecho|neutral',
			'satisfecho|satisfecha|algo satisfecho|satisfecho/a',
			'muy satisfecho|muy satisfecha|muy satisfecho/a'
		]
	},
	{
		kind: 'likely',
		language: 'es',
		words: [
			'muy improbable|nada probable',
			'improbable|poco probable',
			'ni probable ni improbable|neutral',
			'probable|algo probable',
			'muy probable|extremadamente probable'
		]
	},
	{
		kind: 'often',
		language: 'es',
		words: [
			'nunca',
			'rara vez|raramente|casi nunca',
			'a veces|algunas veces',
			'a menudo|frecuentemente|casi siempre',
			'siempre'
		]
	},
	{
		kind: 'agree',
		language: 'fr',
		words: [
			"pas du tout d'accord|tout à fait en désaccord|fortement en désaccord",
			"pas d'accord|plutôt pas d'accord|en désaccord|plutôt en désaccord",
			"ni d'accord ni pas d'accord|ni d'accord, ni pas d'accord|ni en accord ni en désaccord|neutre",
			"d'accord|plutôt d'accord",
			"tout à fait d'accord|fortement d'accord|entièrement d'accord"
		]
	},
	{
		kind: 'agree',
		language: 'fr',
		words: [
			"pas du tout d'accord|tout à fait en désaccord",
			"pas d'accord|en désaccord",
			"plutôt pas d'accord|plutôt en désaccord",
			"ni d'accord ni pas d'accord|neutre",
			"plutôt d'accord",
			"d'accord",
			"tout à fait d'accord"
		]
	},
	{
		kind: 'satisfied',
		language: 'fr',
		words: [
			'très insatisfait|très insatisfaite|pas du tout satisfait',
			'insatisfait|insatisfaite|plutôt insatisfait|peu satisfait',
			'ni satisfait ni insatisfait|neutre',
			'satisfait|satisfaite|plutôt satisfait',
			'très satisfait|très satisfaite'
		]
	},
	{
		kind: 'likely',
		language: 'fr',
		words: [
			'très improbable|pas du tout probable',
			'improbable|peu probable',
			'ni probable ni improbable|neutre',
			'probable|plutôt probable',
			'très probable|extrêmement probable'
		]
	},
	{
		kind: 'often',
		language: 'fr',
		words: ['jamais', 'rarement', 'parfois|quelquefois', 'souvent', 'toujours|très souvent']
	}
];

/** Answers that are no point of any scale, and never its middle. */
export const noAnswers: readonly string[] = [
	'n/a',
	'na',
	'(n/a)',
	'unfamiliar (n/a)',
	'not applicable',
	'not applicable (n/a)',
	"don't know",
	'don’t know',
	'do not know',
	"i don't know",
	'not sure',
	'unsure',
	'no opinion',
	'cannot say',
	"can't say",
	'prefer not to say',
	'prefer not to answer',
	'does not apply',
	'not applicable to me',
	'not relevant',
	'no answer',
	'decline to answer',
	'keine angabe',
	'k. a.',
	'k.a.',
	'weiß nicht',
	'weiss nicht',
	'nicht zutreffend',
	'nicht anwendbar',
	'trifft auf mich nicht zu',
	'betrifft mich nicht',
	'kann ich nicht beurteilen',
	'keine antwort',
	'möchte ich nicht beantworten',
	'entfällt',
	'no aplica',
	'no sé',
	'no sabe',
	'no lo sé',
	'ns/nc',
	'no sabe/no contesta',
	'no sabe / no contesta',
	'no procede',
	'no corresponde',
	'sin opinión',
	'sin respuesta',
	'prefiero no contestar',
	'prefiero no responder',
	'sans objet',
	'non applicable',
	'ne sais pas',
	'je ne sais pas',
	'ne sait pas',
	'ne se prononce pas',
	'nsp',
	'pas concerné',
	'pas concernée',
	'non concerné',
	'non concernée',
	'sans opinion',
	'sans réponse',
	'préfère ne pas répondre',
	'je préfère ne pas répondre',
	'-',
	'--',
	'-oth-',
	'?'
];
