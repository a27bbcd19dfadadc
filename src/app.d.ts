import type { Viewer } from '#lib/server/ask.ts';
import type { Theme } from '#lib/components/theme.ts';

declare global {
	namespace App {
		interface Locals {
			readonly viewer: Viewer;
			readonly theme: Theme;
		}
		interface Error {
			message: string;
			code?: string;
		}
	}
}
