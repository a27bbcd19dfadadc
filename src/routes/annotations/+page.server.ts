import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { message } from '#lib/messages.ts';
import { addAnnotation, listAnnotations, removeAnnotation } from '#lib/server/annotations.ts';
import { samePage } from '#lib/server/same-page.ts';
import { dataFolder } from '#lib/server/warehouse.ts';
import type { Actions, PageServerLoad } from './$types';

const annotation = z.object({ date: z.iso.date(), text: z.string().trim().min(1).max(80) });
const removal = z.object({ annotation_id: z.coerce.number().int().positive() });

export const load: PageServerLoad = () => ({
	title: message('annotations.title'),
	annotations: listAnnotations(dataFolder())
});

export const actions: Actions = {
	annotate: async ({ request }) => {
		const read = annotation.safeParse(Object.fromEntries(await request.formData()));
		if (!read.success) return fail(422, { message: message('annotate.refused') });
		addAnnotation(dataFolder(), read.data.date, read.data.text);
		redirect(303, samePage(request));
	},
	remove: async ({ request }) => {
		const read = removal.safeParse(Object.fromEntries(await request.formData()));
		if (!read.success) return fail(422, { message: message('annotate.refused') });
		removeAnnotation(dataFolder(), read.data.annotation_id);
		redirect(303, '/annotations');
	}
};
