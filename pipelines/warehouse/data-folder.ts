import { resolve } from 'node:path';
import { home } from '#queries/home.ts';

/** The folder in which the person stands who typed a command; npm itself works in the project's. */
export const standing = (): string => process.env['AUTONOMETER_FOLDER'] ?? process.cwd();

/** The folder of the data: the one named, from where the person stands; else that of AUTONOMETER_DATA or `data`, in the project. */
export const dataFolder = (named: string | undefined): string =>
	named === undefined
		? resolve(home(), process.env['AUTONOMETER_DATA'] ?? 'data')
		: resolve(standing(), named);
