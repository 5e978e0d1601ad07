import type { AgentSource, SourceFile } from './agent-source.ts';
import { element } from './xml-text.ts';

type File = readonly [string, string];

/** Dataverse's numbers of component types. */
const types = { topic: '9', action: '9', variable: '12', skill: '13', gpt: '15' } as const;

export function componentFiles(agent: AgentSource): readonly File[] {
  const variables = agent.variables.map(
    (variable): SourceFile => ({
      name: variable.name,
      displayName: variable.name,
      text: variableText(agent.agent.schemaName, variable),
    }),
  );
  return [
    ...filesOf(agent, agent.topics, { type: 'topic', infix: 'topic' }),
    ...filesOf(agent, agent.skills, { type: 'skill', infix: 'skill' }),
    ...filesOf(agent, agent.actions, { type: 'action', infix: 'action' }),
    ...filesOf(agent, agent.instructions, { type: 'gpt', infix: 'gpt' }),
    ...filesOf(agent, variables, { type: 'variable', infix: 'globalvariable' }),
  ].sort(([one], [other]) => (one < other ? -1 : 1));
}

function filesOf(
  { agent }: AgentSource,
  sources: readonly SourceFile[],
  { type, infix }: { readonly type: keyof typeof types; readonly infix: string },
): readonly File[] {
  return sources.flatMap(({ name, displayName, text }): readonly File[] => {
    const schemaName = `${agent.schemaName}.${infix}.${name}`;
    const folder = `botcomponents/${schemaName}`;
    return [
      [
        `${folder}/botcomponent.xml`,
        componentXml({ schemaName, type: types[type], displayName, parent: agent.schemaName }),
      ],
      [`${folder}/data`, text],
    ];
  });
}

interface Component {
  readonly schemaName: string;
  readonly type: string;
  readonly displayName: string;
  readonly parent: string;
}

function componentXml({ schemaName, type, displayName, parent }: Component): string {
  const root = element(
    'botcomponent',
    [
      element('componenttype', type),
      element('iscustomizable', '0'),
      element('name', displayName),
      element('parentbotid', [element('schemaname', parent)]),
      element('statecode', '0'),
      element('statuscode', '1'),
    ],
    { schemaname: schemaName },
  );
  return `${root}\n`;
}

function variableText(agent: string, variable: AgentSource['variables'][number]): string {
  const { name, description, isGivenFromOutside } = variable;
  return [
    `name: ${name}`,
    'aIVisibility: HideFromAIContext',
    'scope: Conversation',
    `description: ${JSON.stringify(description)}`,
    `schemaName: ${agent}.globalvariable.${name}`,
    'kind: GlobalVariableComponent',
    ...(isGivenFromOutside ? ['isExternalInitializationAllowed: true'] : []),
    'defaultValue: DEFAULT',
    '',
  ].join('\n');
}

interface Values {
  readonly appId?: string;
  readonly appEndpoint?: string;
}

/** The two environment variables of the skill, text both. */
export function environmentFiles(
  { agent, skill, calledAs }: AgentSource,
  { appId, appEndpoint }: Values,
): readonly File[] {
  // A connected agent has its address and its app in the connection.
  if (calledAs !== 'skill') return [];
  const one = (suffix: string, description: string, value: string | undefined): File => {
    const schemaName = `${agent.schemaName}.skill.${skill.name}.${suffix}`;
    const title = `${skill.displayName} ${suffix}`;
    const label = (text: string) => [element('label', [], { description: text, languagecode: '1033' })];
    const root = element(
      'environmentvariabledefinition',
      [
        ...(value === undefined ? [] : [element('defaultvalue', value)]),
        element('description', label(description), { default: description }),
        element('displayname', label(title), { default: title }),
        element('introducedversion', '1.0.0.0'),
        element('iscustomizable', '1'),
        element('isrequired', '1'),
        element('secretstore', '0'),
        element('type', '100000000'),
      ],
      { schemaname: schemaName },
    );
    return [`environmentvariabledefinitions/${schemaName}/environmentvariabledefinition.xml`, `${root}\n`];
  };
  return [one('AppEndpoint', skill.appEndpoint, appEndpoint), one('AppId', skill.appId, appId)];
}
