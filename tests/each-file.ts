import { afterEach, beforeEach } from 'vitest';
import { removeFolders } from './pipelines/folder.ts';
import { beginTest, endTest } from './queries/warehouse.ts';

// Runs before each test file: files of one worker share its modules, which are evaluated with the first of them only.
beforeEach(beginTest);
afterEach(() => {
	endTest();
	removeFolders();
});
