import { describe, expect, test } from 'vitest';
import { refuse } from '#lib/server/gate.ts';

const request = (method: string, headers: Record<string, string>) => ({
	method,
	headers: new Headers(headers)
});

describe('refuse(request)', () => {
	test.each(['127.0.0.1:3000', 'localhost:3000', '[::1]:3000', 'localhost'])(
		'lets %s in',
		(host) => {
			expect(refuse(request('GET', { host }))).toBeNull();
			expect(refuse(request('POST', { host, origin: `http://${host}` }))).toBeNull();
		}
	);

	test.each(['evil.example', '127.0.0.1.evil.example:3000', '10.0.0.7:3000', ''])(
		'turns away the host "%s"',
		(host) => {
			expect(refuse(request('GET', { host }))).toBe('foreign_host');
		}
	);

	test('turns away a form of another site', () => {
		const host = '127.0.0.1:3000';
		expect(refuse(request('POST', { host, origin: 'http://evil.example' }))).toBe('foreign_origin');
		expect(refuse(request('POST', { host, origin: 'null' }))).toBe('foreign_origin');
		expect(refuse(request('DELETE', { host, 'sec-fetch-site': 'cross-site' }))).toBe(
			'foreign_origin'
		);
		expect(refuse(request('POST', { host, origin: 'http://127.0.0.1:4000' }))).toBe(
			'foreign_origin'
		);
	});

	test('lets the command line in, which states neither origin nor site', () => {
		expect(refuse(request('POST', { host: '127.0.0.1:3000' }))).toBeNull();
	});
});
