declare module 'vader-sentiment' {
	const vader: {
		readonly SentimentIntensityAnalyzer: {
			/** Scores from 0 to 1 and their sum from -1 to 1. */
			polarity_scores(text: string): {
				readonly pos: number;
				readonly neu: number;
				readonly neg: number;
				readonly compound: number;
			};
		};
	};
	export = vader;
}
