/** What the desk says about an end that the other side told, for the reasons that a handoff knows. */
const TEXTS = new Map([
  ['customer', 'The customer ended the conversation'],
  ['copilot', 'The copilot ended the conversation'],
  ['idle', 'The conversation ended after a long silence'],
  ['too-long', 'The conversation ended: it had been open for too long'],
  ['failed', 'The conversation ended: messages could not be delivered'],
]);

export function endedText(reason: string): string {
  return TEXTS.get(reason) ?? `The conversation was ended (${reason})`;
}
