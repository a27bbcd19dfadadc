import { text } from '../columns.ts';
import { words } from '../words.ts';
import { anchorDay } from '../dates.ts';
import type { TableSource } from '../source.ts';
import { survey, wave } from '../voice/wave.ts';
import { address, employeeNumber, personColumns } from './spellings.ts';

const invited = ['Invited on', 'Invited at', 'Sent on', 'Sent at', 'Sent date', 'Date sent'];
const state = ['State', 'Delivery status', 'Invitation status', 'Status'];

/** Who was asked to answer a survey, and what became of the invitation. METRICS.md D1. */
export const surveyInvitations: TableSource = {
	id: 'survey-invitations',
	system: 'survey-invitations',
	title: 'Survey invitations (who was asked)',
	format: 'table',
	entity: 'invitation',
	decidesOrigin: 'Nothing; it says who was asked, so that silence can be counted.',
	traps:
		'Survey and wave must read as those of the responses; where the columns are missing they come from the file name.',
	required: [[...employeeNumber, ...address], invited, state],
	telling: [['Survey'], ['Wave']],
	dateOrder: 'dmy',
	keepsIdenticalRows: false,
	columns: {
		...personColumns,
		survey: named(['Survey'], survey),
		wave: named(['Wave'], wave),
		invited_on: anchorDay(...invited),
		state: words(
			state,
			{
				delivered: 'delivered',
				sent: 'delivered',
				'email sent': 'delivered',
				bounced: 'bounced',
				'email bounced': 'bounced',
				'hard bounce': 'bounced',
				'soft bounce': 'bounced',
				failed: 'bounced',
				'email failed': 'bounced',
				opened: 'opened',
				'email opened': 'opened',
				started: 'started',
				'survey started': 'started',
				'partially finished': 'started',
				'survey partially finished': 'started',
				answered: 'answered',
				responded: 'answered',
				finished: 'answered',
				completed: 'answered',
				'survey finished': 'answered',
				versendet: 'delivered',
				gesendet: 'delivered',
				zugestellt: 'delivered',
				envoyé: 'delivered',
				distribué: 'delivered',
				enviado: 'delivered',
				entregado: 'delivered',
				unzustellbar: 'bounced',
				'non distribué': 'bounced',
				rebotado: 'bounced',
				geöffnet: 'opened',
				ouvert: 'opened',
				abierto: 'opened',
				begonnen: 'started',
				commencé: 'started',
				empezado: 'started',
				beantwortet: 'answered',
				abgeschlossen: 'answered',
				répondu: 'answered',
				terminé: 'answered',
				respondido: 'answered',
				completado: 'answered'
			},
			null
		)
	}
};

/** The column of this name, in lower case for a survey, else what the file name tells. */
function named(headers: readonly string[], fromFile: typeof survey): typeof survey {
	const own = text(...headers);
	return {
		headers,
		cast: (reading) => {
			const { value } = own.cast(reading);
			const told = fromFile.cast(reading).value;
			return { value: value === 'null' ? told : `coalesce(lower(${value}), ${told})` };
		}
	};
}
