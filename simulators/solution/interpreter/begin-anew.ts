import type { RecordValue } from '../power-fx/value.ts';
import { asNear, type Recognised, recognise } from '../recognition/recognise.ts';
import type { Topic } from '../solution.ts';
import { resumes } from './next.ts';
import type { Play } from './play.ts';
import { goOn } from './run.ts';
import { mayBegin, systemTopic, topicsFor } from './triggers.ts';

/**
 * The customer's words where no topic waits for them: topics for any message come first, then the one that is
 * recognised, or else those for what is not.
 */
export async function beginAnew(play: Play): Promise<void> {
  const first = topicsFor(play, 'OnActivity', 'OnMessageActivity');
  const next = meant(play) ?? unknown(play);
  play.change({ queue: [...first, ...(next ?? [])].map(({ schemaName }) => schemaName) });
  // With a topic for any message the customer is not told besides that nothing was understood.
  if (next === undefined && first.length === 0) return play.say(play.sentences.fallback);
  return goOn(play, resumes);
}

function meant(play: Play): readonly Topic[] | undefined {
  const candidates = recognise(play.text, play.solution).filter(({ topic }) => mayBegin(play, topic));
  const near = asNear(candidates);
  const [best] = near;
  if (!best) return undefined;
  play.change({ fallbacks: 0 });
  if (near.length === 1) return [best.topic];
  const offered = near.filter(({ topic: { begin } }) => begin.kind === 'known' && begin.isOffered);
  const chooser = offered.length > 1 ? systemTopic(play, 'OnSelectIntent') : undefined;
  if (chooser) {
    play.change({ system: withOptions(play, offered) });
    return [chooser];
  }
  const names = near.map(({ topic }) => topic.name);
  play.report(
    new Error(`Several topics answer to the same words, of which the first began: ${names.join(', ')}`),
  );
  return [offered[0]?.topic ?? best.topic];
}

/** What the topic of choice finds, under the names that Copilot Studio has for it. */
function withOptions(play: Play, offered: readonly Recognised[]) {
  const options = offered.map(
    ({ topic, score }): RecordValue => ({
      DisplayName: topic.name,
      TopicId: topic.schemaName,
      TriggerId: topic.begin.kind === 'known' ? topic.begin.id : 'main',
      Score: score,
    }),
  );
  return {
    ...play.state().system,
    'Recognizer.IntentOptions': options,
    'Recognizer.SelectedIntent': null,
  };
}

function unknown(play: Play): readonly Topic[] | undefined {
  play.change({ fallbacks: play.state().fallbacks + 1 });
  const topics = topicsFor(play, 'OnUnknownIntent');
  return topics.length === 0 ? undefined : topics;
}
