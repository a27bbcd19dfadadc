import type { ItemRow } from '../catalogue.ts';

/** What the production academy offers in Moodle; the code is Moodle's course id. */
export const moodleItems: readonly ItemRow[] = [
	// Obligations
	['11', 'Safe Start: Yearly Shop Floor Safety', 'safety', 'course', 45],
	['12', 'Forklift Licence Refresher', 'safety', 'course', 60],
	['13', 'Working with Solvents and Adhesives', 'safety', 'course', 40],
	['14', 'ESD Control for Handling Staff', 'safety', 'course', 35],
	['15', 'Code of Conduct on the Shop Floor', 'compliance', 'course', 25],
	['16', 'Lockout and Tagout', 'safety', 'course', 50],
	['17', 'First Week on the Line', 'onboarding', 'course', 120],
	['18', 'Manual Handling', 'safety', 'course', 30],
	// Elective
	['21', 'Soldering to IPC-A-610', 'production', 'course', 480, 1.8],
	['22', 'Reading Technical Drawings', 'engineering', 'course', 240, 1.9],
	['23', 'Micrometers and Gauges', 'quality', 'course', 45, 1.2],
	['24', 'CNC Programming: First Steps', 'production', 'course', 900, 1.6],
	['25', 'CNC Programming: Five Axes', 'production', 'course', 1200, 0.7],
	['26', 'Optical Alignment of the A5', 'production', 'course', 180],
	['27', 'Torque Done Right', 'production', 'video', 12, 1.3],
	['28', 'Kanban in Ten Minutes', 'production', 'video', 10, 1.4],
	['29', 'Shift Handover That Works', 'communication', 'video', 14, 1.2],
	['30', 'Statistical Process Control', 'quality', 'course', 300],
	['31', 'Becoming a Team Leader', 'leadership', 'course', 600, 1.4],
	['32', 'Excel for the Shop Floor', 'data', 'course', 120, 1.9],
	['33', 'Robots: Teaching a Cobot', 'production', 'course', 240, 1.7],
	['34', 'Packaging for Air Freight', 'supply', 'course', 40],
	['35', 'Clean Room Basics', 'production', 'course', 60],
	['36', 'Fault Finding on Boards', 'engineering', 'course', 360, 1.3],
	['37', 'English on the Line', 'language', 'course', 1500, 0.9],
	['38', 'Total Productive Maintenance', 'production', 'course', 90],
	['39', 'Lean Ideas Workshop', 'production', 'workshop', 240],
	['40', 'A7 Assembly', 'production', 'course', 150],
	['41', 'Shift Work and Sleep', 'wellbeing', 'video', 9, 1.4],
	['42', 'Energy Walk: Find the Leaks', 'sustainability', 'video', 11]
];
