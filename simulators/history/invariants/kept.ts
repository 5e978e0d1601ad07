import type { Judge } from '../finding.ts';
import { itemsIn } from '../item.ts';

/** I1: every item that was answered with a 2xx is delivered or visibly dead-lettered. */
export const acceptedIsKept: Judge = (record) =>
  itemsIn(record)
    .filter(({ acked, shown, dead }) => acked.length > 0 && shown.length === 0 && dead.length === 0)
    .map(({ token, sent, acked, attempted }) => ({
      invariant: 'I1',
      what: `${token} was accepted and then lost`,
      events: [...sent.slice(0, 1), ...acked.slice(0, 1), ...attempted.slice(-1)],
    }));
