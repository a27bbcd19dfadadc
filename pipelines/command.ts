import { roles } from '#queries/ask.ts';
import { z } from 'zod';
import { encodingName } from './encoding-name.ts';
import type { Progress } from './import.ts';
import type { Warehouse } from './warehouse/open.ts';

/** A command was called in a way that it does not understand (exit code 2). */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

/** The options of all commands. */
export const commandOptions = z.strictObject({
	source: z.string().optional(),
	mapping: z.string().optional(),
	sheet: z.string().optional(),
	encoding: encodingName.optional(),
	timeZone: z.string().optional(),
	year: z.coerce.number().int().min(1970).max(2100).optional(),
	dates: z.enum(['dmy', 'mdy']).optional(),
	dryRun: z.boolean().optional(),
	strict: z.boolean().optional(),
	badRows: z.coerce.number().min(0).max(1).optional(),
	csv: z.boolean().optional(),
	records: z.boolean().optional(),
	from: z.string().optional(),
	to: z.string().optional(),
	grain: z.string().optional(),
	by: z.string().optional(),
	where: z.array(z.string()).optional(),
	asOf: z.string().optional(),
	viewer: z.enum(roles).optional(),
	variant: z.string().optional(),
	horizon: z.coerce.number().int().positive().optional(),
	name: z.string().optional(),
	on: z.string().optional(),
	note: z.string().optional()
});

/** The options of a command, as typed. */
export type CommandOptions = z.infer<typeof commandOptions>;

/** What a command answers: the object for --json, the text for people, and the exit code. */
export interface CommandResult {
	readonly exit: 0 | 1 | 2 | 130;
	readonly json: unknown;
	readonly text: string;
}

/** Where a command runs. */
export interface CommandContext {
	readonly warehouse: Warehouse;
	/** Who gave it, for the history. */
	readonly by: string;
	/** Folder that relative paths start from. */
	readonly folder: string;
	readonly onProgress?: (file: string, progress: Progress) => void;
	/** Ends an import without a trace. */
	readonly signal?: AbortSignal;
}

/** What a command that works on the data does. */
export type Run = (
	context: CommandContext,
	args: readonly string[],
	options: CommandOptions
) => Promise<CommandResult>;
