export { plainProblems } from '#queries/plain-problems.ts';
