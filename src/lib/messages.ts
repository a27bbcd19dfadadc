export {
	message,
	messageOfCode,
	refusalInWords,
	repairInWords,
	type MessageKey,
	type MessageValues
} from '#queries/messages.ts';
