import font from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';

interface Words {
	readonly id: string;
	readonly title: string;
	readonly subtitle: string;
	readonly note: string;
	readonly hiddenNote: string | null;
}

const written = [
	'fill',
	'fill-opacity',
	'stroke',
	'stroke-width',
	'stroke-opacity',
	'stroke-dasharray',
	'stroke-linecap',
	'opacity',
	'font-family',
	'font-size',
	'font-weight',
	'text-anchor',
	'dominant-baseline',
	'overflow',
	'paint-order'
];

/** A copy of a drawing that looks the same outside its page: every computed style becomes an attribute. */
function standalone(drawing: SVGSVGElement): SVGSVGElement {
	const copy = drawing.cloneNode(true) as SVGSVGElement;
	const originals = [drawing, ...drawing.querySelectorAll<SVGElement>('*')];
	const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
	for (const [index, original] of originals.entries()) {
		const style = getComputedStyle(original);
		for (const name of written) {
			copies[index]?.setAttribute(name, style.getPropertyValue(name));
		}
		copies[index]?.removeAttribute('class');
		copies[index]?.removeAttribute('style');
	}
	copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
	return copy;
}

/** The font of the page, written into the drawing: a picture of an SVG cannot reach the page's fonts. */
async function fontRule(): Promise<SVGStyleElement> {
	const bytes = await (await fetch(font)).blob();
	const address = await new Promise<string>((resolve) => {
		const reader = new FileReader();
		reader.onload = () => resolve(String(reader.result));
		reader.readAsDataURL(bytes);
	});
	const style = document.createElementNS('http://www.w3.org/2000/svg', 'style');
	style.textContent = `@font-face { font-family: 'Inter Variable'; font-weight: 100 900; src: url(${address}) format('woff2'); }`;
	return style;
}

async function load(drawing: SVGSVGElement): Promise<HTMLImageElement> {
	const copy = standalone(drawing);
	copy.prepend(await fontRule());
	const text = new XMLSerializer().serializeToString(copy);
	const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
	try {
		const image = new Image();
		image.src = address;
		await image.decode();
		return image;
	} finally {
		URL.revokeObjectURL(address);
	}
}

function wrap(context: CanvasRenderingContext2D, text: string, width: number): string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		const longer = line === '' ? word : `${line} ${word}`;
		if (line !== '' && context.measureText(longer).width > width) {
			lines.push(line);
			line = word;
		} else line = longer;
	}
	return [...lines, line];
}

/** Saves a chart as it stands on the page, with its title, what it measures, and how far the data reach. */
export async function savePng(drawing: SVGSVGElement, words: Words): Promise<void> {
	const image = await load(drawing);
	const scale = 2;
	const margin = 24;
	const box = drawing.getBoundingClientRect();
	const page = getComputedStyle(document.documentElement);
	const family = (name: string) => page.getPropertyValue(name);
	const inks = { title: page.color, rest: mutedInk(drawing) };
	const canvas = document.createElement('canvas');
	const context = canvas.getContext('2d');
	if (!context) return;
	const blocks = [
		{ text: words.title, font: `560 20px ${family('--serif')}`, ink: inks.title, line: 26 },
		{ text: words.subtitle, font: `400 14px ${family('--sans')}`, ink: inks.rest, line: 20 }
	];
	const foot = { text: words.note, font: `400 12px ${family('--sans')}`, ink: inks.rest, line: 18 };
	const lay = (block: typeof foot) => {
		context.font = block.font;
		return wrap(context, block.text, box.width);
	};
	const head = blocks.map((block) => ({ ...block, lines: lay(block) }));
	const headHeight = head.reduce((sum, block) => sum + block.lines.length * block.line, 12);
	const footLines = lay(foot);
	const hiddenLines =
		words.hiddenNote === null ? [] : lay({ ...foot, text: `${swatch}${words.hiddenNote}` });
	canvas.width = (box.width + 2 * margin) * scale;
	canvas.height =
		(headHeight +
			box.height +
			12 +
			(footLines.length + hiddenLines.length) * foot.line +
			2 * margin) *
		scale;
	context.scale(scale, scale);
	context.fillStyle = page.backgroundColor;
	context.fillRect(0, 0, canvas.width, canvas.height);
	context.textBaseline = 'top';
	let top = margin;
	const write = (block: typeof foot, lines: readonly string[]) => {
		context.font = block.font;
		context.fillStyle = block.ink;
		for (const line of lines) {
			context.fillText(line, margin, top);
			top += block.line;
		}
	};
	for (const block of head) write(block, block.lines);
	top += 12;
	context.drawImage(image, margin, top, box.width, box.height);
	top += box.height + 12;
	write(foot, footLines);
	if (hiddenLines.length > 0) hatch(context, margin, top + 2, inks.rest);
	write(foot, hiddenLines);
	await download(canvas, `${words.id}.png`);
}

/** Room for the hatched box before the note of what is hidden. */
const swatch = '\u2003\u2002';

/** The hatching of hidden cells, as its own legend. */
function hatch(context: CanvasRenderingContext2D, x: number, y: number, ink: string): void {
	context.save();
	context.beginPath();
	context.rect(x, y, 14, 9);
	context.clip();
	context.strokeStyle = ink;
	context.beginPath();
	for (let from = -9; from < 14; from += 5) {
		context.moveTo(x + from, y + 9);
		context.lineTo(x + from + 9, y);
	}
	context.stroke();
	context.restore();
}

function mutedInk(drawing: SVGSVGElement): string {
	const figure = drawing.closest('figure')?.querySelector('figcaption p');
	return getComputedStyle(figure ?? drawing).color;
}

async function download(canvas: HTMLCanvasElement, name: string): Promise<void> {
	const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
	if (!blob) return;
	const link = document.createElement('a');
	link.href = URL.createObjectURL(blob);
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
