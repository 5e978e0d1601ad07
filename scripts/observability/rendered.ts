import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { type Alert, alerts } from './alerts.ts';
import { figures } from './figures.ts';
import { type Panel, processPanels } from './panel.ts';

/** Files that are made from the figures and the alerts, by their paths. */
export function rendered(): ReadonlyMap<string, string> {
  return new Map([
    ['deploy/observability/alerts.yaml', alertRules()],
    ['deploy/observability/dashboard.json', `${JSON.stringify(dashboard(), undefined, 2)}\n`],
    ['docs/operations.md', pageWithFigures('docs/operations.md')],
  ]);
}

const madeBy =
  '# Written by npm run observability from scripts/observability; the page docs/operations.md explains each.\n';

function alertRules(): string {
  const rule = ({ name, expression, lasts, severity, summary, action }: Alert) => ({
    alert: name,
    expr: expression,
    ...(lasts !== undefined && { for: lasts }),
    labels: { severity },
    annotations: { summary, action },
  });
  const groups = [{ name: 'handoff-bridge', rules: alerts.map(rule) }];
  return madeBy + stringify({ groups }, { lineWidth: 0 });
}

/** Of Grafana's grid, which is 24 wide. */
const [panelWidth, panelHeight] = [8, 7];
const source = { type: 'prometheus', uid: '$datasource' };

/** A dashboard of Grafana 10 or later, for whatever Prometheus is chosen in it. */
function dashboard(): object {
  const all = [...figures.flatMap(({ panel }) => panel ?? []), ...processPanels];
  const rows = [...new Set(all.map(({ row }) => row))];
  let y = 0;
  let id = 0;
  const panels = rows.flatMap((row) => {
    const inRow = all.filter((panel) => panel.row === row);
    const heading = { id: ++id, type: 'row', title: row, gridPos: { x: 0, y, w: 24, h: 1 } };
    const drawn = inRow.map((panel, place) => drawnPanel(panel, ++id, positionOf(place, y + 1)));
    y += 1 + panelHeight * Math.ceil(inRow.length / (24 / panelWidth));
    return [heading, ...drawn];
  });
  return {
    title: 'Handoff Bridge',
    uid: 'handoff-bridge',
    tags: ['handoff-bridge'],
    schemaVersion: 39,
    editable: true,
    time: { from: 'now-6h', to: 'now' },
    refresh: '30s',
    templating: {
      list: [{ name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Prometheus' }],
    },
    panels,
  };
}

function positionOf(place: number, top: number) {
  const perRow = 24 / panelWidth;
  const x = (place % perRow) * panelWidth;
  return { x, y: top + Math.floor(place / perRow) * panelHeight, w: panelWidth, h: panelHeight };
}

function drawnPanel(
  { title, lines, unit }: Panel,
  id: number,
  gridPos: ReturnType<typeof positionOf>,
): object {
  return {
    id,
    type: 'timeseries',
    title,
    datasource: source,
    gridPos,
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
    targets: lines.map(([expr, legendFormat], index) => ({
      refId: String.fromCharCode(65 + index),
      datasource: source,
      expr,
      legendFormat,
    })),
  };
}

const between = /(<!-- figures -->\n).*?(<!-- \/figures -->)/s;

function pageWithFigures(path: string): string {
  const rows = figures.map(({ name, labels, meaning }) => {
    const named = labels.map((label) => `\`${label}\``).join(', ');
    return `| \`${name}\` | ${named} | ${meaning} |`;
  });
  const table = ['| metric | labels | meaning |', '|---|---|---|', ...rows].join('\n');
  return readFileSync(path, 'utf8').replace(between, (_, begin, end) => `${begin}\n${table}\n\n${end}`);
}
