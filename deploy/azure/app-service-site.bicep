// The site of the bridge and its plan.

param location string
param name string
param image string
param identityId string
param identityClientId string
param vaultUri string
param workspaceName string
param appSubnetId string
param settings object
param secretNames object
param instances int
param planSku string

var plain = [for each in items(settings): { name: each.key, value: each.value }]
var fromVault = [
  for each in items(secretNames): {
    name: each.key
    value: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${each.value})'
  }
]

resource workspace 'Microsoft.OperationalInsights/workspaces@2022-10-01' existing = {
  name: workspaceName
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: '${name}-plan'
  location: location
  kind: 'linux'
  sku: { name: planSku, capacity: instances }
  properties: { reserved: true, zoneRedundant: false }
}

resource site 'Microsoft.Web/sites@2024-04-01' = {
  name: '${name}-${uniqueString(resourceGroup().id)}'
  location: location
  kind: 'app,linux,container'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    virtualNetworkSubnetId: appSubnetId
    keyVaultReferenceIdentity: identityId
    siteConfig: {
      linuxFxVersion: 'DOCKER|${image}'
      acrUseManagedIdentityCreds: true
      acrUserManagedIdentityID: identityClientId
      // Migrates and starts; several that do so at once wait for each other.
      appCommandLine: 'sh -c "node scripts/migrate.ts && exec node src/main.ts"'
      alwaysOn: true
      healthCheckPath: '/readyz'
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      vnetRouteAllEnabled: true
      appSettings: concat(plain, fromVault)
    }
  }
}

resource lines 'Microsoft.Insights/diagnosticSettings@2017-05-01-preview' = {
  name: 'lines'
  scope: site
  properties: {
    workspaceId: workspace.id
    logs: [{ category: 'AppServiceConsoleLogs', enabled: true }]
  }
}

output address string = 'https://${site.properties.defaultHostName}'
