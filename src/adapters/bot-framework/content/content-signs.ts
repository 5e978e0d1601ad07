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

const contentSentences = {
  file: 'deskFile',
  picture: 'deskPicture',
  audio: 'deskAudio',
  video: 'deskVideo',
  card: 'deskCard',
  location: 'deskLocation',
  contact: 'deskContact',
  attachment: 'deskAttachment',
} as const satisfies Readonly<Record<ContentKind, string>>;

/** The sentences in which an agent is told of signs; `{name}` stands for a value. */
export type SignSentences = Readonly<
  Record<
    | (typeof contentSentences)[ContentKind]
    | 'deskMoreAttachments'
    | 'deskForm'
    | 'deskEdited'
    | 'deskDeleted'
    | 'deskRestored'
    | 'deskReaction'
    | 'deskReactionTakenBack',
    string
  >
>;

/** A sign as the agent reads it. External text stands in it as a value only. */
export function signText(sign: Sign, sentences: SignSentences): string {
  switch (sign.kind) {
    case 'more':
      return fill(sentences.deskMoreAttachments, { count: sign.count });
    case 'form':
      return fill(sentences.deskForm, { values: sign.values });
    case 'edited':
      return sentences.deskEdited;
    case 'deleted':
      return sentences.deskDeleted;
    case 'restored':
      return sentences.deskRestored;
    case 'reaction':
      return fill(sentences.deskReaction, { reactions: sign.reactions });
    case 'reaction-taken-back':
      return fill(sentences.deskReactionTakenBack, { reactions: sign.reactions });
    case 'file':
    case 'picture':
    case 'audio':
    case 'video':
    case 'card':
    case 'location':
    case 'contact':
    case 'attachment':
      return fill(sentences[contentSentences[sign.kind]], { name: sign.name });
  }
}
