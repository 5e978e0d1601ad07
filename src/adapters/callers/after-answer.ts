import type { HttpBindings } from '@hono/node-server';
import type { TurnAnswer } from './caller.ts';

/**
 * Tells what became of an answer once its last byte was handed to the network, or its connection broke before. Whether it arrived, a
 * server is not told.
 */
export function afterAnswer(
  outgoing: HttpBindings['outgoing'],
  settled: NonNullable<TurnAnswer['settled']>,
  failed: (error: unknown) => void,
): void {
  const settle = () => void settled(outgoing.writableFinished ? 'out' : 'broken').catch(failed);
  if (outgoing.closed) settle();
  else outgoing.once('close', settle);
}
