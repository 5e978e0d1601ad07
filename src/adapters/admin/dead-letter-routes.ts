import type { Context } from 'hono';
import type { DeadLetters } from '../../application/ports/inbound.ts';
import { problem } from '../http/requests/problem.ts';
import { type ApiRoutes, serve } from '../http/server/api-routes.ts';
import type { CheckOperator } from './access.ts';
import { detailsOf, summaryOf } from './dead-letter-view.ts';
import { dropRoute, listRoute, replayRoute, showRoute } from './openapi.ts';

const maxDeadLetters = 500;

export function serveDeadLetters(routes: ApiRoutes, check: CheckOperator, deadLetters: DeadLetters): void {
  serve(routes, listRoute, async (c) => {
    check(c);
    const found = await deadLetters.list(maxDeadLetters);
    return c.json({ deadLetters: found.map(summaryOf) }, 200);
  });
  serve(routes, showRoute, async (c) => {
    check(c);
    const deadLetter = await deadLetters.show(idIn(c));
    return deadLetter ? c.json(detailsOf(deadLetter), 200) : unknownDeadLetter(c);
  });
  serve(routes, replayRoute, async (c) => {
    check(c);
    const id = idIn(c);
    const status = await deadLetters.replay(id);
    switch (status) {
      case 'replayed':
        return c.json({ status, id }, 200);
      case 'session-ended':
        return problem(c, 409, { detail: 'The session of this dead letter has ended.' });
      case 'unknown':
        return unknownDeadLetter(c);
    }
  });
  serve(routes, dropRoute, async (c) => {
    check(c);
    const id = idIn(c);
    const status = await deadLetters.drop(id);
    return status === 'dropped' ? c.json({ status, id }, 200) : unknownDeadLetter(c);
  });
}

const idIn = (c: Context): string => c.req.param('id') ?? '';

const unknownDeadLetter = (c: Context) => problem(c, 404, { detail: 'There is no dead letter of this id.' });
