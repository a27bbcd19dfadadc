const header =
	'Course Name,Enrollment Method,Status,Email Address,Department,Date Enrolled,Date Completed,Enrollment ID,Course ID,Time Spent (min)';

/** One Absorb enrolment by its number; every fourth was given by an administrator, every third is not completed. */
export function absorbRow(n: number, over: { enrolled?: string; course?: string } = {}): string {
	const isDone = n % 3 !== 0;
	const day = String((n % 28) + 1).padStart(2, '0');
	const unit = n % 2 === 0 ? 'Sales' : 'Logistics';
	return [
		over.course ?? `Course ${n % 37}`,
		n % 4 === 0 ? 'Admin' : 'Self',
		isDone ? 'Complete' : 'In Progress',
		`p${n % 40}@example.org`,
		unit,
		over.enrolled ?? `2025-01-${day}`,
		isDone ? '2025-02-20' : '',
		`E${n}`,
		`C${n % 37}`,
		'30'
	].join(',');
}

/** An Absorb export of these rows. */
export const absorbFile = (rows: readonly string[]): string => [header, ...rows, ''].join('\n');

/** The numbers from 1 to `count`. */
export const numbers = (count: number): number[] =>
	Array.from({ length: count }, (_, index) => index + 1);
