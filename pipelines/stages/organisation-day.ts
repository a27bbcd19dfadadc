import type { Warehouse } from '../warehouse/open.ts';

/** The zone of the organisation, in whose days everything is told: a setting, UTC as shipped. */
const zoneSetting = `coalesce((select any_value(value) from setting where name = 'time_zone'), 'UTC')`;

/** The day of the organisation on which a UTC time lies, as SQL; its zone is read from the settings where it is not given as SQL. */
export const organisationDay = (utc: string, zone: string = zoneSetting): string =>
	`timezone(${zone}, timezone('UTC', ${utc}))::date`;

/** The zone of the organisation. */
export const organisationZone = async (warehouse: Warehouse): Promise<string> =>
	warehouse.read(async (connection) => {
		const reader = await connection.runAndReadAll(`select ${zoneSetting}`);
		return String(reader.getRowsJS()[0]?.[0]);
	});

/** Hours that a zone is ahead of UTC at a time. */
function hoursAhead(zone: string, at: Date): number {
	const parts = new Intl.DateTimeFormat('en-GB', {
		timeZone: zone,
		dateStyle: 'short',
		timeStyle: 'medium'
	}).formatToParts(at);
	const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
	const local = Date.UTC(
		part('year'),
		part('month') - 1,
		part('day'),
		part('hour'),
		part('minute')
	);
	return (local - at.getTime()) / 3_600_000;
}

/**
 * The zone at whose noon a date without a time of day stands: that of the file, or the organisation's where noon of the file's
 * zone lies on another day there (UTC for New Zealand), so that a day stays the day that the file states.
 */
export function zoneOfNoon(fileZone: string, ownZone: string): string {
	const isOtherDay = [0, 6].some((month) => {
		const at = new Date(Date.UTC(2025, month, 1));
		const ahead = hoursAhead(ownZone, at) - hoursAhead(fileZone, at);
		return ahead >= 12 || ahead < -12;
	});
	return isOtherDay ? ownZone : fileZone;
}
