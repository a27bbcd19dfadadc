import { z } from 'zod';
import type { CommandResult } from './commands.ts';
import type { Holder } from './warehouse/lock.ts';

const answer = z.object({
	exit: z.union([z.literal(0), z.literal(1), z.literal(2)]),
	json: z.unknown(),
	text: z.string()
});

/** One command as it travels to the server that holds the data folder. */
export interface DelegatedCommand {
	readonly name: string;
	readonly args: readonly string[];
	readonly options: Readonly<Record<string, unknown>>;
	readonly folder: string;
}

/**
 * Hands a command to the server that holds the data folder, with the token that only this user can read. Null where that
 * process is no server or does not answer.
 */
export async function delegate(
	holder: Holder,
	command: DelegatedCommand
): Promise<CommandResult | null> {
	if (holder.address === null || holder.token === null) return null;
	try {
		const response = await fetch(`${holder.address}/api/command`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				authorization: `Bearer ${holder.token}`,
				origin: holder.address
			},
			body: JSON.stringify(command)
		});
		if (!response.ok) return null;
		return answer.parse(await response.json());
	} catch {
		return null;
	}
}
