/**
 * What some live chats cannot do, so that no bridge can promise it with them. Stories and the judges of a record have to know.
 *
 * - `keys`: a key by which a repeat is told, so that one which the network makes is no second message.
 * - `repeated starts`: a repeated start opens one chat.
 * - `repeated words`: a repeated message is shown once.
 * - `repeated callbacks`: a callback that was not answered comes again, or the words and the end that it told can be
 *   listed. Else they are lost.
 * - `callback ids`: a callback has an id by which its repeat is told, and the bridge need not look for one.
 * - `refused late words`: the agent's side hears that words came after the end, or are for no session.
 * - `own refusals`: a refusal is known as its own by the body, so that no page in between is taken for one.
 * - `refused words`: a customer's words after the end are refused, or shown to an agent all the same.
 * - `free agent`: the answer to a start says that an agent is there.
 * - `one-call start`: a start is one request, so that a slow live chat is not several times as slow, and knows of
 *   the chat even where its answer comes too late.
 * - `customer typing`: agents see that a customer is typing.
 * - `closed`, `no-agents`: a start is refused for this reason.
 * - `closing time`: a chat that ends because no agent is on duty any more is told to have ended for that.
 * - `end without agents`, `end for silence`, `end for a failure`: likewise for an end that has one of these causes.
 * - `automatic words`: words of the live chat's own bot or of a trigger are known not to be an agent's.
 * - `end reasons`: an end that the bridge asks for says why.
 * - `last words`: an end that the agent's side tells has words of its own.
 * - `agent names`: a message says who wrote it.
 * - `names of who comes`: it is told who has come or left, and not only that an agent has.
 */
export type Gap =
  | 'keys'
  | 'repeated starts'
  | 'repeated words'
  | 'repeated callbacks'
  | 'callback ids'
  | 'refused late words'
  | 'own refusals'
  | 'refused words'
  | 'free agent'
  | 'one-call start'
  | 'customer typing'
  | 'closed'
  | 'no-agents'
  | 'closing time'
  | 'end without agents'
  | 'end for silence'
  | 'end for a failure'
  | 'automatic words'
  | 'end reasons'
  | 'last words'
  | 'agent names'
  | 'names of who comes';

/** Each with why, in a sentence that begins with the live chat as its subject. */
export type Lacks = Readonly<Partial<Record<Gap, string>>>;
