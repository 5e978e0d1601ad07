import type { AgentSource, SourceFile } from './agent-source.ts';
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

/** Nothing but the agent is in the solution, and that is in files of its own; a connected agent needs a connection beside it. */
export function customizationsXml({ actions }: AgentSource): string {
  const parts = emptyParts.map((name) => element(name, []));
  const references = actions.flatMap(connectionReference);
  return xmlDocument(
    element('ImportExportXml', [
      ...parts,
      ...(references.length > 0 ? [element('connectionreferences', references)] : []),
      element('Languages', [element('Language', '1033')]),
    ]),
  );
}

const agentSdkConnector = '/providers/Microsoft.PowerApps/apis/shared_agentsdk';

/** The import asks for a connection of this connector. */
function connectionReference({ displayName, text }: SourceFile): readonly string[] {
  const name = /^\s*connectionReference: (\S+)$/m.exec(text)?.[1];
  if (name === undefined) return [];
  const content = [
    element('connectionreferencedisplayname', displayName),
    element('connectorid', agentSdkConnector),
    element('iscustomizable', '1'),
    element('promptingbehavior', '0'),
    element('statecode', '0'),
    element('statuscode', '1'),
  ];
  return [element('connectionreference', content, { connectionreferencelogicalname: name })];
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
