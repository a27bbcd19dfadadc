import { z } from 'zod';
import { encodingNamed, encodings } from './readers/encodings.ts';

/** The name of an encoding as a person writes it, such as `cp1251` or `Shift_JIS`; refused with all names where there is none such. */
export const encodingName = z.preprocess(
	(name) => (typeof name === 'string' ? (encodingNamed(name) ?? name) : name),
	z.enum(encodings)
);
