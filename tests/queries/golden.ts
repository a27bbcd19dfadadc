import type { Enrolment } from './warehouse.ts';

const self = { origin: 'self', originRule: 'R6' } as const;
const admin = { origin: 'admin', originRule: 'R6' } as const;

/** METRICS.md "Golden A1": 13 rows of the first quarter of 2025, data to 30 June. */
export const goldenA1: readonly Enrolment[] = [
	{ person: 'p1', item: 'c1', enrolled: '2025-01-10', completed: '2025-02-01', obligation: 'optional', ...self },
	{ person: 'p2', item: 'c1', enrolled: '2025-01-15', completed: '2025-05-30', obligation: 'optional', ...self },
	{ person: 'p3', item: 'c2', enrolled: '2025-02-01', obligation: 'optional', ...self },
	{ person: 'p4', item: 'c2', enrolled: '2025-02-10', completed: '2025-02-20', obligation: 'recommended', ...self },
	{ person: 'p5', item: 'c3', enrolled: '2025-03-01', closed: '2025-03-05', obligation: 'optional', ...self },
	{ person: 'p5', item: 'c3', enrolled: '2025-03-20', completed: '2025-04-10', obligation: 'optional', ...self },
	{ person: 'p6', item: 'c3', enrolled: '2025-03-02', completed: '2025-03-30', obligation: 'optional', ...admin },
	{ person: 'p7', item: 'c4', enrolled: '2025-03-03', completed: '2025-03-10', obligation: 'mandatory', ...self },
	{ person: 'p8', item: 'c1', enrolled: '2025-03-15', obligation: 'optional', left: '2025-04-01', ...self },
	{ person: 'p9', item: 'c2', enrolled: '2025-03-20', completed: '2025-04-01' },
	{ person: 'p1', item: 'c4', enrolled: '2025-01-05', completed: '2025-01-20', obligation: 'mandatory', ...admin },
	{ person: 'p2', item: 'c4', enrolled: '2025-01-05', completed: '2025-02-20', obligation: 'mandatory', ...admin },
	{ person: 'p3', item: 'c4', enrolled: '2025-01-05', obligation: 'mandatory', ...admin }
];
