import type { Fault } from '../faults/fault.ts';

/** What a request met, as a reader of the sequence would say it. */
export function faultMetText(fault: Fault): string {
  switch (fault.kind) {
    case 'none':
      return 'nothing';
    case 'latency':
      return `delayed by ${fault.ms} ms`;
    case 'status': {
      const wait = fault.retryAfterSeconds === undefined ? '' : `, again after ${fault.retryAfterSeconds} s`;
      return `answers ${fault.status}${wait}`;
    }
    case 'intermediary':
      return `an intermediary answers ${fault.status}`;
    case 'reset-before':
      return 'cut on the way there';
    case 'reset-after':
      return 'cut on the way back';
    case 'cut-answer':
      return 'cut after the status line';
    case 'black-hole':
      return 'swallowed';
    case 'trickle':
      return 'answer one byte at a time';
    case 'duplicate':
      return `arrives ${fault.copies} times`;
    case 'reorder':
      return 'overtaken';
  }
}
