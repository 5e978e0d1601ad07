import { XMLValidator } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { buildSolution, solutionFiles } from '../../../simulators/solution/builder/build-solution.ts';
import { readSolution } from '../../../simulators/solution/read/read-solution.ts';
import { actionsOf } from '../../../simulators/solution/solution.ts';
import { skillManifest } from '../../../src/adapters/callers/skill/manifest.ts';
import { agent } from './agent-zip.ts';

const manifest = skillManifest({ publicUrl: 'https://bridge.example', appId: 'app' });
const dialects = ['reference', 'contoso-sample'] as const;

const properties = z
  .object({ properties: z.record(z.string(), z.unknown()).default({}) })
  .default({ properties: {} });
const skillSchema = z.object({
  appId: z.object({ schemaName: z.string() }),
  appEndpoint: z.object({ schemaName: z.string() }),
  actions: z.array(
    z.object({
      actionId: z.string(),
      activityType: z.string(),
      inputType: properties,
      outputType: properties,
    }),
  ),
});

describe('The built solution', () => {
  it('is the same, byte for byte, from the same options', () => {
    expect(buildSolution({ prefix: 'cr1' })).toEqual(buildSolution({ prefix: 'cr1' }));
    expect(buildSolution({ prefix: 'cr1' })).not.toEqual(buildSolution());
  });

  it('has the files of an export, each of them readable', () => {
    const files = unzipSync(buildSolution());
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        '[Content_Types].xml',
        'customizations.xml',
        'solution.xml',
        `bots/${agent}/bot.xml`,
        `bots/${agent}/configuration.json`,
        `botcomponents/${agent}.topic.EscalateToLiveChat/data`,
        `botcomponents/${agent}.topic.GoodbyeLiveChat/botcomponent.xml`,
        `botcomponents/${agent}.skill.HandoffBridge/data`,
        `environmentvariabledefinitions/${agent}.skill.HandoffBridge.AppId/environmentvariabledefinition.xml`,
        `environmentvariabledefinitions/${agent}.skill.HandoffBridge.AppEndpoint/environmentvariabledefinition.xml`,
      ]),
    );
    for (const [path, bytes] of Object.entries(files)) {
      const text = strFromU8(bytes);
      if (path.endsWith('.xml')) expect(XMLValidator.validate(text), path).toBe(true);
      else if (path.endsWith('.json')) expect(JSON.parse(text)).toBeTypeOf('object');
      else expect(parse(text)).toHaveProperty('kind');
    }
    const bare = Object.keys(files).filter((path) => path.endsWith('/data'));
    const types = strFromU8(files['[Content_Types].xml'] ?? new Uint8Array());
    for (const path of bare) expect(types).toContain(`PartName="/${path}"`);
  });

  it('has the names that its options give it, everywhere', () => {
    const options = { prefix: 'cr1', publisher: 'Fabrikam', name: 'FabrikamAgent', version: '2.0.0.1' };
    const given = { ...options, appId: 'id <1>', appEndpoint: 'https://b.example/api/messages' };
    const solution = readSolution(buildSolution(given));
    expect(solution).toMatchObject({
      name: 'FabrikamAgent',
      version: '2.0.0.1',
      agent: { schemaName: 'cr1_handoverAgent' },
    });
    expect(solution.environment.map(({ value }) => value)).toEqual([
      'https://b.example/api/messages',
      'id <1>',
    ]);
    for (const [path, text] of solutionFiles(given)) {
      expect(path).not.toContain('handoff_');
      expect(text).not.toContain('handoff_');
    }
  });

  test.each([
    [{ prefix: 'a' }, '--prefix has to be 2 to 8 lower-case letters and digits'],
    [{ name: 'My Agent' }, '--name has to be letters, digits and _'],
    [{ publisher: '<x>' }, '--publisher has to be letters, digits and _'],
    [{ version: '1.0' }, '--version has to be four numbers such as 1.0.0.0'],
  ])('refuses %j', (options, message) => {
    expect(() => buildSolution(options)).toThrow(message);
  });

  describe.each(dialects)('in the dialect %s', (dialect) => {
    const files = new Map(solutionFiles({ dialect }));
    const skill = skillSchema.parse(
      parse(files.get(`botcomponents/${agent}.skill.HandoffBridge/data`) ?? ''),
    );

    it('defines the skill as its manifest does', () => {
      for (const { actionId, activityType, inputType, outputType } of skill.actions) {
        const published = Object.entries(manifest.activities).find(([id]) => id === actionId)?.[1];
        expect(published?.type, actionId).toBe(activityType);
        const known = Object.values(manifest.definitions).flatMap((one) => Object.keys(one.properties));
        expect(known).toEqual(expect.arrayContaining(Object.keys(inputType.properties)));
        expect(Object.keys(outputType.properties)).toEqual(
          Object.keys(manifest.definitions.answer.properties),
        );
      }
    });

    it('names its environment variables as it defines them', () => {
      for (const { schemaName } of [skill.appId, skill.appEndpoint])
        expect([...files.keys()]).toContain(
          `environmentvariabledefinitions/${schemaName}/environmentvariabledefinition.xml`,
        );
    });

    it('has nothing that the simulator does not know', () => {
      const { topics } = readSolution(buildSolution({ dialect }));
      expect(topics.filter(({ begin }) => begin.kind === 'unknown')).toEqual([]);
      expect(topics.flatMap(actionsOf).filter(({ kind }) => kind === 'unknown')).toEqual([]);
    });
  });
});
