/**
 * A column heading as it is compared: lower case, without BOM and markup, with every kind of space made one and every
 * kind of dash a hyphen, without a trailing colon or quotation marks.
 */
export function normaliseHeader(heading: string): string {
	return heading
		.replace(/^\uFEFF/, '')
		.replaceAll(/<\/?[a-z][^<>]*>/gi, '')
		.replaceAll(/[\u2010-\u2015]/g, '-')
		.replaceAll(/[\s\u00A0\u202F]+/g, ' ')
		.replaceAll(/^["' ]+|["': ]+$/g, '')
		.toLowerCase();
}
