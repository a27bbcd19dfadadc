export {
	message,
	messageOfCode,
	refusalInWords,
	type MessageKey,
	type MessageValues
} from '#queries/messages.ts';
