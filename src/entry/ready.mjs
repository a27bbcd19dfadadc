// Plain JavaScript for any Node from 20 on: installs what is missing, then runs a script with the project's own Node.
//   node src/entry/ready.mjs SCRIPT [ARGUMENT …]
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const modules = join(root, 'node_modules');
const stamp = join(modules, '.autonometer-installed');
const wanted = createHash('sha256')
	.update(readFileSync(join(root, 'package-lock.json')))
	.digest('hex');

function install() {
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
	process.stderr.write('Installing packages (once) …\n');
	const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
		cwd: root,
		stdio: ['ignore', 2, 2],
		env: { ...process.env, NODE_ENV: 'development' }
	});
	if (npm.status !== 0) {
		process.stderr.write(
			'The packages could not be installed; npm says why above. Start again when that is mended.\n'
		);
		process.exit(1);
	}
	mkdirSync(modules, { recursive: true });
	writeFileSync(stamp, wanted);
}

/** The pinned Node where the platform has one, else the user's own if it is new enough. */
function findNode() {
	const pinned = join(modules, '.bin/node');
	if (existsSync(pinned) && spawnSync(pinned, ['-v']).status === 0) return pinned;
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
	process.stderr.write(
		`This platform needs Node 22.18 or newer; it has ${process.version}. Install it and start again.\n`
	);
	process.exit(1);
}

install();
const [script = '', ...words] = process.argv.slice(2);
const child = spawn(
	findNode(),
	['--disable-warning=ExperimentalWarning', join(root, script), ...words],
	{
		stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
		env: {
			...process.env,
			UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE ?? '16',
			// Compiled once for all processes to come: half of what a command or the child of an import takes is reading its modules.
			NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(modules, '.cache/compiled'),
			AUTONOMETER_FOLDER: process.env.INIT_CWD ?? process.cwd()
		}
	}
);
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
	process.on(signal, () => child.kill(signal));
}
child.on('exit', (code, signal) => {
	process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
});
