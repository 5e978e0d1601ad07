import { hash } from 'node:crypto';
import { type DestinationStream, pino } from 'pino';
import type { Log } from '../../application/ports/log.ts';
import { printable } from '../../domain/printable.ts';

/**
 * Structured lines. Errors are logged with stack and code, without whatever else they carry. JSON escapes C0 alone; what
 * else a terminal obeys is escaped in the same way.
 */
export function pinoLog(level: string, destination: DestinationStream): Log {
  const options = {
    level,
    base: { service: 'handoff-bridge' },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers,
  };
  const logger = pino(options, { write: (line) => destination.write(printable(line)) });
  return {
    info: (fields, event) => logger.info(fields, event),
    warn: (fields, event) => logger.warn(fields, event),
    error: (fields, event) => logger.error(fields, event),
  };
}

/** How a person's id stands in a line: short, and the same in every line and process. */
export const hashed = (id: unknown) =>
  typeof id === 'string' ? hash('sha256', id, 'base64url').slice(0, 16) : undefined;

const serializers = {
  conversation: hashed,
  customer: hashed,
  err: (error: Error & { readonly code?: unknown }) => ({
    type: error.name,
    ...(typeof error.code === 'string' && { code: error.code }),
    stack: stackOf(error),
  }),
};

/** Only the frames: the message above them may quote a text, and even look like a frame. */
function stackOf(error: Error): string {
  const { stack = '', message } = error;
  const begin = stack.indexOf(message);
  const afterMessage = begin < 0 ? '' : stack.slice(begin + message.length);
  const frames = afterMessage.split('\n').filter((line) => line.trimStart().startsWith('at '));
  const own = frames.join('\n');
  return error.cause instanceof Error
    ? `${own}\ncaused by ${error.cause.name}\n${stackOf(error.cause)}`
    : own;
}
