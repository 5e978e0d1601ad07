/** What our own agent says in its topics, and the simulator when it has to. */
export const sentences = {
  greeting: 'Hello, I am the virtual assistant. How can I help you?',
  fallback: 'I am sorry, I did not understand that. Write "I want to talk with a person" to reach an agent.',
  farewell: 'Goodbye! Write again whenever you need something.',
  askProblem: 'Please briefly explain your problem:',
  connecting: 'You are being connected with an agent. Write "Good bye" to come back to me.',
  connected: 'You are connected with an agent. Write "Good bye" to come back to me.',
  alreadyOpen: 'You are already in contact with an agent, and I pass your messages on.',
  back: 'You are back with the virtual assistant.',
  notHandled: 'Your last message was not handled by an agent. You are back with the virtual assistant.',
  failure: 'Sorry, something went wrong. Please try again.',
} as const;
