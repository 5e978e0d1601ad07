import { randomUUID } from 'node:crypto';
import type { Ids } from '../../application/ports/ids.ts';
import { sessionId } from '../../domain/ids.ts';

export const systemIds: Ids = {
  newSessionId: () => sessionId(`hs_${randomUUID()}`),
  random: () => Math.random(),
};
