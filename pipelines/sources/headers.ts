/**
 * A column heading as it is compared: lower case, without BOM and markup, with every kind of space made one and every
 * kind of dash a hyphen, every kind of apostrophe the straight one, without a trailing colon or quotation marks.
 */
export function normaliseHeader(heading: string): string {
	return heading
		.replace(/^\uFEFF/, '')
		.replaceAll(/<\/?[a-z][^<>]*>/gi, '')
		.replaceAll(/[\u2010-\u2015]/g, '-')
		.replaceAll(/[\u2018\u2019\u02BC]/g, "'")
		.replaceAll(/[\s\u00A0\u202F]+/g, ' ')
		.replaceAll(/^["'`´ ]+|["'`´: ]+$/g, '')
		.toLowerCase();
}

/** How an export writes headings otherwise than its source knows them. */
interface Writing {
	readonly prefix?: RegExp;
	readonly suffix?: RegExp;
	readonly spoken?: ReadonlyMap<string, string>;
}

/**
 * A normalised heading as its source knows it: without what some layouts put around the name of a column, a section before it,
 * such as "Transcript - ", or a zone behind it, such as " (PST/PDT)", and in the language of the source.
 */
export const bareHeading = (heading: string, { prefix, suffix, spoken }: Writing): string => {
	const tail = prefix ? heading.replace(prefix, '') : heading;
	const bare = suffix ? tail.replace(suffix, '') : tail;
	return spoken?.get(bare) ?? bare;
};
