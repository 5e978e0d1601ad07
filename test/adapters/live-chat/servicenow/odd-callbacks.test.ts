import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutNulls } from '../../../../src/adapters/http/requests/without-nulls.ts';
import { readCallback } from '../../../../src/adapters/live-chat/servicenow/callbacks/told.ts';
import { callback } from '../../../../src/adapters/live-chat/servicenow/wire.ts';

const names = [
  'uiType',
  'actionType',
  'value',
  'label',
  'message',
  'messageId',
  'spinnerType',
  'waitTime',
  'agentInfo',
];
const words = [
  'ActionMsg',
  'OutputText',
  'OutputLink',
  'System',
  'StartSpinner',
  'wait_time',
  'SwitchToVirtualAgent',
  'Dana has entered the chat.',
  'TopicPickerControl',
];
const oddItem = fc.dictionary(
  fc.constantFrom(...names),
  fc.oneof(fc.constantFrom(...words), fc.jsonValue(), fc.constant({ sentFromAgent: true, agentName: 7 })),
);
const oddCallback = fc.record(
  {
    clientSessionId: fc.constant('hs_1'),
    requestId: fc.oneof(fc.constantFrom('ask-zzz-x', 'again-x'), fc.jsonValue()),
    clientVariables: fc.oneof(fc.constant({ handoffSession: 'hs_1' }), fc.constant(null)),
    message: fc.jsonValue(),
    agentChat: fc.jsonValue(),
    completed: fc.jsonValue(),
    takeControl: fc.jsonValue(),
    body: fc.oneof(fc.array(fc.oneof(oddItem, fc.jsonValue())), oddItem, fc.jsonValue()),
  },
  { requiredKeys: ['clientSessionId'] },
);

describe('Whatever else is odd in a callback of a session', () => {
  it('it is read, in words that a person can see, under ids that can be kept', () => {
    fc.assert(
      fc.property(oddCallback, (odd) => {
        const sent = JSON.stringify(odd);
        const { told } = readCallback(callback.parse(withoutNulls(JSON.parse(sent))), sent);
        const ids = told.map(({ id }) => id);
        expect(ids.every((id) => id.length > 0 && id.length <= 320)).toBe(true);
        for (const each of told) if (each.type !== 'status') expect(each.text.trim()).not.toBe('');
        const ends = told.filter((each) => each.type === 'status' && each.status.type === 'ended');
        expect(ends).toEqual(told.slice(told.length - ends.length));
        expect(ends.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });
});
