import { z } from 'zod';

const shape = z.object({
	format: z.enum(['delimited', 'json']),
	encoding: z.string(),
	delimiter: z.string().optional(),
	headerLines: z.number().optional(),
	/** The sheet of a workbook. */
	sheet: z.string().optional(),
	/** Whether the records of a JSON file were read as rows, those in the envelopes of answers too. */
	isTable: z.boolean().optional(),
	/** What a record is called by: its line, its row in a sheet, or its place where several share a line. */
	numbering: z.enum(['line', 'row', 'record']).optional(),
	dates: z
		.object({
			dateOrder: z.enum(['ymd', 'dmy', 'mdy']),
			isAmbiguous: z.boolean(),
			timeZone: z.string(),
			evidence: z.string()
		})
		.optional(),
	reasons: z.array(z.string()).default([])
});

/** How a file was read, as it is kept with its batch. */
export type KeptReading = z.infer<typeof shape>;

/** The kept reading; null where an earlier version wrote it differently. */
export function readingOf(text: string): KeptReading | null {
	try {
		return shape.parse(JSON.parse(text));
	} catch {
		return null;
	}
}
