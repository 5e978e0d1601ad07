/* What to change on the side that sends callbacks. */
export const callbackAdvice = {
  hook: 'Let the test hook send this callback, or do it by hand: --by-hand.',
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
