import { roles } from '#queries/ask.ts';
import type { Viewer } from './ask.ts';

/** Whom this server answers, by `npm start -- --viewer`: the analyst, unless it was started for others. */
export function viewerHere(): Viewer {
	const named = process.env['AUTONOMETER_VIEWER'] ?? 'analyst';
	const role = roles.find((known) => known === named);
	if (role === undefined) throw new Error(`AUTONOMETER_VIEWER is no viewer: ${named}`);
	return { role };
}
