import type { LiveChat } from '../../simulators/live-chat/start-live-chat.ts';
import type { MicrosoftSide } from '../../simulators/microsoft-side.ts';

/** A customer named Anna who has asked for a person, and her chat on the desk. */
export async function escalated(microsoft: MicrosoftSide, liveChat: LiveChat) {
  const anna = await microsoft.teams.customer('Anna');
  await anna.says('I want to talk with a person');
  await anna.says('My invoice is wrong');
  return { anna, chat: await liveChat.chat() };
}
