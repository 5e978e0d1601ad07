// The bridge in Container Apps, and the job that migrates its database.

param location string
param name string
param image string
param registryServer string
param identityId string
param vaultUri string
param workspaceName string
param appSubnetId string
param databaseUrl string
param settings object
param secretNames object
param minReplicas int
param maxReplicas int
param customDomain string
param certificateId string
param zoneRedundant bool

// As the probes have it, whatever the settings say.
var port = 5001
var ownSettings = {
  HANDOFF_HOST: '0.0.0.0'
  PORT: string(port)
  HANDOFF_STORE: 'postgres'
  HANDOFF_DATABASE_POOL: '10'
  DATABASE_URL: databaseUrl
}
var ownSecrets = { PGPASSWORD: 'database-password' }
var plain = [for each in items(union(settings, ownSettings)): { name: each.key, value: each.value }]
var secret = [for each in items(union(secretNames, ownSecrets)): { name: each.key, secretRef: each.value }]
var fromVault = [
  for each in items(union(secretNames, ownSecrets)): {
    name: each.value
    keyVaultUrl: '${vaultUri}secrets/${each.value}'
    identity: identityId
  }
]
// The environment's domain is known only when there is one.
var host = empty(customDomain) ? '${name}.${environment.properties.defaultDomain}' : customDomain
var ofAddress = [{ name: 'HANDOFF_PUBLIC_URL', value: 'https://${host}' }]
var registries = empty(registryServer) ? [] : [{ server: registryServer, identity: identityId }]
var domainWithoutCertificate = [{ name: customDomain, bindingType: 'Disabled' }]
var domainWithCertificate = [{ name: customDomain, bindingType: 'SniEnabled', certificateId: certificateId }]
var customDomains = empty(customDomain) ? [] : (empty(certificateId) ? domainWithoutCertificate : domainWithCertificate)

resource workspace 'Microsoft.OperationalInsights/workspaces@2022-10-01' existing = {
  name: workspaceName
}

resource environment 'Microsoft.App/managedEnvironments@2025-01-01' = {
  name: '${name}-environment'
  location: location
  properties: {
    zoneRedundant: zoneRedundant
    vnetConfiguration: { internal: false, infrastructureSubnetId: appSubnetId }
    workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }]
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: workspace.properties.customerId
        sharedKey: workspace.listKeys().primarySharedKey
      }
    }
  }
}

resource migrate 'Microsoft.App/jobs@2025-01-01' = {
  name: '${name}-migrate'
  location: location
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      triggerType: 'Manual'
      manualTriggerConfig: { parallelism: 1, replicaCompletionCount: 1 }
      replicaTimeout: 1800
      replicaRetryLimit: 3
      registries: registries
      secrets: [
        { name: 'database-password', keyVaultUrl: '${vaultUri}secrets/database-password', identity: identityId }
      ]
    }
    template: {
      containers: [
        {
          name: 'migrate'
          image: image
          command: ['node', 'scripts/migrate.ts']
          env: [
            { name: 'DATABASE_URL', value: databaseUrl }
            { name: 'PGPASSWORD', secretRef: 'database-password' }
          ]
          resources: { cpu: json('0.5'), memory: '1Gi' }
        }
      ]
    }
  }
}

resource bridge 'Microsoft.App/containerApps@2025-01-01' = {
  name: name
  location: location
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      // A new revision gets the requests when its replicas are ready, and the former one stops after that.
      activeRevisionsMode: 'Single'
      maxInactiveRevisions: 5
      ingress: {
        external: true
        targetPort: port
        transport: 'http'
        allowInsecure: false
        customDomains: customDomains
      }
      registries: registries
      secrets: fromVault
    }
    template: {
      // Requests and attempts under way, and what is told to the database at last.
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'bridge'
          image: image
          env: concat(plain, secret, ofAddress)
          resources: { cpu: json('1.0'), memory: '2Gi' }
          probes: [
            // Alive as long as it answers: a database that is away is no reason to start it again.
            { type: 'Liveness', httpGet: { path: '/healthz', port: port }, periodSeconds: 10, timeoutSeconds: 3 }
            { type: 'Readiness', httpGet: { path: '/readyz', port: port }, periodSeconds: 5, timeoutSeconds: 6 }
            { type: 'Startup', httpGet: { path: '/healthz', port: port }, periodSeconds: 6, failureThreshold: 10 }
          ]
        }
      ]
      scale: {
        minReplicas: minReplicas
        maxReplicas: maxReplicas
        rules: [{ name: 'requests', http: { metadata: { concurrentRequests: '100' } } }]
      }
    }
  }
}

output appId string = bridge.id
output address string = 'https://${bridge.properties.configuration.ingress.fqdn}'
output domainVerificationId string = bridge.properties.customDomainVerificationId
