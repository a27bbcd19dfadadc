import type { Column } from '../columns.ts';
import { changed, email, key, text } from '../columns.ts';

/** How the analyst's own lists head what many of them hold. */
export const employeeNumber = ['Employee ID', 'Employee number', 'Personnel number'];
export const address = ['Email', 'E-mail', 'Email address', 'Work email', 'Employee email'];
export const itemCode = ['Item code', 'Course code', 'Course ID', 'Item ID'];
export const itemTitle = ['Item title', 'Title', 'Course title', 'Course name'];
export const system = ['System', 'Learning system'];
export const unit = ['Unit', 'Org unit', 'Organisation unit', 'Department'];
export const pathCode = ['Path code', 'Path ID'];

/** The person of a row. */
export const personColumns: Readonly<Record<string, Column>> = {
	employee_number: key(...employeeNumber),
	email: email(...address),
	display_name: text('Employee', 'Name', 'Employee name')
};

/** The item of a row, in the learning system that the row names. */
export const itemColumns: Readonly<Record<string, Column>> = {
	item_system: changed(text(...system), (value) => `lower(${value})`),
	item_code: text(...itemCode),
	item_title: text(...itemTitle)
};
