import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** The files that take longest; one of them begun at the end would run while the other worker has nothing to do. */
const longest = [
	'tests/queries/adversary.test.ts',
	'tests/src/api/every-way-out.test.ts',
	'tests/faults/kill.test.ts',
	'tests/pipelines/rules.test.ts',
	'tests/sample-data/silent-answers.test.ts',
	'tests/sample-data/front-door.test.ts',
	'tests/queries/prepare.test.ts',
	'tests/pipelines/sources/xapi/containers.test.ts',
	'tests/corpus/badinput.test.ts',
	'tests/queries/freeze.test.ts',
	'tests/pipelines/mapping.test.ts',
	'tests/pipelines/matches.test.ts',
	'tests/queries/undo.test.ts',
	'tests/pipelines/import.test.ts',
	'tests/pipelines/snapshots.test.ts',
	'tests/pipelines/sources/golden.test.ts',
	'tests/browser/journeys.test.ts',
	'tests/browser/mapping.test.ts',
	'tests/browser/decisions.test.ts'
];

const place = ({ moduleId }: TestSpecification): number => {
	const found = longest.findIndex((name) => moduleId.endsWith(name));
	return found < 0 ? longest.length : found;
};

/** The usual order within each group, with the longest files first. */
export class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const usual = await super.sort(files);
		const group = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
		return usual.toSorted((a, b) => group(a) - group(b) || place(a) - place(b));
	}
}
