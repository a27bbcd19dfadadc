import { redirect } from '@sveltejs/kit';
import { readTheme } from '#lib/components/theme.ts';
import { samePage } from '#lib/server/same-page.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ request, cookies }) => {
	const form = await request.formData();
	cookies.set('theme', readTheme(form.get('theme')), {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: false,
		maxAge: 60 * 60 * 24 * 365
	});
	redirect(303, samePage(request));
};
