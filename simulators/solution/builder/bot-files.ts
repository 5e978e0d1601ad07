import type { AgentSource } from './agent-source.ts';
import { element } from './xml-text.ts';

/** The agent itself, in Teams, for people who are signed in there. Topics begin by trigger phrases, unless an orchestrator decides. */
export function botFiles({
  agent,
  calledAs,
  instructions,
}: AgentSource): readonly (readonly [string, string])[] {
  const bot = element(
    'bot',
    [
      element('authenticationmode', '2'),
      element('authenticationtrigger', '1'),
      element('iscustomizable', '0'),
      element('language', '1033'),
      element('name', agent.name),
      element('runtimeprovider', '0'),
      element('template', 'default-2.1.0'),
    ],
    { schemaname: agent.schemaName },
  );
  const configuration = {
    $kind: 'BotConfiguration',
    channels: [{ $kind: 'ChannelDefinition', channelId: 'MsTeams' }],
    settings: { GenerativeActionsEnabled: calledAs === 'connected-agent' },
    isAgentConnectable: true,
    ...(calledAs === 'connected-agent' && {
      recognizer: { $kind: 'GenerativeAIRecognizer' },
      gPTSettings: {
        $kind: 'GPTSettings',
        defaultSchemaName: `${agent.schemaName}.gpt.${instructions[0]?.name}`,
      },
    }),
  };
  return [
    [`bots/${agent.schemaName}/bot.xml`, `${bot}\n`],
    [`bots/${agent.schemaName}/configuration.json`, `${JSON.stringify(configuration, undefined, 2)}\n`],
  ];
}
