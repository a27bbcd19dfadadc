const addressForm = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/;
const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const languageForm =
	/^(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wy-z\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?|x(?:-[a-z\d]{1,8})+|i-[a-z\d]{2,8}(?:-[a-z\d]{2,8})*)$/i;
const momentForm =
	/^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;
const durationForm =
	/^P(?:\d+(?:[.,]\d+)?W|(?=\d|T\d)(?:\d+(?:[.,]\d+)?Y)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?D)?(?:T(?=\d)(?:\d+(?:[.,]\d+)?H)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?S)?)?)$/;

/** An address with a scheme (IRI, IRL, URI), without spaces. */
export const isIri = (value: unknown): boolean =>
	typeof value === 'string' && addressForm.test(value);

/** A UUID in its standard text form, of any variant. */
export const isUuid = (value: unknown): boolean =>
	typeof value === 'string' && uuidForm.test(value);

/** `mailto:` and an address with exactly one @. */
export const isMailbox = (value: unknown): boolean =>
	typeof value === 'string' && /^mailto:[^\s@]+@[^\s@]+$/.test(value);

/** Forty hexadecimal digits. */
export const isSha1 = (value: unknown): boolean =>
	typeof value === 'string' && /^[0-9a-f]{40}$/i.test(value);

/** A language tag of RFC 5646: `en`, `de-CH`, `sr-Latn-RS`; no two equal singletons. */
export function isLanguage(value: unknown): boolean {
	if (typeof value !== 'string' || !languageForm.test(value)) return false;
	const [before = ''] = value.toLowerCase().split(/(?:^|-)x-/);
	const singletons = before.split('-').filter((part) => part.length === 1);
	return new Set(singletons).size === singletons.length;
}

/** A point in time of ISO 8601 that exists in the calendar; the offset "minus nothing" is not one. */
export function isMoment(value: unknown): boolean {
	if (typeof value !== 'string') return false;
	const found = momentForm.exec(value);
	if (!found) return false;
	const [year, month, day, hour, minute, second] = found
		.slice(1, 7)
		.map((part) => Number(part ?? 0)) as [number, number, number, number, number, number];
	const date = new Date(Date.UTC(year, month - 1, day));
	if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return false;
	if (hour > 24 || minute > 59 || second > 60 || (hour === 24 && minute + second > 0)) return false;
	return !/^-00(?::?00)?$/.test(found[7] ?? '');
}

/** A duration of ISO 8601 (4.4.3.2): `PT4H35M59.14S`, `P4W`; weeks stand alone. */
export const isDuration = (value: unknown): boolean =>
	typeof value === 'string' && durationForm.test(value);

/** xAPI 1.0.x and 2.0.x. */
export const isVersion = (value: unknown): boolean =>
	typeof value === 'string' && /^(?:1\.0(?:\.\d+)?|2\.0\.\d+)$/.test(value);
