import { json } from '@sveltejs/kit';
import { answering } from '#lib/server/api-problem.ts';
import { metricList } from '#lib/server/metrics-list.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = () => answering(() => json({ metrics: metricList() }));
