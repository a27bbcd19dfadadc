import { ask } from '#queries/ask.ts';
import { crowdTo, makeCrowd } from './crowd.ts';
import { openedWith } from './golden.ts';

const warehouse = await openedWith(
	{ to: crowdTo, enrolments: makeCrowd(3, 60, 240) },
	{ zone: 'Europe/Berlin' }
);
if (process.env['SESSION_ZONE']) {
	await warehouse.connection.run(`set TimeZone = '${process.env['SESSION_ZONE']}'`);
	await warehouse.build();
}
const answers = [];
for (const metric of [
	'initiation_mix',
	'voluntary_completion_rate',
	'time_to_complete',
	'self_directed_reach'
]) {
	answers.push(await ask(warehouse.connection, { role: 'analyst' }, { metric, grain: 'quarter' }));
}
process.stdout.write(JSON.stringify(answers));
