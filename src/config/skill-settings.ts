import { z } from 'zod';
import { choiceSetting } from '../adapters/settings/choices.ts';
import { setting } from '../adapters/settings/setting.ts';
import { appIdsIn } from './app-ids.ts';

export const skillSettings = z
  .object({
    HANDOFF_ALLOWED_CALLERS: setting(
      {
        description: 'app ids that may call the skill, GUIDs, comma-separated',
        expected: 'app ids, which are GUIDs, comma-separated; * is not allowed',
        isOptional: true,
        whenAbsent: "the copilot's app id",
      },
      appIdsIn,
    ),
    HANDOFF_SKILL_DIALECT: choiceSetting(
      {
        description:
          '`auto`, `reference` or `contoso-sample`: the [dialect](connect-copilot-studio.md#dialects) in which topics call the skill',
      },
      ['auto', 'reference', 'contoso-sample'],
    ),
    HANDOFF_END_COMMAND: setting(
      {
        description:
          'the message with which a topic, or a customer, [ends the handoff](connect-copilot-studio.md#the-end-command)',
        expected: 'a text',
        byDefault: 'end handoff',
      },
      (text) => text,
    ),
  })
  .transform((its) => ({
    allowedCallers: its.HANDOFF_ALLOWED_CALLERS,
    skill: { dialect: its.HANDOFF_SKILL_DIALECT, endCommand: its.HANDOFF_END_COMMAND },
  }));
