import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { numberSetting } from '../adapters/settings/numbers.ts';
import { setting } from '../adapters/settings/setting.ts';
import { defaultSentences, type Sentences, sentenceNames } from '../application/sentences.ts';
import type { RetentionTimes } from '../application/sweeps/apply-retention.ts';

const hourMs = 3_600_000;

/** How long sessions last, and what is said in them. */
export const sessionSettings = z
  .object({
    HANDOFF_TURN_BUDGET_MS: numberSetting({
      description: "how long a request for an agent may keep the copilot's turn waiting, at most 14000",
      min: 500,
      max: 14_000,
      byDefault: 10_000,
    }),
    HANDOFF_IDLE_MINUTES: numberSetting({
      description:
        'silence after which a session ends; the customer is warned before. It does not count while words wait, a side cannot be reached, or the queue moves',
      min: 0.01,
      max: 100_000,
      byDefault: 60,
    }),
    HANDOFF_MAX_HOURS: numberSetting({
      description:
        'age at which a session ends; also how long delivery of a message is tried while [its peer is down](adr/0007-a-failing-peer-is-not-called.md); above 24, [agree with the live chat](operations.md#limits-of-others)',
      min: 0.001,
      max: 10_000,
      byDefault: 24,
    }),
    HANDOFF_SENTENCES_FILE: setting(
      {
        description:
          'a JSON file that replaces [what the bridge says](../src/application/sentences.ts) to customers and agents',
        expected: 'a JSON file of {name: sentence} with known names',
        isOptional: true,
      },
      sentencesIn,
    ),
  })
  .transform((its) => ({
    turnBudgetMs: its.HANDOFF_TURN_BUDGET_MS,
    idleMs: its.HANDOFF_IDLE_MINUTES * 60_000,
    maxAgeMs: its.HANDOFF_MAX_HOURS * hourMs,
    laneLimit: 1000,
    laneBytes: 4 * 1024 * 1024,
    sentences: its.HANDOFF_SENTENCES_FILE ?? defaultSentences,
  }));

const sentenceFile = z.partialRecord(z.enum(sentenceNames), z.string().min(1).max(1000));

function sentencesIn(file: string): Sentences | undefined {
  try {
    return { ...defaultSentences, ...sentenceFile.parse(JSON.parse(readFileSync(file, 'utf8'))) };
  } catch {
    // The finding says what is expected of the file, whatever is wrong with it.
    return undefined;
  }
}

/** Repeats of what came in a session have to be recognised for a week. */
const shortestRetentionDays = 7;

export const retentionSettings = z
  .object({
    HANDOFF_TEXT_RETENTION_HOURS: numberSetting({
      description: 'time after the end of a session after which its texts and its customer are erased',
      min: 0,
      max: 100_000,
      byDefault: 24,
    }),
    HANDOFF_RETENTION_DAYS: numberSetting({
      description:
        'time after the end after which the rest of it is forgotten: ids, times and reasons; at least 7',
      min: shortestRetentionDays,
      max: 10_000,
      byDefault: 30,
    }),
  })
  .transform(
    (its): RetentionTimes => ({
      sessionsMs: its.HANDOFF_RETENTION_DAYS * 24 * hourMs,
      textsMs: its.HANDOFF_TEXT_RETENTION_HOURS * hourMs,
    }),
  );
