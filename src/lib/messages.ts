export { message, type MessageKey, type MessageValues } from '#queries/messages.ts';
