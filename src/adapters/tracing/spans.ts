import {
  type Attributes,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { ActiveSpan } from '../http/client/active-span.ts';

export type Kind = 'request' | 'delivery' | 'commit';

export interface Begun {
  readonly active: ActiveSpan;
  /** `failed` marks the span as the one where the error occurred. */
  end(attributes: Attributes, as?: 'failed'): void;
}

/** Names and attributes hold ids, outcomes and statuses; never a text, a person's name or id, or a secret. */
export interface Spans {
  begin(name: string, kind: Kind, details: { readonly under?: ActiveSpan; readonly of: Attributes }): Begun;
}

const kinds: Readonly<Record<Kind, SpanKind>> = {
  request: SpanKind.SERVER,
  delivery: SpanKind.CLIENT,
  commit: SpanKind.INTERNAL,
};

export const spansOf = (tracer: Tracer): Spans => ({
  begin(name, kind, { under, of }) {
    const parent = under ? trace.setSpanContext(ROOT_CONTEXT, contextOf(under)) : ROOT_CONTEXT;
    const span = tracer.startSpan(name, { kind: kinds[kind], attributes: of }, parent);
    return {
      active: activeOf(span),
      end(attributes, as) {
        span.setAttributes(attributes);
        if (as === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  },
});

const contextOf = ({ traceId, spanId, isSampled }: ActiveSpan) => ({
  traceId,
  spanId,
  traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
  isRemote: true,
});

function activeOf(span: Span): ActiveSpan {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return { traceId, spanId, isSampled: (traceFlags & TraceFlags.SAMPLED) !== 0 };
}
