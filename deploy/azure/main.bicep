// The bridge in Azure Container Apps, with PostgreSQL, Key Vault, a log workspace and alerts. docs/deploy.md leads through it.

@description('Where everything is made.')
param location string = resourceGroup().location
@description('Begins the name of everything: lower case, digits and hyphens.')
@minLength(3)
@maxLength(16)
param name string = 'handoff-bridge'
@description('The image of the bridge, such as contoso.azurecr.io/handoff-bridge:0.3.0. Name a version, not latest.')
param image string
@description('The registry of the image where it asks who pulls: the identity needs the role AcrPull on it. Empty for a public one.')
param registryServer string = ''
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
@description('Replicas that always run; two survive the loss of one.')
@minValue(2)
@maxValue(10)
param minReplicas int = 2
@description('Replicas at most. Each opens HANDOFF_DATABASE_POOL + 1 connections to the database.')
@minValue(2)
@maxValue(10)
param maxReplicas int = 10
@description('Your own host name, such as bridge.contoso.com; empty for that of Azure.')
param customDomain string = ''
@description('The id of its certificate in the environment, once there is one.')
param certificateId string = ''
@description('Size and tier of the database server.')
param databaseSku object = { name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' }
@description('ZoneRedundant or SameZone for a synchronous standby, Disabled for none.')
@allowed(['ZoneRedundant', 'SameZone', 'Disabled'])
param databaseHighAvailability string = 'ZoneRedundant'
@description('Replicas in several zones, in regions that have them.')
param zoneRedundant bool = true

module foundation 'foundation.bicep' = {
  name: 'foundation'
  params: {
    location: location
    name: name
    databasePassword: databasePassword
    databaseSku: databaseSku
    databaseHighAvailability: databaseHighAvailability
    appSubnetOf: 'Microsoft.App/environments'
  }
}

module app 'container-app.bicep' = if (deployApp) {
  name: 'app'
  params: {
    location: location
    name: name
    image: image
    registryServer: registryServer
    identityId: foundation.outputs.identityId
    vaultUri: foundation.outputs.vaultUri
    workspaceName: foundation.outputs.workspaceName
    appSubnetId: foundation.outputs.appSubnetId
    databaseUrl: foundation.outputs.databaseUrl
    settings: settings
    secretNames: secretNames
    minReplicas: minReplicas
    maxReplicas: maxReplicas
    customDomain: customDomain
    certificateId: certificateId
    zoneRedundant: zoneRedundant
  }
}

module alerts 'alerts.bicep' = if (deployApp) {
  name: 'alerts'
  params: {
    location: location
    name: name
    workspaceName: foundation.outputs.workspaceName
    alertEmail: alertEmail
    lines: 'ContainerAppConsoleLogs_CL | where ContainerAppName_s == "${name}" | project TimeGenerated, Line = Log_s'
    containerAppId: deployApp ? app.outputs.appId : ''
  }
}

output vaultName string = foundation.outputs.vaultName
output identityId string = foundation.outputs.identityId
output address string = deployApp ? app.outputs.address : ''
output domainVerificationId string = deployApp ? app.outputs.domainVerificationId : ''
