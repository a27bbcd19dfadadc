import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createProbe } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { buildIfNeeded } from './build.ts';
import { goneFiles } from './gone-files.ts';
import { roles } from '#queries/ask.ts';
import { home } from '#queries/home.ts';
import { model } from '#pipelines/stages/model.ts';
import { dataFolder } from '#pipelines/warehouse/data-folder.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import { WarehouseError } from '#pipelines/warehouse/warehouse-error.ts';
import { watchInbox } from '#lib/server/inbox-here.ts';
import { prepareSoon } from '#lib/server/warehouse.ts';
import { importSample, isEmpty } from './first-data.ts';

const host = '127.0.0.1';
const say = (line: string): void => {
	process.stdout.write(`${line}\n`);
};

/** Ends the start with one sentence. */
class StartError extends Error {
	override readonly name = 'StartError';
}

function read() {
	try {
		const { values } = parseArgs({
			options: {
				data: { type: 'string' },
				port: { type: 'string', default: '4610' },
				'no-sample': { type: 'boolean', default: false },
				viewer: { type: 'string', default: 'analyst' }
			}
		});
		const port = Number(values.port);
		if (!Number.isInteger(port) || port < 0 || port > 65535)
			throw new StartError(`--port takes a number from 0 to 65535, not "${values.port}".`);
		const viewer = roles.find((role) => role === values.viewer);
		if (viewer === undefined)
			throw new StartError(`--viewer takes ${roles.join(', ')}, not "${values.viewer}".`);
		return { dataDir: dataFolder(values.data), port, wantsSample: !values['no-sample'], viewer };
	} catch (cause) {
		if (cause instanceof StartError) throw cause;
		throw new StartError(
			`${cause instanceof Error ? cause.message : 'The options are not understood.'} Known are --data DIR, --port N, --no-sample and --viewer ROLE.`,
			{ cause }
		);
	}
}

/** The port to listen on; 0 becomes a free one. Throws where it cannot be had; nothing is built or imported before that. */
function probePort(port: number): Promise<number> {
	return new Promise((done, fail) => {
		const probe = createProbe();
		probe.once('error', (cause: NodeJS.ErrnoException) => {
			const why =
				cause.code === 'EACCES' ? 'is not allowed to this user' : 'is taken by another program';
			fail(
				new StartError(
					`Port ${port} ${why}. Choose another: npm start -- --port ${Math.max(port + 1, 4610)}`,
					{
						cause
					}
				)
			);
		});
		probe.listen(port, host, () => {
			const address = probe.address();
			probe.close(() => {
				done(typeof address === 'object' ? (address?.port ?? port) : port);
			});
		});
	});
}

/** The made-up company in a data folder where nothing was ever imported. */
async function fillIfEmpty(warehouse: Warehouse): Promise<void> {
	if (!(await isEmpty(warehouse))) return;
	const folder = mkdtempSync(join(tmpdir(), 'autonometer-sample-'));
	try {
		say('Making and importing the made-up company (once; --no-sample leaves it out) …');
		await importSample(warehouse, folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function serve(warehouse: Warehouse, port: number): Promise<void> {
	const { handler } = (await import(pathToFileURL(join(home(), 'build/handler.js')).href)) as {
		handler: Parameters<typeof createServer>[1] & object;
	};
	const isGone = goneFiles(join(home(), 'build/client'));
	const server = createServer((request, response) => {
		if (isGone(request.url)) response.writeHead(404).end();
		else handler(request, response);
	});
	await new Promise<void>((done, fail) => {
		server.once('error', fail);
		server.listen(port, host, done);
	});
	let isStopping = false;
	const stop = () => {
		if (isStopping) return;
		isStopping = true;
		server.close();
		server.closeAllConnections();
		warehouse.close().finally(() => process.exit(0));
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const)
		process.on(signal, stop);
}

async function start(): Promise<void> {
	const { dataDir, port: wanted, wantsSample, viewer } = read();
	const port = await probePort(wanted);
	process.env['AUTONOMETER_DATA'] = dataDir;
	process.env['AUTONOMETER_VIEWER'] = viewer;
	process.env['AUTONOMETER_TOKEN'] = randomBytes(32).toString('base64url');
	process.env['ORIGIN'] ??= `http://${host}:${port}`;
	process.env['BODY_SIZE_LIMIT'] ??= 'Infinity';
	const warehouse = await openWarehouse(dataDir, 'the server', { hasReserve: true });
	try {
		const building = buildIfNeeded(say);
		building.catch(() => undefined);
		await model(warehouse);
		if (wantsSample) await fillIfEmpty(warehouse);
		await building;
		(globalThis as { autonometerWarehouse?: Promise<Warehouse> }).autonometerWarehouse =
			Promise.resolve(warehouse);
		const address = `http://${host}:${port}`;
		await serve(warehouse, port);
		warehouse.announce({ address, token: process.env['AUTONOMETER_TOKEN'] });
		const whom = viewer === 'analyst' ? '' : ` and tells what ${viewer}s are told`;
		say(`Autonometer is at ${address}${whom}`);
		prepareSoon();
		await watchInbox(warehouse);
	} catch (cause) {
		await warehouse.close();
		throw cause;
	}
}

start().catch((cause: unknown) => {
	const isExpected = cause instanceof StartError || cause instanceof WarehouseError;
	process.stderr.write(
		`${isExpected ? cause.message : cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`
	);
	process.exit(cause instanceof WarehouseError && cause.code === 'held' ? 3 : 1);
});
