import type { AgentSource } from './agent-source.ts';
import { element, xmlDocument } from './xml-text.ts';

const octets = 'application/octet-stream';

/** The types of the files in the zip; those without an extension are named one by one. */
export function contentTypes(paths: readonly string[]): string {
  const bare = paths.filter((path) => path.endsWith('/data'));
  const root = element(
    'Types',
    [
      ...['xml', 'json'].map((Extension) => element('Default', [], { Extension, ContentType: octets })),
      ...bare.map((path) => element('Override', [], { PartName: `/${path}`, ContentType: octets })),
    ],
    { xmlns: 'http://schemas.openxmlformats.org/package/2006/content-types' },
  );
  return xmlDocument(root);
}

const emptyParts = [
  'Entities',
  'Roles',
  'Workflows',
  'FieldSecurityProfiles',
  'Templates',
  'EntityMaps',
  'EntityRelationships',
  'OrganizationSettings',
  'optionsets',
  'CustomControls',
  'EntityDataProviders',
];

/** Nothing but the agent is in the solution, and that is in files of its own. */
export function customizationsXml(): string {
  const parts = emptyParts.map((name) => element(name, []));
  return xmlDocument(
    element('ImportExportXml', [...parts, element('Languages', [element('Language', '1033')])]),
  );
}

export function solutionXml({ solution, publisher }: AgentSource): string {
  const named = (text: string) =>
    element('LocalizedNames', [element('LocalizedName', [], { description: text, languagecode: '1033' })]);
  const manifest = element('SolutionManifest', [
    element('UniqueName', solution.name),
    named(solution.displayName),
    element('Descriptions', []),
    element('Version', solution.version),
    element('Managed', '0'),
    element('Publisher', [
      element('UniqueName', publisher.name),
      named(publisher.displayName),
      element('Descriptions', []),
      element('EMailAddress', ''),
      element('SupportingWebsiteUrl', ''),
      element('CustomizationPrefix', publisher.prefix),
      element('CustomizationOptionValuePrefix', '10000'),
      element('Addresses', []),
    ]),
    element('RootComponents', []),
    element('MissingDependencies', []),
  ]);
  const root = element('ImportExportXml', [manifest], {
    version: '9.2.0.0',
    SolutionPackageVersion: '9.2',
    languagecode: '1033',
    generatedBy: 'HandoffBridge',
  });
  return xmlDocument(root);
}
