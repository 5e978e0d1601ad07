/** Everything that the simulated copilot says of itself. */
export const sentences = {
  greeting: 'Hello, I am the virtual assistant. How can I help you?',
  fallback: 'I am sorry, I did not understand that. Write "I want to talk with a person" to reach an agent.',
  farewell: 'Goodbye! Write again whenever you need something.',
  askProblem: 'Please briefly explain your problem:',
  connecting: 'You are being connected with an agent. Write "Good bye" to come back to me.',
  connected: 'You are connected with an agent. Write "Good bye" to come back to me.',
  alreadyOpen: 'You are already in contact with an agent, and I pass your messages on.',
  notConnected: 'I could not connect you with an agent. How else can I help you?',
  back: 'You are back with the virtual assistant.',
  notHandled: 'Your last message was not handled by an agent. You are back with the virtual assistant.',
  failure: 'Sorry, something went wrong. Please try again.',
} as const;

type Intent = 'escalate' | 'goodbye' | 'greeting' | 'unknown';

const escalatePhrases = [
  'talk with a person',
  'talk to a person',
  'talk with a human',
  'talk to a human',
  'talk to an agent',
  'talk to someone',
  'speak with a person',
  'speak to a person',
  'speak to a human',
  'speak to an agent',
  'live agent',
  'human agent',
  'real person',
  'customer service',
];
const goodbyePhrases = ['good bye', 'goodbye', 'bye', 'bye bye'];
const greetings = ['hello', 'hi', 'hey', 'good morning', 'good afternoon'];

/** What the copilot takes a customer's text for; case and punctuation do not matter. */
export function intentOf(text: string): Intent {
  const words = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  if (escalatePhrases.some((phrase) => ` ${words} `.includes(` ${phrase} `))) return 'escalate';
  if (goodbyePhrases.includes(words)) return 'goodbye';
  return greetings.includes(words) ? 'greeting' : 'unknown';
}
