import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { solutionFiles } from '../../../../simulators/solution/builder/build-solution.ts';
import { readSolutionFile } from '../../../../simulators/solution/read/read-solution-file.ts';
import { agentZip, topicOf, zipOf } from '../agent-zip.ts';
import { perform } from '../performance.ts';
import { send } from '../topic-yaml.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-solution-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name, path)), { recursive: true });
    await writeFile(join(folder, name, path), content);
  }
  return join(folder, name);
}

const hello = ['Hello, I am the virtual assistant. How can I help you?'];

describe('A solution is read', () => {
  it('from a zip within a zip, and from a folder within one', async () => {
    const nested = zipSync({ 'exports/HandoverAgent.zip': agentZip(), 'readme.txt': strToU8('x') });
    const inFolder = zipOf(
      Object.fromEntries(solutionFiles({}).map(([path, text]) => [`src/${path}`, text])),
    );
    const path = await written('zips', { 'nested.zip': nested, 'folder.zip': inFolder });
    for (const name of ['nested.zip', 'folder.zip']) {
      const solution = await readSolutionFile(join(path, name));
      expect(await perform(solution).says('Hello')).toEqual(hello);
    }
  });

  it('from the folder of an unpacked solution', async () => {
    const files = solutionFiles({}).map(([path, text]): [string, string] => [
      path === 'solution.xml' ? 'Other/Solution.xml' : path,
      text,
    ]);
    const solution = await readSolutionFile(await written('unpacked', Object.fromEntries(files)));
    expect(await perform(solution).says('Hello')).toEqual(hello);
  });

  it('from a folder of .mcs.yml files', async () => {
    const path = await written('workspace', {
      'settings.mcs.yml':
        'displayName: Shop\nschemaName: cr1_shop\nlanguage: 1031\nconfiguration:\n  settings:\n    GenerativeActionsEnabled: true\n',
      'agent.mcs.yml': 'kind: GptComponentMetadata\n',
      'topics/Ask.mcs.yml': `mcs.metadata:\n  componentName: Frage\n${topicOf('Frage', '- kind: BeginDialog\n  dialog: Answer')}`,
      'topics/Answer.topic.mcs.yml': topicOf('Antwort', send('Ja')),
      'knowledge/Site.mcs.yml': 'kind: KnowledgeSourceConfiguration\n',
      'actions/Flow.mcs.yml': 'kind: TaskDialog\n',
    });
    const solution = await readSolutionFile(path);
    expect(solution.agent).toEqual({
      schemaName: 'cr1_shop',
      name: 'Shop',
      language: 'de-DE',
      isGenerative: true,
    });
    expect(solution.unreadable).toEqual([]);
    expect(solution.topics.map(({ name, schemaName }) => [name, schemaName])).toEqual([
      ['Answer', 'cr1_shop.topic.Answer'],
      ['Frage', 'cr1_shop.topic.Ask'],
    ]);
    expect(solution.otherDialogs).toMatchObject([{ schemaName: 'cr1_shop.action.Flow', kind: 'TaskDialog' }]);
    expect(await perform(solution).says('Frage')).toEqual(['Ja']);
  });

  it('not from a folder without one, nor from nowhere', async () => {
    const path = await written('empty', { 'a.txt': 'a' });
    await expect(readSolutionFile(path)).rejects.toThrow('has neither a solution.xml nor .mcs.yml files');
    await expect(readSolutionFile(join(folder, 'nowhere'))).rejects.toThrow('cannot be read: ENOENT');
  });

  it('with one of several agents', async () => {
    const files = {
      ...Object.fromEntries(solutionFiles({})),
      'bots/z_other/bot.xml': '<bot schemaname="z_other"><name>Other</name></bot>',
    };
    const path = join(await written('several', { 'several.zip': zipOf(files) }), 'several.zip');
    await expect(readSolutionFile(path)).rejects.toThrow(
      /has 2 agents; choose one of them with --agent NAME/,
    );
    expect((await readSolutionFile(path, { agent: 'other' })).topics).toEqual([]);
    expect((await readSolutionFile(path, { agent: 'Handover Agent' })).topics).toHaveLength(6);
    await expect(readSolutionFile(path, { agent: 'None' })).rejects.toThrow(/has no agent "None"/);
  });
});
