// The bridge in Azure App Service, in place of Container Apps: the same foundation, settings and secrets.

@description('Where everything is made.')
param location string = resourceGroup().location
@description('Begins the name of everything: lower case, digits and hyphens.')
@minLength(3)
@maxLength(16)
param name string = 'handoff-bridge'
@description('The image of the bridge, such as contoso.azurecr.io/handoff-bridge:0.3.0. Name a version, not latest.')
param image string
@description('Your own address, such as https://bridge.contoso.com, once it leads here.')
param publicUrl string = 'https://${name}-${uniqueString(resourceGroup().id)}.azurewebsites.net'
@description('Settings of docs/settings.md that are no secrets, by their names.')
param settings object
@description('For each setting that is a secret: the name of its secret in the vault.')
param secretNames object
@description('The password that the database gets. It is kept in the vault as database-password.')
@secure()
@minLength(16)
param databasePassword string
@description('Where alerts go.')
param alertEmail string
@description('false makes everything but the app: the vault has to have the secrets before the app can start.')
param deployApp bool = true
@description('Instances; two survive the loss of one.')
@minValue(2)
@maxValue(10)
param instances int = 2
@description('Size of an instance.')
param planSku string = 'P0v3'
@description('Size and tier of the database server.')
param databaseSku object = { name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' }
@description('ZoneRedundant or SameZone for a synchronous standby, Disabled for none.')
@allowed(['ZoneRedundant', 'SameZone', 'Disabled'])
param databaseHighAvailability string = 'ZoneRedundant'

var ownSettings = {
  HANDOFF_HOST: '0.0.0.0'
  HANDOFF_PUBLIC_URL: publicUrl
  PORT: '5001'
  HANDOFF_STORE: 'postgres'
  HANDOFF_DATABASE_POOL: '10'
  DATABASE_URL: foundation.outputs.databaseUrl
}
// The port for App Service itself.
var ofPlatform = { WEBSITES_PORT: '5001' }
var ownSecrets = { PGPASSWORD: 'database-password' }

module foundation 'foundation.bicep' = {
  name: 'foundation'
  params: {
    location: location
    name: name
    databasePassword: databasePassword
    databaseSku: databaseSku
    databaseHighAvailability: databaseHighAvailability
    appSubnetOf: 'Microsoft.Web/serverFarms'
  }
}

module site 'app-service-site.bicep' = if (deployApp) {
  name: 'site'
  params: {
    location: location
    name: name
    image: image
    identityId: foundation.outputs.identityId
    identityClientId: foundation.outputs.identityClientId
    vaultUri: foundation.outputs.vaultUri
    workspaceName: foundation.outputs.workspaceName
    appSubnetId: foundation.outputs.appSubnetId
    settings: union(settings, ownSettings, ofPlatform)
    secretNames: union(secretNames, ownSecrets)
    instances: instances
    planSku: planSku
  }
}

module alerts 'alerts.bicep' = if (deployApp) {
  name: 'alerts'
  params: {
    location: location
    name: name
    workspaceName: foundation.outputs.workspaceName
    alertEmail: alertEmail
    lines: 'AppServiceConsoleLogs | project TimeGenerated, Line = ResultDescription'
  }
}

output vaultName string = foundation.outputs.vaultName
output identityId string = foundation.outputs.identityId
output address string = deployApp ? site.outputs.address : ''
