import { z } from 'zod';
import { SolutionProblem } from '../problem.ts';
import { languageTagOf } from '../recognition/language.ts';
import type { Agent, EnvironmentVariable } from '../solution.ts';
import { type Component, type Contents, type Files, matching, type Tolerant } from './component.ts';
import { readXml } from './xml.ts';

const manifestXml = z.object({
  ImportExportXml: z.object({
    SolutionManifest: z.object({ UniqueName: z.string(), Version: z.string().default('') }),
  }),
});
const botXml = z.object({
  bot: z.object({
    '@schemaname': z.string().min(1),
    name: z.string().default(''),
    language: z.string().optional(),
  }),
});
const componentXml = z.object({
  botcomponent: z.object({
    '@schemaname': z.string().min(1),
    componenttype: z.string(),
    name: z.string().default(''),
    parentbotid: z.object({ schemaname: z.string() }).optional().catch(undefined),
    statecode: z.string().default('0'),
  }),
});
const displayName = z.union([z.string(), z.object({ '@default': z.string() })]);
const variableXml = z.object({
  environmentvariabledefinition: z.object({
    '@schemaname': z.string().min(1),
    displayname: displayName.default(''),
    defaultvalue: z.string().optional(),
  }),
});
const valuesJson = z.object({
  environmentvariablevalues: z.object({ environmentvariablevalue: z.object({ value: z.string() }) }),
});
const configurationJson = z.object({
  settings: z.object({ GenerativeActionsEnabled: z.boolean().optional() }).optional().catch(undefined),
});

/** Where the manifest is: in a zip, or in the folder that a packager makes of one. */
const manifestPaths = ['solution.xml', 'Other/Solution.xml'];

export const manifestIn = (files: Files): string | undefined =>
  manifestPaths.find((path) => files.has(path)) ??
  [...files.keys()].find((path) => /^solution\.xml$/i.test(path));

/** A solution as Dataverse exports it. */
export function readExport(files: Files, tolerant: Tolerant): Contents {
  const path = manifestIn(files) ?? 'solution.xml';
  const manifest = files.get(path);
  if (manifest === undefined) throw new SolutionProblem({ file: path, line: 1 }, 'is not in the zip');
  const { UniqueName, Version } = readXml(path, manifest, manifestXml).ImportExportXml.SolutionManifest;
  const bots = matching(files, /^bots\/[^/]+\/bot\.xml$/i);
  const isCollection = [...files.keys()].some((file) => file.startsWith('botcomponentcollections/'));
  return {
    name: UniqueName,
    version: Version,
    agents: bots.map(([file, text]) => agentIn(files, file, text)),
    components: matching(files, /^botcomponents\/[^/]+\/botcomponent\.xml$/i).flatMap(([file, text]) =>
      tolerant(() => componentIn(files, file, text)).flatMap((found) => found ?? []),
    ),
    translations: translationsIn(files),
    environment: environmentIn(files, tolerant),
    withoutAgent: isCollection
      ? 'is a component collection, topics for use in other agents, and has no agent of its own'
      : undefined,
  };
}

function agentIn(files: Files, path: string, text: string): Agent {
  const { bot } = readXml(path, text, botXml);
  return {
    schemaName: bot['@schemaname'],
    name: bot.name || bot['@schemaname'],
    language: languageTagOf(bot.language === undefined ? undefined : Number(bot.language)),
    isGenerative: isGenerative(files.get(path.replace(/bot\.xml$/i, 'configuration.json'))),
  };
}

/** A configuration that cannot be read is that of an agent as they were before it existed. */
function isGenerative(configuration: string | undefined): boolean {
  if (configuration === undefined) return false;
  try {
    const { settings } = configurationJson.parse(JSON.parse(configuration));
    return settings?.GenerativeActionsEnabled === true;
  } catch {
    return false;
  }
}

function componentIn(files: Files, path: string, text: string): Component | undefined {
  const { botcomponent: found } = readXml(path, text, componentXml);
  const file = path.replace(/botcomponent\.xml$/i, 'data');
  const data = files.get(file);
  const type = typeOf(found.componenttype, found['@schemaname']);
  // What is no part of a conversation need not be there.
  if (type === undefined || (type === 'other' && data === undefined)) return undefined;
  if (data === undefined) throw new SolutionProblem({ file, line: 1 }, 'is not in the zip');
  return {
    type,
    schemaName: found['@schemaname'],
    name: found.name || found['@schemaname'],
    parent: found.parentbotid?.schemaname,
    isActive: found.statecode === '0',
    file,
    text: data,
  };
}

/** Components of Dataverse's number for translations, or with a language at the end of their name. */
function translationsIn(files: Files): readonly string[] {
  return matching(files, /^botcomponents\/[^/]+\/botcomponent\.xml$/i).flatMap(([path, text]) =>
    isTranslation(path.split('/')[1] ?? '') || /<componenttype>\s*10\s*</.test(text) ? [path] : [],
  );
}

const isTranslation = (schemaName: string): boolean => /\.[a-z]{2}-[A-Z]{2}$/.test(schemaName);

/** Dataverse's numbers, and the second part of the name; knowledge, uploads and the like stay out. */
function typeOf(componentType: string, schemaName: string): Component['type'] | undefined {
  if (componentType === '12') return 'variable';
  if (componentType === '13') return 'skill';
  if (/\.entity\./.test(schemaName)) return 'entity';
  if (componentType !== '9' || isTranslation(schemaName)) return undefined;
  return /\.topic\./.test(schemaName) ? 'topic' : 'other';
}

function environmentIn(files: Files, tolerant: Tolerant): readonly EnvironmentVariable[] {
  return matching(
    files,
    /^environmentvariabledefinitions\/[^/]+\/environmentvariabledefinition\.xml$/i,
  ).flatMap(([path, text]) =>
    tolerant(() => {
      const found = readXml(path, text, variableXml).environmentvariabledefinition;
      const name = typeof found.displayname === 'string' ? found.displayname : found.displayname['@default'];
      const file = path.replace(/environmentvariabledefinition\.xml$/i, 'environmentvariablevalues.json');
      const values = files.get(file);
      const value = values === undefined ? undefined : valueIn(file, values);
      return { schemaName: found['@schemaname'], name, value: value ?? found.defaultvalue };
    }),
  );
}

function valueIn(file: string, text: string): string | undefined {
  try {
    return valuesJson.safeParse(JSON.parse(text)).data?.environmentvariablevalues.environmentvariablevalue
      .value;
  } catch {
    throw new SolutionProblem({ file, line: 1 }, 'is not JSON');
  }
}
