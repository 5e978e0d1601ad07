import { fill } from '../../../domain/fill-sentence.ts';

export type ContentKind =
  | 'file'
  | 'picture'
  | 'audio'
  | 'video'
  | 'card'
  | 'location'
  | 'contact'
  | 'attachment';

/** Something of the customer that cannot be carried as words; the agent is told that it came, and what it is. */
export type Sign =
  | { readonly kind: ContentKind; readonly name: string }
  | { readonly kind: 'more'; readonly count: number }
  | { readonly kind: 'form'; readonly values: string }
  | { readonly kind: 'edited' | 'deleted' | 'restored' }
  | { readonly kind: 'reaction' | 'reaction-taken-back'; readonly reactions: string };

const sentenceOf = {
  file: 'deskFile',
  picture: 'deskPicture',
  audio: 'deskAudio',
  video: 'deskVideo',
  card: 'deskCard',
  location: 'deskLocation',
  contact: 'deskContact',
  attachment: 'deskAttachment',
  more: 'deskMoreAttachments',
  form: 'deskForm',
  edited: 'deskEdited',
  deleted: 'deskDeleted',
  restored: 'deskRestored',
  reaction: 'deskReaction',
  'reaction-taken-back': 'deskReactionTakenBack',
} as const satisfies Readonly<Record<Sign['kind'], string>>;

/** The sentences in which an agent is told of signs; `{name}` and the like stand for the values of the sign. */
export type SignSentences = Readonly<Record<(typeof sentenceOf)[Sign['kind']], string>>;

/** A sign as the agent reads it. External text stands in it as a value only. */
export const signText = ({ kind, ...values }: Sign, sentences: SignSentences): string =>
  fill(sentences[sentenceOf[kind]], values);
