import type { Told } from '../wire/envelope.ts';
import { botText, type Item, picker, topicPicker } from '../wire/items.ts';
import { listed, type Spoken, textOf } from '../wire/wire.ts';

/** What the Virtual Agent answers. */
export interface Reply extends Told {
  /** It hands the person on, goes on talking, or is done. */
  readonly next: 'agent' | 'awake' | 'asleep';
}

const liveAgentSupport = 'Live Agent Support.';

export const ended: Item = botText('The conversation has ended. If you need help again, type hi.');

export const greeting: Reply = {
  body: [botText("Hi, I'm your Virtual Agent. Let me know how I can help you today."), topicPicker],
  next: 'awake',
};

/** What it says to words that it does not understand, and to a first request for an agent. */
export const misunderstanding: Reply = {
  body: [
    botText("I am sorry but I didn't understand your request."),
    botText('Please try giving me your request in a different way.'),
    topicPicker,
  ],
  score: 0,
  next: 'awake',
};

export const handingOn: Reply = {
  body: [
    {
      uiType: 'OutputText',
      group: 'DefaultText',
      value: 'Please stand by while I connect you to a live agent.',
    },
  ],
  isAgentChat: true,
  next: 'agent',
};

/** Its topic asks for something. */
export const topicQuestion: Reply = {
  body: [
    {
      uiType: 'InputText',
      group: 'DefaultText',
      required: true,
      nluTextEnabled: false,
      label: 'Which one do you mean?',
      maskType: 'NONE',
    },
  ],
  next: 'awake',
};

/** The bot before it has to go on. */
export const fault: Reply = { body: [], takesControl: true, score: 0, next: 'asleep' };

/** It answers a file with texts that have a label and no value. */
const fileReceived: Reply = {
  body: ['File got', 'The conversation has ended. If you need help again, type hi.'].map((label) => ({
    uiType: 'OutputText',
    group: 'DefaultText',
    required: false,
    nluTextEnabled: false,
    label,
    maskType: 'NONE',
    itemType: 'outputtext',
  })),
  isCompleted: true,
  next: 'asleep',
};

const askWhether: Reply = {
  body: [
    picker('What item best describes what you want to do?', [
      [liveAgentSupport, liveAgentSupport],
      ['I want something else', '-1'],
    ]),
  ],
  next: 'awake',
};

const askToEnd: Reply = {
  body: [
    picker('Please make a selection.', [
      ['End conversation', '1'],
      ['Cancel', '0'],
    ]),
  ],
  next: 'awake',
};

/** Everything else that it can show. */
const showAll: Reply = {
  body: [
    {
      uiType: 'OutputLink',
      group: 'DefaultOutputLink',
      header: 'A page',
      label: 'A page',
      type: 'link',
      value: { action: 'https://instance.service-now.com/page' },
    },
    {
      uiType: 'OutputImage',
      group: 'DefaultOutputImage',
      value: 'https://instance.service-now.com/image.png',
    },
    { uiType: 'OutputHtml', group: 'DefaultHtml', value: '<p>A page</p>', width: 300, height: 100 },
    { uiType: 'OutputCard', group: 'DefaultOutputCard', templateName: 'Card', data: '{"title":"A card"}' },
  ],
  next: 'awake',
};

/** Utterances, each with its variants in other languages. */
const utterances: ReadonlyMap<string, Reply> = new Map([
  ...['', 'hi', 'hello', 'hola'].map((said) => [said, greeting] as const),
  ...['agent', 'live agent'].map((said) => [said, askWhether] as const),
  ['live agent support', handingOn],
  ...['chao', 'choa', 'bye'].map((said) => [said, askToEnd] as const),
  ['end conversation', { body: [ended], isCompleted: true, next: 'asleep' }],
  ['show me everything', showAll],
]);

/** Its answer to words that no agent hears. */
export function replyTo(said: Pick<Spoken, 'message'>): Reply {
  if (listed(said.message?.attachment).length > 0) return fileReceived;
  const words = textOf(said).trim().toLowerCase().replace(/\.$/, '');
  return utterances.get(words) ?? misunderstanding;
}
