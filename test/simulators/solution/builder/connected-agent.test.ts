import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildSolution, solutionFiles } from '../../../../simulators/solution/builder/build-solution.ts';
import { readSolution } from '../../../../simulators/solution/read/read-solution.ts';
import { recognise } from '../../../../simulators/solution/recognition/recognise.ts';
import { agent } from '../agent-zip.ts';

const files = new Map(solutionFiles({ calledAs: 'connected-agent' }));
const data = (name: string): unknown => parse(files.get(`botcomponents/${agent}.${name}/data`) ?? '');

describe('The built solution for a connected agent', () => {
  it('has a tool that calls it with the customer’s words and five earlier ones', () => {
    expect(data('action.HandoffBridge')).toMatchObject({
      kind: 'TaskDialog',
      action: {
        kind: 'InvokeExternalAgentTaskAction',
        connectionReference: `${agent}.shared_agentsdk.handoff-bridge`,
        operationDetails: { kind: 'ActivityProtocolMetadata' },
        historyType: { kind: 'ConversationHistory', numberOfPastUserMessagesToInclude: 5 },
      },
    });
  });

  it('has no topic and no variable of the skill, and asks for no address of one', () => {
    const names = [...files.keys()];
    expect(names.filter((path) => /skill|globalvariable|Escalate|Goodbye/i.test(path))).toEqual([]);
    expect(readSolution(buildSolution({ calledAs: 'connected-agent' })).skills).toEqual([]);
  });

  it('lets the orchestrator decide, by instructions that name the agent as its tool does', () => {
    const configuration = JSON.parse(files.get(`bots/${agent}/configuration.json`) ?? '{}');
    expect(configuration).toMatchObject({
      settings: { GenerativeActionsEnabled: true },
      gPTSettings: { defaultSchemaName: `${agent}.gpt.default` },
    });
    const tool = data('action.HandoffBridge');
    const [connected] = readSolution(buildSolution({ calledAs: 'connected-agent' })).connectedAgents;
    expect(tool).toHaveProperty('modelDisplayName', connected?.name);
    expect(data('gpt.default')).toMatchObject({
      kind: 'GptComponentMetadata',
      instructions: expect.stringContaining(`"${connected?.name}"`),
    });
  });

  it('asks for a connection of the Agent SDK connector at the import', () => {
    const text = files.get('customizations.xml');
    expect(text).toContain(`connectionreferencelogicalname="${agent}.shared_agentsdk.handoff-bridge"`);
    expect(text).toContain('/providers/Microsoft.PowerApps/apis/shared_agentsdk');
    expect(new Map(solutionFiles()).get('customizations.xml')).not.toContain('connectionreference');
  });

  it('has the names that its options give it, everywhere', () => {
    for (const [path, text] of solutionFiles({ calledAs: 'connected-agent', prefix: 'cr1' })) {
      expect(path).not.toContain('handoff_');
      expect(text).not.toContain('handoff_');
    }
  });

  it('is in files that each hold what their kind says', () => {
    const entries = Object.entries(unzipSync(buildSolution({ calledAs: 'connected-agent' })));
    const components = entries.filter(([path]) => path.endsWith('/data'));
    expect(components.map(([path, bytes]) => [path.split('.')[1], parse(strFromU8(bytes)).kind])).toEqual([
      ['action', 'TaskDialog'],
      ['gpt', 'GptComponentMetadata'],
      ['topic', 'AdaptiveDialog'],
      ['topic', 'AdaptiveDialog'],
      ['topic', 'AdaptiveDialog'],
    ]);
  });
});

describe('A solution that is read', () => {
  const solution = readSolution(buildSolution({ calledAs: 'connected-agent' }));
  const { connectedAgents } = solution;

  it('knows its connected agent, its description and how much history comes along', () => {
    expect(connectedAgents).toMatchObject([
      { schemaName: `${agent}.action.HandoffBridge`, name: 'Human agents', pastMessages: 5 },
    ]);
    expect(connectedAgents[0]?.description).toContain('"I want to talk with a person"');
  });

  it('keeps a greeting for the copilot', () => {
    expect(recognise('Hello', solution)[0]?.topic.schemaName).toBe(`${agent}.topic.Greeting`);
  });
});
