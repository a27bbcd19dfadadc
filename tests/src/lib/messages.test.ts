import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type AST } from 'svelte/compiler';
import { describe, expect, test } from 'vitest';
import en from '#queries/messages/en.json' with { type: 'json' };
import { message, plain, register } from '#queries/messages.ts';

const root = join(import.meta.dirname, '../../..');
const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
	.filter((name) => /\.(ts|svelte)$/.test(name))
	.map((name) => ({ name, text: readFileSync(join(root, 'src', name), 'utf8') }));
const everything = [
	...files.map((file) => file.text),
	...readdirSync(join(root, 'queries'))
		.filter((name) => name.endsWith('.ts'))
		.map((name) => readFileSync(join(root, 'queries', name), 'utf8'))
].join('\n');

/** Template literals such as `class.${tone}` stand for every key of their shape. */
const shapes = [...everything.matchAll(/`([a-z_]+\.[^`\s]*\$\{[^`]*)`/g)].map(
	([, template = '']) =>
		new RegExp(
			`^${template
				.split(/\$\{[^}]*\}/)
				.map((part) => part.replaceAll('.', '\\.'))
				.join('[a-z0-9_]+')}$`
		)
);

describe('the message catalogue', () => {
	test('has every text that src asks for', () => {
		const asked = [...everything.matchAll(/\bmessage\(\s*'([^']+)'/g)].map(([, key]) => key);
		expect(asked.filter((key) => key && !(key in en))).toEqual([]);
	});

	test('has no text that nobody asks for', () => {
		const unused = Object.keys(en).filter(
			(key) => !everything.includes(`'${key}'`) && !shapes.some((shape) => shape.test(key))
		);
		expect(unused).toEqual([]);
	});

	test.each(Object.keys(en))('%s is well-formed', (key) => {
		const values = Object.fromEntries(
			[...JSON.stringify(en[key as keyof typeof en]).matchAll(/\{([a-z_]+)/gi)].map(([, name]) => [
				name ?? '',
				2
			])
		);
		expect(message(key as keyof typeof en, values)).not.toBe('');
	});

	test('says no causal word of what was only seen', () => {
		const causal = /\b(caused?|led to|drove|drives?|boost(s|ed)?|impact of|due to|thanks to)\b/i;
		expect(Object.entries(en).filter(([, text]) => causal.test(text))).toEqual([]);
	});
});

describe('message(key)', () => {
	test('throws in tests for a key that does not exist', () => {
		expect(() => message('metric.none.such')).toThrow(
			expect.objectContaining({ code: 'unknown_message' })
		);
	});

	test('prints a registered text as it stands, and lets a translation win', () => {
		register({ 'metric.t.name': plain("a 'b' {c}") });
		register({ 'metric.t.name': 'second' });
		register({ 'metric.t.name': 'anders' }, 'de');
		expect(message('metric.t.name')).toBe("a 'b' {c}");
		expect(message('metric.t.name', {}, 'de')).toBe('anders');
	});
});

const spoken = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label', 'content']);

/** The literal texts in a component's markup, and in attributes that are read out. */
function literals(source: string): string[] {
	const found: string[] = [];
	const visit = (node: unknown, owner: string | null): void => {
		if (Array.isArray(node)) {
			for (const one of node) visit(one, owner);
			return;
		}
		if (node === null || typeof node !== 'object') return;
		const { type } = node as { type?: string };
		if (type === 'Text' && owner === null) found.push((node as AST.Text).data);
		if (type === 'Attribute') {
			const { name, value } = node as AST.Attribute;
			if (spoken.has(name)) visit(value, null);
			return;
		}
		for (const [key, value] of Object.entries(node)) {
			if (key !== 'loc') visit(value, owner);
		}
	};
	visit(parse(source, { modern: true }).fragment, null);
	return found.filter((text) => /\p{Ll}{2}/u.test(text));
}

describe('no component holds text of its own', () => {
	test.each(files.filter((file) => file.name.endsWith('.svelte')).map((file) => file.name))(
		'%s',
		(name) => {
			const text = files.find((file) => file.name === name)?.text ?? '';
			expect(literals(text)).toEqual([]);
		}
	);
});
