/*
 * Every place in the code where a crash leaves something half done: before and after each write to the store, and while
 * each request to a party is on its way, or done and not answered. A test dies at each of them, and finds a point red
 * that is never reached.
 */

const aroundWrites = [
  // A request for an agent, and its live chat.
  'commit handoff-requested',
  'lease to-live-chat',
  'begin start',
  'commit live-chat-opened',
  'release to-live-chat',
  // Words both ways.
  'commit customer-said',
  'begin say to-live-chat',
  'settle say to-live-chat delivered',
  'settle say to-live-chat unknown',
  'commit agent-said',
  'lease to-customer',
  'begin say to-customer',
  'settle say to-customer delivered',
  'settle say to-customer not-delivered',
  'commit message-undeliverable',
  'release to-customer',
  // What agents do.
  'commit agent-joined',
  'begin notice to-customer',
  'settle notice to-customer delivered',
  // Ends: by the customer, by the agent, by nobody.
  'commit handoff-ended',
  'begin end',
  'settle end delivered',
  'commit live-chat-closed',
  'begin return',
  'commit handoff-ended by return',
  'commit idle-warned',
  'commit live-chat-closed by sweeper',
  // What need not be kept any more.
  'eraseTexts',
  'forgetEnded',
] as const;

const onTheWay = ['start', 'say to live chat', 'end', 'say to customer', 'return to copilot'] as const;

export const crashPoints = [
  ...aroundWrites.flatMap((write) => [`before ${write}`, `after ${write}`]),
  ...onTheWay.flatMap((send) => [`sent: ${send}`, `done and not answered: ${send}`]),
] as const;
