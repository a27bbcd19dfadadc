export {
	encodingInWords,
	message,
	messageOfCode,
	refusalInWords,
	repairInWords,
	systemInWords,
	type MessageKey,
	type MessageValues
} from '#queries/messages.ts';
