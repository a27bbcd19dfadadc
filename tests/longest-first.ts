import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** The files that take longest; one of them begun at the end would run while the other workers have nothing to do. */
const longest = [
	'tests/browser/journeys.test.ts',
	'tests/src/api/every-way-out.test.ts',
	'tests/browser/mapping.test.ts',
	'tests/browser/decisions.test.ts',
	'tests/src/api/imports.test.ts',
	'tests/queries/adversary.test.ts',
	'tests/faults/kill.test.ts',
	'tests/sample-data/front-door.test.ts',
	'tests/pipelines/rules.test.ts',
	'tests/sample-data/silent-answers.test.ts',
	'tests/queries/mobility-attack.test.ts',
	'tests/pipelines/mapping.test.ts',
	'tests/queries/prepare.test.ts',
	'tests/pipelines/matches.test.ts',
	'tests/pipelines/sources/xapi/containers.test.ts',
	'tests/pipelines/cli.test.ts',
	'tests/pipelines/snapshots.test.ts',
	'tests/corpus/badinput.test.ts',
	'tests/queries/freeze.test.ts',
	'tests/queries/undo.test.ts',
	'tests/pipelines/import.test.ts',
	'tests/pipelines/sources/golden.test.ts'
];

const place = ({ moduleId }: TestSpecification): number => {
	const found = longest.findIndex((name) => moduleId.endsWith(name));
	return found < 0 ? longest.length : found;
};

/**
 * The longest files first, and before all others those that have a worker of their own: a worker that files share ends as soon
 * as another kind is next, and the file after that loads all modules anew.
 */
export class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const usual = await super.sort(files);
		const isShared = ({ project }: TestSpecification) => Number(!project.config.isolate);
		return usual.toSorted((a, b) => isShared(a) - isShared(b) || place(a) - place(b));
	}
}
