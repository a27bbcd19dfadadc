/**
 * A column heading as it is compared: lower case, without BOM, with every kind of space made one, without a trailing
 * colon or quotation marks.
 */
export function normaliseHeader(heading: string): string {
	return heading
		.replace(/^\uFEFF/, '')
		.replaceAll(/[\s\u00A0\u202F]+/g, ' ')
		.replaceAll(/^["' ]+|["': ]+$/g, '')
		.toLowerCase();
}
