import { randomUUID } from 'node:crypto';
import type { Context, ErrorHandler, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { routePath } from 'hono/route';
import type { Log } from '../../../application/ports/log.ts';
import { StoreUnavailable } from '../../../application/ports/session-store.ts';
import { type Refusal, type RefusalReason, type Refusals, refusalsIn } from '../limits/refusals.ts';

export type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 429 | 500 | 501 | 502 | 503;

const titles: Readonly<Record<ProblemStatus, string>> = {
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content too large',
  415: 'Unsupported media type',
  429: 'Too many requests',
  500: 'Internal error',
  501: 'Not implemented',
  502: 'Bad gateway',
  503: 'Service unavailable',
};

/** What operators are told of a problem that says nothing else; `other` where this says nothing either. */
const usualReasons: Partial<Readonly<Record<ProblemStatus, RefusalReason>>> = {
  400: 'invalid',
  401: 'token-missing',
  403: 'unknown-caller',
  404: 'not-found',
  413: 'too-large',
  415: 'compressed',
  429: 'too-many-requests',
};

export interface ProblemOptions {
  /** What is wrong; its value is never repeated. */
  readonly field?: string;
  readonly cause?: unknown;
  /** For operators alone. */
  readonly refusal?: Refusal;
  /** Further fields of the answer. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Thrown to answer a request with a problem. */
export class Problem extends HTTPException {
  readonly detail: string;
  readonly field: string | undefined;
  readonly refusal: Refusal;
  readonly more: Readonly<Record<string, unknown>>;
  constructor(status: ProblemStatus, detail: string, options: ProblemOptions = {}) {
    super(status, { message: detail, ...('cause' in options && { cause: options.cause }) });
    this.detail = detail;
    this.field = options.field;
    this.more = options.more ?? {};
    this.refusal = options.refusal ?? { reason: usualReasons[status] ?? 'other' };
  }
}

interface ProblemFields extends Readonly<Record<string, unknown>> {
  readonly detail: string;
}

/** The body of a problem (RFC 9457). `error` says the same as `detail`, for callers that know no problem documents. */
function problemBody(status: ProblemStatus, { detail, ...more }: ProblemFields) {
  return { type: 'about:blank', title: titles[status], status, detail, error: detail, ...more };
}

/** The refusal of what was understood and cannot be done now, or not any more. */
export const refused = (status: ProblemStatus, detail: string, reason: RefusalReason): Problem =>
  new Problem(status, detail, { refusal: { reason } });

export function problem<Status extends ProblemStatus>(c: Context, status: Status, fields: ProblemFields) {
  return c.body(JSON.stringify(problemBody(status, fields)), status, {
    'content-type': 'application/problem+json',
  });
}

/**
 * Answers everything that was thrown. Only what we threw on purpose is explained, and leaves a trace for operators; the
 * rest gets an id to ask for.
 */
export function answerErrors(log: Log, refusals: Refusals = refusalsIn(log)): ErrorHandler {
  return (error, c) => {
    if (error instanceof Problem) {
      refusals.note({ route: routePath(c, -1), status: error.status, ...error.refusal });
      const field = error.field === undefined ? {} : { field: error.field };
      return problem(c, error.status as ProblemStatus, { detail: error.detail, ...field, ...error.more });
    }
    if (error instanceof StoreUnavailable) {
      log.warn({ path: c.req.path, err: error }, 'not-stored');
      c.header('retry-after', '1');
      return problem(c, 503, { detail: 'The message could not be stored. Please repeat it.' });
    }
    const correlationId = randomUUID();
    log.error({ correlationId, path: c.req.path, err: error }, 'request-failed');
    return problem(c, 500, { detail: 'Something went wrong here.', correlationId });
  };
}

export const answerNotFound: NotFoundHandler = (c) =>
  problem(c, 404, { detail: 'There is nothing at this address.' });
