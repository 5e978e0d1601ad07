import type { SessionId } from '../../../domain/ids.ts';
import type { GenesysApi } from './api.ts';

/** Shows an agent that words reached no customer. Best effort: the answer to the webhook says so as well. */
export const receipts =
  (api: Pick<GenesysApi, 'receipt'>, now: () => number) =>
  (of: SessionId, id: string): void => {
    const channel = { to: { id: of }, time: new Date(now()).toISOString() };
    const reasons = [{ code: 'GeneralError', message: 'The customer has left.' }] as const;
    api.receipt({ id, channel, status: 'Failed', isFinalReceipt: true, reasons }).catch(() => undefined);
  };
