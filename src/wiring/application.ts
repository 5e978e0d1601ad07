import { findLiveChat } from '../application/callbacks/find-live-chat.ts';
import { recordAgentStatus } from '../application/callbacks/record-agent-status.ts';
import { relayAgentMessage } from '../application/callbacks/relay-agent-message.ts';
import { changeSession } from '../application/changes/change-session.ts';
import { deadLetters } from '../application/dead-letters.ts';
import { endHandoff } from '../application/end-handoff.ts';
import { eraseCustomer } from '../application/erase-customer.ts';
import { relayCustomerMessage, relayCustomerTyping } from '../application/relay-customer-message.ts';
import { renewAddress } from '../application/renew-address.ts';
import { requestHandoff } from '../application/request-handoff.ts';
import { applyRetention } from '../application/sweeps/apply-retention.ts';
import { expireSessions } from '../application/sweeps/expire-sessions.ts';
import { takeCustomerTurn } from '../application/take-customer-turn.ts';
import { takeTurnWords } from '../application/take-turn-words.ts';
import { moduleOf } from './provide.ts';

export const applicationModule = moduleOf(({ provide }) => {
  provide('change', changeSession, ['store', 'clock', 'liveChat', 'channels', 'notifier', 'settings', 'log']);
  provide('find', findLiveChat, ['store', 'clock']);
  provide('requestHandoff', requestHandoff, [
    'change',
    'store',
    'outbox',
    'clock',
    'ids',
    'notifier',
    'settings',
  ]);
  provide('relayCustomerMessage', relayCustomerMessage, ['change', 'store']);
  provide('relayCustomerTyping', (its) => relayCustomerTyping(its.store, its.liveChat), [
    'store',
    'liveChat',
  ]);
  provide('takeCustomerTurn', takeCustomerTurn, ['requestHandoff', 'relayCustomerMessage', 'store', 'clock']);
  provide('renewAddress', renewAddress, ['change', 'store', 'outbox', 'notifier']);
  provide('takeTurnWords', takeTurnWords, [
    'change',
    'store',
    'outbox',
    'clock',
    'ids',
    'settings',
    'liveChat',
    'channels',
  ]);
  provide('relayAgentMessage', relayAgentMessage, ['change', 'find']);
  provide('recordAgentStatus', recordAgentStatus, ['change', 'find', 'channels', 'clock', 'notifier']);
  provide('endHandoff', endHandoff, ['change', 'store', 'outbox', 'clock']);
  provide('expireSessions', expireSessions, ['change', 'store', 'clock', 'settings', 'channels']);
  provide('applyRetention', ({ config, ...its }) => applyRetention({ ...its, times: config.retention }), [
    'retention',
    'clock',
    'config',
  ]);
  provide('eraseCustomer', eraseCustomer, ['change', 'store', 'retention', 'outbox', 'clock', 'log']);
  provide('deadLetters', deadLetters, ['outbox', 'notifier', 'log']);
});
