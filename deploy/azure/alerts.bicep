// Alerts by e-mail: on lines of the bridge's log, and on metrics of the platform where it has them.

param location string
param name string
param workspaceName string
param alertEmail string
@description('A query that gives the lines of the bridge in the column Line.')
param lines string
@description('The container app, where its restarts and refusals are watched; empty for another platform.')
param containerAppId string = ''

// Each is an event of the log, in docs/operations.md with what to do.
var watchedEvents = [
  { event: 'database-not-reached', severity: 1, says: 'Nothing can be stored: callers get 503 and repeat.' }
  { event: 'damaged-record', severity: 1, says: 'A record of the database is damaged: its session gets 503.' }
  { event: 'no-token', severity: 1, says: 'Entra gives no token: what needs one waits.' }
  { event: 'not-started', severity: 1, says: 'A replica could not start.' }
  { event: 'refused-by-live-chat', severity: 2, says: 'The live chat refuses messages.' }
  { event: 'feed-failed', severity: 2, says: 'The live chat is not heard on a connection of the bridge.' }
  { event: 'sweep-failed', severity: 3, says: 'Idle sessions are not ended, or texts not erased, for now.' }
]
// What is normal now and then counts when it goes on.
var seenAtLeast = 3

var watchedMetrics = [
  { metric: 'RestartCount', above: 2, severity: 1, says: 'A replica was started again and again.', dimensions: [] }
  {
    metric: 'Requests'
    above: 20
    severity: 1
    says: 'Requests were answered with 5xx.'
    dimensions: [{ name: 'statusCodeCategory', operator: 'Include', values: ['5xx'] }]
  }
]

resource operators 'Microsoft.Insights/actionGroups@2021-09-01' = {
  name: '${name}-operators'
  location: 'global'
  properties: {
    groupShortName: 'handoff'
    enabled: true
    emailReceivers: [{ name: 'operators', emailAddress: alertEmail, useCommonAlertSchema: true }]
  }
}

resource workspace 'Microsoft.OperationalInsights/workspaces@2022-10-01' existing = {
  name: workspaceName
}

resource onLines 'Microsoft.Insights/scheduledQueryRules@2021-08-01' = [
  for watched in watchedEvents: {
    name: '${name}-${watched.event}'
    location: location
    properties: {
      displayName: '${name}: ${watched.event}'
      description: watched.says
      severity: watched.severity
      enabled: true
      scopes: [workspace.id]
      // The tables are made with the first line.
      skipQueryValidation: true
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      criteria: {
        allOf: [
          {
            query: '${lines} | where tostring(parse_json(Line).msg) == "${watched.event}"'
            timeAggregation: 'Count'
            operator: 'GreaterThanOrEqual'
            threshold: seenAtLeast
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [operators.id] }
    }
  }
]

resource onMetrics 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for watched in watchedMetrics: if (!empty(containerAppId)) {
    name: '${name}-${toLower(watched.metric)}'
    location: 'global'
    properties: {
      description: watched.says
      severity: watched.severity
      enabled: true
      scopes: [containerAppId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: watched.metric
            metricName: watched.metric
            metricNamespace: 'Microsoft.App/containerapps'
            timeAggregation: 'Total'
            operator: 'GreaterThan'
            threshold: watched.above
            dimensions: watched.dimensions
          }
        ]
      }
      actions: [{ actionGroupId: operators.id }]
    }
  }
]
