import type { Context } from 'hono';
import type { DeadLetters } from '../../application/ports/inbound.ts';
import { problem } from '../http/requests/problem.ts';
import { type ApiRoutes, serve } from '../http/server/api-routes.ts';
import type { CheckOperator } from './access.ts';
import { detailsOf, summaryOf } from './dead-letter-view.ts';
import { dropRoute, listRoute, replayRoute, showRoute } from './openapi.ts';

const lettersAtMost = 500;

export function serveDeadLetters(routes: ApiRoutes, check: CheckOperator, deadLetters: DeadLetters): void {
  serve(routes, listRoute, async (c) => {
    check(c);
    const letters = await deadLetters.list(lettersAtMost);
    return c.json({ deadLetters: letters.map(summaryOf) }, 200);
  });
  serve(routes, showRoute, async (c) => {
    check(c);
    const letter = await deadLetters.show(idIn(c));
    return letter ? c.json(detailsOf(letter), 200) : noLetter(c);
  });
  serve(routes, replayRoute, async (c) => {
    check(c);
    const id = idIn(c);
    const status = await deadLetters.replay(id);
    switch (status) {
      case 'replayed':
        return c.json({ status, id }, 200);
      case 'session-ended':
        return problem(c, 409, 'The session of this dead letter has ended.');
      case 'unknown':
        return noLetter(c);
    }
  });
  serve(routes, dropRoute, async (c) => {
    check(c);
    const id = idIn(c);
    const status = await deadLetters.drop(id);
    return status === 'dropped' ? c.json({ status, id }, 200) : noLetter(c);
  });
}

const idIn = (c: Context): string => c.req.param('id') ?? '';

const noLetter = (c: Context) => problem(c, 404, 'There is no dead letter of this id.');
