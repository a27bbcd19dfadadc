import { afterEach, beforeEach } from 'vitest';
import { beginTest, endTest } from './around-tests.ts';

// Runs before each test file: files of one worker share its modules, which are evaluated with the first of them only.
beforeEach(beginTest);
afterEach(endTest);
