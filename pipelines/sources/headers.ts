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

/**
 * A normalised heading without what some layouts put around the name of a column: a section before it, such as
 * "Transcript - ", or a zone behind it, such as " (PST/PDT)".
 */
export const bareHeading = (
	heading: string,
	{ prefix, suffix }: { readonly prefix?: RegExp; readonly suffix?: RegExp }
): string => {
	const tail = prefix ? heading.replace(prefix, '') : heading;
	return suffix ? tail.replace(suffix, '') : tail;
};
