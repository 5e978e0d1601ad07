/* What to change on the side that sends callbacks. */
export const callbackAdvice = {
  hook: 'Let the test hook send this callback, or do it by hand: --by-hand.',
  hookFailed:
    'Check the address of --trigger and look into your log. A test hook answers 2xx when the callback is on its way, and 501 for a type that the live chat does not have.',
  address:
    'Post each callback to the callbackUrl of the session’s start exactly as it stands there, path included.',
  ownId:
    'Count the callbacks of all types together, or take random ids: the bridge takes a second callback under the same messageId for a repeat, and the customer never sees it.',
  text: 'Send what the agent wrote as it is: UTF-8, nothing escaped but what JSON demands, nothing left out.',
  answerFirst:
    'Answer a start as soon as the session is stored, and do not wait until its callbacks are taken: the bridge takes them only once it knows the sessionId from your answer.',
  agentsEnd:
    'Refuse with 410 what comes for a session that your agent has ended: the customer is then told that it will not be read.',
  silence:
    'Post each callback to the callbackUrl of the start, and check that this address can be reached from where the live chat runs (--callback-url, --callback-port).',
  session: 'Send the sessionId that the answer to the start named.',
  shape: 'Send the fields as agreed; the table shows what is expected and what came.',
  repeat:
    'Repeat a callback that is answered with 429 or 5xx, or not at all, until it is taken: the customer would miss the message otherwise.',
  sameId:
    'Keep messageId and webhook-id when a callback is repeated: with a new id the customer sees the message twice.',
  order:
    'Send the callbacks of a session one after the other: the next one only after the one before was taken. Otherwise the customer reads an answer before its question.',
  gone: 'Stop repeating a callback that is refused with 410, 400, 401 or 404: the session is over, or the callback will never be taken.',
} as const;
