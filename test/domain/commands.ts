import type * as commands from '../../src/domain/commands.ts';
import { messageId } from '../../src/domain/ids.ts';
import {
  asActive,
  asQueued,
  ours,
  pat,
  patsCaller,
  patsChannel,
  patsConversation,
  patsTeams,
  saidBefore,
  theLiveChat,
  thePrinter,
} from './builders.ts';

export const patAsksForAnAgent: commands.RequestHandoff = {
  type: 'request-handoff',
  sessionId: ours,
  conversationId: patsConversation,
  customer: pat,
  caller: patsCaller,
  channel: patsChannel,
  customerAddress: patsTeams,
  problem: thePrinter,
  transcript: saidBefore,
};

export const patMoves: commands.MoveCustomer = { type: 'move-customer', customerAddress: 'teams/pat/phone' };

export const patAsksAgain: commands.RepeatRequest = { type: 'repeat-request' };

export const liveChatQueues: commands.ConfirmOpened = {
  type: 'confirm-opened',
  liveChatId: theLiveChat,
  opening: asQueued,
};
export const liveChatServes: commands.ConfirmOpened = { ...liveChatQueues, opening: asActive };

/** The turn's time is up: the customer is told in the turn, and the live chat may exist all the same. */
export const turnGivesUp: commands.GiveUpOpening = {
  type: 'give-up-opening',
  why: 'unavailable',
  liveChatMayExist: true,
  customerIsTold: true,
};
export const liveChatIsClosed: commands.GiveUpOpening = {
  type: 'give-up-opening',
  why: 'closed',
  liveChatMayExist: false,
  customerIsTold: true,
};
/** Nobody waits for the answer any more, so nobody tells the customer. */
export const nobodyWaits: commands.GiveUpOpening = { ...turnGivesUp, customerIsTold: false };

export const patSays: commands.SayAsCustomer = {
  type: 'say-as-customer',
  messageId: messageId('p1'),
  text: 'It still burns',
  customerAddress: patsTeams,
};

export const danaSays: commands.SayAsAgent = {
  type: 'say-as-agent',
  messageId: messageId('d1'),
  text: 'Pull the plug',
  agentName: 'Dana',
};

export const triggerSays: commands.SayAsLiveChat = {
  type: 'say-as-live-chat',
  messageId: messageId('t1'),
  text: 'We will be with you shortly',
};

export const danaJoins: commands.RecordAgentChange = { type: 'record-agent-joined', agentName: 'Dana' };
export const danaLeaves: commands.RecordAgentChange = { type: 'record-agent-left', agentName: 'Dana' };
export const elliTakesOver: commands.RecordAgentChange = {
  type: 'record-agent-transferred',
  agentName: 'Elli',
};
export const patIsSecond: commands.RecordQueuePosition = { type: 'record-queue-position', position: 2 };

export const wordsDoNotReachDana: commands.RecordUndeliverable = {
  type: 'record-undeliverable',
  to: 'live-chat',
  cause: 'invalid',
};

export const danaCannotBeReached: commands.RecordDelay = { type: 'record-delay', to: 'live-chat' };
export const danaIsReached: commands.RecordReached = { type: 'record-reached', to: 'live-chat' };

export const danaHangsUpLate: commands.RecordLiveChatOver = { type: 'record-live-chat-over' };
export const wordsArriveLate: commands.RecordLateArrival = { type: 'record-late-arrival' };

export const silenceIsNoticed: commands.WarnIdle = { type: 'warn-idle' };
export const danaCloses: commands.CloseLiveChat = {
  type: 'close-live-chat',
  reason: 'agent',
  liveChat: 'over',
};
export const silenceCloses: commands.CloseLiveChat = { type: 'close-live-chat', reason: 'idle' };
export const patSaysGoodbye: commands.EndHandoff = { type: 'end-handoff', by: 'customer' };
export const farewellIsOut: commands.FinishClosing = { type: 'finish-closing' };
