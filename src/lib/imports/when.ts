import { formatDay } from '#lib/format/date.ts';

/** 30 Jun 2025, 14:05, of an ISO stamp in UTC. */
export const formatWhen = (iso: string): string => `${formatDay(iso)}, ${iso.slice(11, 16)}`;
