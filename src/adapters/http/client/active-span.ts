import { AsyncLocalStorage } from 'node:async_hooks';

/** What is being traced, as W3C Trace Context has it. */
export interface ActiveSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly isSampled: boolean;
}

/** Absent when nothing is traced, and outside of a traced request or attempt. */
export const activeSpan = new AsyncLocalStorage<ActiveSpan | undefined>();

/** The `traceparent` header of a request to a peer, as name and value; empty without a trace. */
export function traceHeaders(): readonly string[] {
  const span = activeSpan.getStore();
  if (!span) return [];
  return ['traceparent', `00-${span.traceId}-${span.spanId}-${span.isSampled ? '01' : '00'}`];
}

/** The trace that a caller names; absent when it names none, or not as W3C Trace Context has it. */
export function readTraceparent(value: string | null | undefined): ActiveSpan | undefined {
  const [, version, traceId = '', spanId = '', flags = '', more = ''] =
    /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/.exec(value ?? '') ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && more !== '')) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}
