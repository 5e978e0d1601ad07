/** When an agent's words can reach a customer: whenever they are said, as the answer to the customer's next turn, or not at all. */
export type Reach = 'any-time' | 'next-turn' | 'never';

/** A channel as Bot Framework names it, and what it takes. */
export interface KnownChannel {
  /** Names it in sessions and settings. */
  readonly id: string;
  /** As customers know it, to be read in a sentence. */
  readonly name: string;
  /** By the way in which the copilot calls. */
  readonly reach: Readonly<Record<'skill' | 'connected-agent', Reach>>;
  /** Why it is never reached by a way: a word for conditions in a topic. */
  readonly reason?: string;
  /** Whether it shows that an agent is typing. */
  readonly showsTyping: boolean;
  /** How many quick replies it shows at most. */
  readonly quickReplies: number;
  readonly markdown: 'teams' | 'commonmark' | 'none';
  /** Of one message, counted in UTF-16 code units. */
  readonly limit: number;
  /** Whether it refuses what comes faster than limits that are known. */
  readonly isPaced: boolean;
}

const anyTime = { skill: 'any-time', 'connected-agent': 'any-time' } as const;
/** A skill's words after its turn are answered 2xx and not shown; those at a callback are shown. */
const inTurns = { skill: 'next-turn', 'connected-agent': 'any-time' } as const;
const never = { skill: 'never', 'connected-agent': 'never' } as const;
const onlyAsAgent = { skill: 'never', 'connected-agent': 'any-time' } as const;

const web = {
  showsTyping: true,
  quickReplies: 100,
  markdown: 'commonmark',
  // An activity may have 256 KB there, everything that it carries included.
  limit: 100_000,
  isPaced: false,
} as const;
const plain = { showsTyping: false, quickReplies: 0, markdown: 'none', limit: 2000, isPaced: false } as const;

/**
 * What channels take, by what they are called in `channelId`, in lower case. Names and quick replies are those of the Agents SDK
 * (https://github.com/microsoft/Agents-for-js, agents-activity); Teams' limit is documented, other limits are the platforms' own. Slack,
 * Telegram, LINE, SMS and e-mail reach a copilot by a relay of their maker's, as `directline`.
 */
export const channelTable = {
  msteams: {
    id: 'msteams',
    name: 'Microsoft Teams',
    reach: anyTime,
    showsTyping: true,
    quickReplies: 3,
    markdown: 'teams',
    // A little less than the 28 KB that Teams takes everywhere.
    limit: 13_500,
    isPaced: true,
  },
  webchat: { id: 'webchat', name: 'web chat', reach: inTurns, ...web },
  directline: { id: 'directline', name: 'web chat', reach: inTurns, ...web },
  facebook: {
    ...plain,
    id: 'facebook',
    name: 'Facebook Messenger',
    reach: inTurns,
    showsTyping: true,
    quickReplies: 10,
  },
  'm365-copilot': {
    ...plain,
    id: 'm365-copilot',
    name: 'Microsoft 365 Copilot',
    reach: never,
    reason: 'copilot-chat',
  },
  telephony: { ...plain, id: 'telephony', name: 'telephony', reach: never, reason: 'telephony' },
  'pva-studio': {
    ...plain,
    id: 'pva-studio',
    name: 'the test pane of Copilot Studio',
    reach: onlyAsAgent,
    reason: 'test-pane',
  },
  omnichannel: {
    ...plain,
    id: 'omnichannel',
    name: 'Dynamics 365 Omnichannel',
    reach: onlyAsAgent,
    reason: 'omnichannel',
  },
} as const satisfies Readonly<Record<string, KnownChannel>>;
