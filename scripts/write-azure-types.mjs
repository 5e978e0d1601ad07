import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/*
 * Writes what Azure's resource types take, for the test of deploy/azure, from the clients that Microsoft generates from the
 * same specifications as the compiler's types. They are no packages of this project, as they are large:
 *
 *   npm install --prefix FOLDER --ignore-scripts @azure/arm-appcontainers@2.2.0 …    (the packages below)
 *   node scripts/write-azure-types.mjs FOLDER
 */

const app = { of: '@azure/arm-appcontainers@2.2.0', at: 'dist/esm/models/mappers.js', version: '2025-01-01' };
const postgres = {
  of: '@azure/arm-postgresql-flexible@8.0.0',
  at: 'dist/esm/models/mappers.js',
  version: '2024-08-01',
};
const vault = { of: '@azure/arm-keyvault@3.2.0', at: 'dist/esm/models/mappers.js', version: '2024-11-01' };
const logs = {
  of: '@azure/arm-operationalinsights@9.0.0',
  at: 'dist-esm/src/models/mappers.js',
  version: '2022-10-01',
};
const monitor = { of: '@azure/arm-monitor@7.0.0', at: 'dist-esm/src/models/mappers.js' };
const identity = { of: '@azure/arm-msi@2.2.0', at: 'dist/esm/models/mappers.js', version: '2024-11-30' };
const roles = {
  of: '@azure/arm-authorization@9.0.0',
  at: 'dist-esm/src/models/mappers.js',
  version: '2022-04-01',
};
const network = {
  of: '@azure/arm-network@33.5.0',
  at: 'dist-esm/src/models/mappers.js',
  version: '2024-05-01',
};
const dns = {
  of: '@azure/arm-privatedns@3.2.0',
  at: 'dist-esm/src/models/mappers.js',
  version: '2020-06-01',
};
const web = { of: '@azure/arm-appservice@16.0.0', at: 'dist/esm/models/mappers.js', version: '2024-04-01' };

const wanted = [
  { type: 'Microsoft.App/managedEnvironments', model: 'ManagedEnvironment', ...app },
  { type: 'Microsoft.App/containerApps', model: 'ContainerApp', ...app },
  { type: 'Microsoft.App/jobs', model: 'Job', ...app },
  { type: 'Microsoft.DBforPostgreSQL/flexibleServers', model: 'Server', ...postgres },
  { type: 'Microsoft.DBforPostgreSQL/flexibleServers/databases', model: 'Database', ...postgres },
  { type: 'Microsoft.KeyVault/vaults', model: 'VaultCreateOrUpdateParameters', ...vault },
  { type: 'Microsoft.KeyVault/vaults/secrets', model: 'SecretCreateOrUpdateParameters', ...vault },
  { type: 'Microsoft.OperationalInsights/workspaces', model: 'Workspace', ...logs },
  {
    type: 'Microsoft.Insights/actionGroups',
    model: 'ActionGroupResource',
    ...monitor,
    version: '2021-09-01',
  },
  {
    type: 'Microsoft.Insights/metricAlerts',
    model: 'MetricAlertResource',
    ...monitor,
    version: '2018-03-01',
  },
  {
    type: 'Microsoft.Insights/diagnosticSettings',
    model: 'DiagnosticSettingsResource',
    ...monitor,
    version: '2017-05-01-preview',
  },
  { type: 'Microsoft.ManagedIdentity/userAssignedIdentities', model: 'Identity', ...identity },
  { type: 'Microsoft.Authorization/roleAssignments', model: 'RoleAssignmentCreateParameters', ...roles },
  { type: 'Microsoft.Network/virtualNetworks', model: 'VirtualNetwork', ...network },
  { type: 'Microsoft.Network/privateDnsZones', model: 'PrivateZone', ...dns },
  { type: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks', model: 'VirtualNetworkLink', ...dns },
  { type: 'Microsoft.Web/serverfarms', model: 'AppServicePlan', ...web },
  { type: 'Microsoft.Web/sites', model: 'Site', ...web },
];

/** A property of this name holds everything that may be added to an object. */
const deepest = 9;

function shapeOf(type, mappers, depth = 0) {
  if (type.name === 'Sequence') return [shapeOf(type.element.type, mappers, depth)];
  if (type.name === 'Dictionary') return { '*': shapeOf(type.value.type, mappers, depth) };
  if (type.name === 'Enum') return type.allowedValues.join('|');
  if (type.name !== 'Composite') return type.name.toLowerCase();
  if (depth > deepest) return 'any';
  return objectOf(type.className, mappers, depth);
}

/** A name ends with `!` where it is required. What is only read is left out. */
function objectOf(className, mappers, depth) {
  const { type } = mappers[className];
  const kinds = Object.entries(mappers.discriminators ?? {})
    .filter(([name]) => name.startsWith(`${type.uberParent ?? className}.`))
    .map(([, each]) => each.type.modelProperties);
  const shape = {};
  const inner = (t) => shapeOf(t, mappers, depth + 1);
  for (const each of Object.values(type.modelProperties)) {
    if (!each.readOnly) put(shape, namesIn(each.serializedName), { property: each, inner });
  }
  // What one kind requires, another may not have.
  for (const each of kinds.flatMap((properties) => Object.values(properties))) {
    const names = namesIn(each.serializedName);
    if (!each.readOnly && !(`${names[0]}!` in shape))
      put(shape, names, { property: { ...each, required: false }, inner });
  }
  if (type.additionalProperties) shape['*'] = shapeOf(type.additionalProperties.type, mappers, depth + 1);
  return shape;
}

const namesIn = (serialized) => serialized.split(/(?<!\\)\./).map((name) => name.replaceAll('\\', ''));

function put(shape, [name, ...rest], { property, inner }) {
  if (rest.length === 0) {
    shape[property.required ? `${name}!` : name] = inner(property.type);
    return;
  }
  shape[name] ??= shape[`${name}!`] ?? {};
  put(shape[name], rest, { property, inner });
}

/** No client has this version; these are the properties of the page on Microsoft's site that are used. */
const scheduledQueryRules = {
  of: 'https://learn.microsoft.com/azure/templates/microsoft.insights/2021-08-01/scheduledqueryrules',
  takes: {
    'location!': 'string',
    kind: 'LogAlert|LogToMetric',
    'properties!': {
      displayName: 'string',
      description: 'string',
      severity: 'number',
      enabled: 'boolean',
      scopes: ['string'],
      skipQueryValidation: 'boolean',
      evaluationFrequency: 'timespan',
      windowSize: 'timespan',
      autoMitigate: 'boolean',
      criteria: {
        allOf: [
          {
            query: 'string',
            timeAggregation: 'Average|Count|Maximum|Minimum|Total',
            operator: 'Equals|GreaterThan|GreaterThanOrEqual|LessThan|LessThanOrEqual',
            threshold: 'number',
            failingPeriods: { numberOfEvaluationPeriods: 'number', minFailingPeriodsToAlert: 'number' },
          },
        ],
      },
      actions: { actionGroups: ['string'] },
    },
  },
};

const [folder = '.'] = process.argv.slice(2);
const found = { 'Microsoft.Insights/scheduledQueryRules@2021-08-01': scheduledQueryRules };
for (const { type, model, of, at, version } of wanted) {
  const [, name, pinned] = /^(.+)@(.+)$/.exec(of);
  const home = resolve(folder, 'node_modules', name);
  const installed = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version;
  if (installed !== pinned) throw new Error(`${name} is ${installed} there, not ${pinned}`);
  const mappers = await import(pathToFileURL(join(home, at)).href);
  found[`${type}@${version}`] = { of, takes: objectOf(model, mappers, 0) };
}
writeFileSync('test/deploy/azure/resource-types.json', `${JSON.stringify(found)}\n`);
