import { SaxesParser } from 'saxes';
import { message } from '#queries/messages.ts';
import { ImportError } from '../import-error.ts';

export type Attributes = Readonly<Record<string, string>>;

/** Hears of the elements of an XML text, by their names without prefix. */
export interface XmlHandler {
	readonly open?: (name: string, attributes: Attributes) => void;
	readonly close?: (name: string) => void;
	readonly text?: (text: string) => void;
}

/** Text between two tags is at most this long; a cell holds 32,767 characters. */
const longestText = 4e6;

const broken = (cause?: unknown) =>
	new ImportError(
		'wrong_format',
		message('import.workbook_damaged_part_no_xml_nothing'),
		{},
		{ cause }
	);

const localName = (name: string): string => {
	const colon = name.indexOf(':');
	return colon < 0 ? name : name.slice(colon + 1);
};

/**
 * Reads UTF-8 XML piece by piece. A document type is refused, because it can define entities that grow without end.
 * `isDone` ends the reading early. Throws `wrong_format` for what is no XML.
 */
export async function readXml(
	chunks: AsyncIterable<Buffer>,
	handler: XmlHandler,
	isDone: () => boolean = () => false
): Promise<void> {
	const parser = new SaxesParser({ xmlns: false, position: false });
	const decoder = new TextDecoder('utf-8');
	parser.on('error', (cause) => {
		throw broken(cause);
	});
	parser.on('doctype', () => {
		throw new ImportError(
			'wrong_format',
			message('import.workbook_declares_document_type_which_no')
		);
	});
	parser.on('opentag', ({ name, attributes }) => {
		handler.open?.(localName(name), attributes as Attributes);
	});
	parser.on('closetag', ({ name }) => {
		handler.close?.(localName(name));
	});
	const onText = (text: string) => {
		handler.text?.(text);
	};
	parser.on('text', onText);
	parser.on('cdata', onText);
	let untagged = 0;
	for await (const chunk of chunks) {
		const last = chunk.lastIndexOf(0x3c);
		untagged = last < 0 ? untagged + chunk.length : chunk.length - last;
		if (untagged > longestText) throw broken();
		parser.write(decoder.decode(chunk, { stream: true }));
		if (isDone()) return;
	}
	parser.write(decoder.decode());
	parser.close();
}

/** Text as it was before characters that XML cannot hold were written as _xHHHH_. A NUL stays as it is written. */
export const unescapeXml = (text: string): string =>
	text.includes('_x')
		? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (whole, code: string) =>
				code === '0000' ? whole : String.fromCharCode(parseInt(code, 16))
			)
		: text;
