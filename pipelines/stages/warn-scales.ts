import type { DuckDBConnection } from '@duckdb/node-api';
import { message } from '#queries/messages.ts';
import { readSql } from '#queries/repository.ts';
import type { Warning } from './warn.ts';

/** A question as it was worded in a survey, and on how many points it is read; null where it is no scale. */
interface Scale {
	readonly survey: string;
	readonly wording: string;
	readonly points: number | null;
	/** The points that a survey key states, where the words of the answers contradict it. */
	readonly keyPoints: number | null;
}

/** The scales of all questions by the rows as they are now, whatever the models were made of. */
export async function readScales(connection: DuckDBConnection): Promise<readonly Scale[]> {
	const models = readSql('models');
	const reader = await connection.runAndReadAll(`
		with pulse_statement as (${models.get('pulse_statement') ?? ''}
		),
		survey_wording as (${models.get('survey_wording') ?? ''}
		)
		select survey, wording, case when kind = 'scale' then points end as points, key_points as "keyPoints"
		from (${models.get('survey_item') ?? ''}
		)
		order by survey, wording`);
	return reader.getRowObjectsJS() as unknown as Scale[];
}

const mostNamed = 5;

/**
 * Questions of earlier files that are read on another number of points since this one: the numbers of their waves change.
 * A survey key says so of itself; of another file, that a key would settle it.
 */
export async function warnOfScales(
	connection: DuckDBConnection,
	before: readonly Scale[],
	isKey: boolean
): Promise<Warning[]> {
	const known = new Map(
		before.map(({ survey, wording, points }) => [`${survey}\n${wording.toLowerCase()}`, points])
	);
	const changes = (await readScales(connection)).flatMap(({ survey, wording, points }) => {
		const earlier = known.get(`${survey}\n${wording.toLowerCase()}`);
		return earlier === undefined || earlier === points
			? []
			: [
					message('import.scale_changed_one', { wording, before: earlier ?? 0, after: points ?? 0 })
				];
	});
	if (changes.length === 0) return [];
	const list = changes.slice(0, mostNamed).join('; ');
	const more = changes.length - Math.min(changes.length, mostNamed);
	const said = message('import.scale_changed', { list, more, isKey: isKey ? 'yes' : 'no' });
	return [{ code: 'scale_changed', message: said }];
}

/** Questions of these surveys for which a survey key states other points than the words of their answers have. */
export async function warnOfKeys(
	connection: DuckDBConnection,
	surveys: readonly string[]
): Promise<Warning[]> {
	const contradicted = (await readScales(connection)).flatMap(
		({ survey, wording, points, keyPoints }) =>
			keyPoints === null || !surveys.includes(survey)
				? []
				: [message('import.key_contradicted_one', { wording, key: keyPoints, points: points ?? 0 })]
	);
	if (contradicted.length === 0) return [];
	const list = contradicted.slice(0, mostNamed).join('; ');
	const more = contradicted.length - Math.min(contradicted.length, mostNamed);
	return [
		{ code: 'key_contradicted', message: message('import.key_contradicted', { list, more }) }
	];
}
