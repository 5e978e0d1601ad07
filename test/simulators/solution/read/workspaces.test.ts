import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { aboutSolution } from '../../../../simulators/solution/about/about-solution.ts';
import { readSolution } from '../../../../simulators/solution/read/read-solution.ts';
import { readSolutionFile } from '../../../../simulators/solution/read/read-solution-file.ts';
import { agentZip, topicOf, zipOf } from '../agent-zip.ts';
import { perform } from '../performance.ts';
import { send } from '../topic-yaml.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'agents-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

const agentNamed = (name: string, folder: string) => ({
  [`${folder}settings.mcs.yml`]: `displayName: ${name}\nschemaName: cr1_${name}\nlanguage: 1033\n`,
  [`${folder}agent.mcs.yml`]: 'kind: GptComponentMetadata\n',
  [`${folder}topics/Hello.mcs.yml`]: topicOf('hello', send(`I am ${name}`)),
});
const two = { ...agentNamed('Sales', 'work/Sales/'), ...agentNamed('Service', 'work/Service/') };

describe('A folder of .mcs.yml files', () => {
  it('with several agents asks which one, and plays the one that is named', async () => {
    const folder = await folderOf(two);
    await expect(readSolutionFile(folder)).rejects.toThrow(/has 2 agents; .*"Sales".*"Service"/);
    for (const agent of ['Service', 'cr1_Sales'])
      expect(await perform(await readSolutionFile(folder, { agent })).says('hello')).toEqual([
        `I am ${agent.replace('cr1_', '')}`,
      ]);
  });

  it('may come as a zip, also one within a zip', async () => {
    const zip = zipOf(two);
    expect(readSolution(zip, { agent: 'Sales' }).topics).toHaveLength(1);
    const { zipSync } = await import('fflate');
    expect(readSolution(zipSync({ 'download.zip': zip }), { agent: 'Sales' }).topics).toHaveLength(1);
  });

  it('has the agents within an agent as parts of it', async () => {
    const folder = await folderOf({
      ...agentNamed('Sales', ''),
      'agents/Orders/agent.mcs.yml': 'kind: AgentDialog\nbeginDialog:\n  kind: OnToolSelected\n',
    });
    const solution = await readSolutionFile(folder);
    expect(solution.agent.name).toBe('Sales');
    expect(solution.otherDialogs.map(({ kind }) => kind)).toEqual(['AgentDialog']);
  });

  it('is known by its folders where it has no settings', async () => {
    const { 'settings.mcs.yml': _, ...files } = agentNamed('x', '');
    const folder = await folderOf(
      Object.fromEntries(Object.entries(files).map(([path, text]) => [`Shop/${path}`, text])),
    );
    expect((await readSolutionFile(folder)).topics.map(({ name }) => name)).toEqual(['Hello']);
  });
});

describe('Translations', () => {
  it('are told and left out', async () => {
    const folder = await folderOf({
      ...agentNamed('Sales', ''),
      'translations/Hello.de-DE.mcs.yml': 'kind: Anything\n',
    });
    const solution = await readSolutionFile(folder);
    expect(solution.topics).toHaveLength(1);
    expect(aboutSolution(solution)).toContain('Translations into de-DE are left out: here it speaks en-US.');
  });

  it('of an export do not become topics', () => {
    const solution = readSolution(agentZip({ 'topic.Greeting.fr-FR': 'kind: Anything\n' }));
    expect(solution.topics.map(({ schemaName }) => schemaName).join()).not.toContain('fr-FR');
    expect(aboutSolution(solution)).toContain('Translations into fr-FR');
  });
});
