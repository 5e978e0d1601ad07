/** What the simulated copilot says where the agent's topics have no words. */
export const sentences = {
  fallback: 'I am sorry, I did not understand that.',
  failure: 'Sorry, something went wrong. Please try again.',
  stopped: 'Sorry, I cannot go on with this here. Please try something else.',
  rating: 'How would you rate this conversation, from 1 to 5?',
} as const;
