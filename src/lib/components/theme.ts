/** What the reader chose: a fixed theme, or the one of the system. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** The theme that a cookie or a form names; 'system' for anything else. */
export function readTheme(value: unknown): Theme {
	return themes.find((theme) => theme === value) ?? 'system';
}
