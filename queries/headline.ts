/** Days within which what is said first of completion counts what was finished, of chosen and required learning alike. */
export const headlineDays = 90;
