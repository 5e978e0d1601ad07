import type { MoveCustomer, SayAsCustomer } from './commands.ts';
import type { HandoffEvent } from './events.ts';
import { type HandoffSession, isOpen, type OpenSession } from './handoff-session.ts';
import { ok, type Result, refuse } from './result.ts';

/* What the customer's side says and where it is. */

type Decision = Result<readonly HandoffEvent[], 'not-open'>;

const nothing: Decision = ok([]);
const notOpen: Decision = refuse('not-open');

/** Words that come again within this time, with nothing between them, are a repeat of their sender's; in milliseconds. */
const repeatWithinMs = 15_000;

const isRepeat = ({ mark }: SayAsCustomer, { lastWords }: OpenSession, now: number): boolean =>
  mark !== undefined && lastWords?.mark === mark && now - lastWords.at <= repeatWithinMs;

/** A closing session still has something to tell the customer. */
export function moveCustomer(
  { customerAddress }: MoveCustomer,
  session: HandoffSession,
  now: number,
): Decision {
  if (session.status === 'ended') return notOpen;
  if (customerAddress === session.customerAddress) return nothing;
  return ok([{ type: 'customer-moved', customerAddress, at: now }]);
}

/** The copilot sends the problem along with messages; the agent is to see it once. What was typed is always passed on. */
export function sayAsCustomer(command: SayAsCustomer, session: HandoffSession, now: number): Decision {
  if (!isOpen(session)) return notOpen;
  if (isRepeat(command, session, now)) return nothing;
  const { messageId, bystander, text, heading, enclosed, problem, mark } = command;
  // Where another person is says nothing of where the customer is.
  const customerAddress = bystander === undefined ? command.customerAddress : undefined;
  const isNewProblem = problem !== undefined && problem !== session.problem;
  const saysNothing = text === '' && heading === undefined && enclosed === undefined;
  if (saysNothing && !isNewProblem) return nothing;
  return ok([
    {
      type: 'customer-said',
      messageId,
      text,
      ...(bystander !== undefined && { bystander }),
      ...(heading !== undefined && { heading }),
      ...(enclosed !== undefined && { enclosed }),
      ...(isNewProblem && { problem }),
      ...(mark !== undefined && { mark }),
      ...(customerAddress !== undefined &&
        customerAddress !== session.customerAddress && { customerAddress }),
      at: now,
    },
  ]);
}
