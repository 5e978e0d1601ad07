import { liveChatKinds } from '../simulators/live-chat/vendors.ts';
import { findStories } from '../simulators/simulate/language/find-stories.ts';
import { type Fit, withLiveChat } from '../simulators/simulate/run/with-live-chat.ts';

/* docs/live-chats/stories.md: which story goes with which live chat, as stories and simulated vendors say. */

export const storyTableFile = new URL('../docs/live-chats/stories.md', import.meta.url);

const introduction = `# Stories by live chat

For developers. The stories in \`simulators/scenarios\` are played with every live chat that can be simulated, by
\`npm run test:vendors\`; \`npm run simulate -- --live-chat KIND\` plays them by hand. What a story needs follows from its
verbs, and what a live chat cannot do from the entry point of its simulator. \`npm run live-chats\` writes this page.

A number says why a story, or a step of it, is left out: *yes, without 3* is the story without the steps that reason 3 is
about.
`;

/** Throws where a story cannot be read. */
export async function storyTablePage(): Promise<string> {
  const stories = await findStories(['simulators/scenarios']);
  const reasons: string[] = [];
  const numberOf = (reason: string): number => {
    if (!reasons.includes(reason)) reasons.push(reason);
    return reasons.indexOf(reason) + 1;
  };
  const rows = stories.map((story) => [
    story.title,
    ...liveChatKinds.map((kind) => cell(withLiveChat(story, kind), (why) => numberOf(`${kind}: ${why}`))),
  ]);
  const head = ['story', ...liveChatKinds];
  const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  const list = reasons.map((reason, index) => `${index + 1}. ${reason}`);
  return [introduction, ...table, '', '## Why not', '', ...list, ''].join('\n');
}

function cell(fit: Fit, numberOf: (why: string) => number): string {
  if (fit.is === 'not played') return `no, ${numberOf(fit.why)}`;
  const without = fit.without.map(numberOf);
  return without.length === 0 ? 'yes' : `yes, without ${without.join(' and ')}`;
}
