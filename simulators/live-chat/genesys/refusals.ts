import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

const codes: Readonly<Record<number, string>> = {
  400: 'bad.request',
  401: 'bad.credentials',
  403: 'missing.permissions',
  404: 'not.found',
  408: 'request.timeout',
  409: 'general.conflict',
  413: 'request.entity.too.large',
  415: 'unsupported.media.type',
  429: 'too.many.requests',
  500: 'internal.server.error',
  503: 'service.unavailable',
  504: 'gateway.timeout',
};

/** What the platform says with a status. */
export const refusalBody = (status: number, code = codes[status] ?? 'general.error'): object => ({
  message: 'The request could not be carried out.',
  code,
  status,
  contextId: randomUUID(),
  details: [],
  errors: [],
});

export const refusal = (c: Context, status: ContentfulStatusCode): Response =>
  c.json(refusalBody(status), status);
