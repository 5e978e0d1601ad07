import { awaitsNextTurn } from '../ports/delivery.ts';

/** The beginning of every cause for which something waits for the customer's next turn. */
export const ofNextTurn: string = awaitsNextTurn.cause;

/** The cause of what went out with the answer to a turn, as long as a repeat of that turn may ask for it again. */
export const answeredTo = (turn: string): string => `${ofNextTurn} answered ${turn}`;

export const wasAnswered = (lastCause: string | undefined): boolean =>
  lastCause?.startsWith(answeredTo('')) ?? false;
