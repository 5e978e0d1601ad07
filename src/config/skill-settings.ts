import { z } from 'zod';
import { choiceSetting } from '../adapters/settings/choices.ts';
import { guidIn, unwrapped } from '../adapters/settings/guid.ts';
import { setting } from '../adapters/settings/setting.ts';

export const skillSettings = z
  .object({
    HANDOFF_ALLOWED_CALLERS: setting(
      {
        description: 'app ids that may call the skill, GUIDs, comma-separated',
        expected: 'app ids, which are GUIDs, comma-separated; * is not allowed',
        isOptional: true,
        whenAbsent: "the copilot's app id",
      },
      callersIn,
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
          'the message with which a topic [ends the handoff](connect-copilot-studio.md#the-end-command)',
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

function callersIn(text: string): readonly string[] | undefined {
  const given = text.replace(/^\[(.*)\]$/s, '$1').split(/[\s,;]+/);
  const callers = given.filter((each) => unwrapped(each) !== '').map(guidIn);
  const known = callers.filter((each) => each !== undefined);
  return known.length > 0 && known.length === callers.length ? [...new Set(known)] : undefined;
}
