const light = `
  --seq-ground: #ffffff; --seq-text: #1b2430; --seq-muted: #5b6775; --seq-line: #d5dbe1; --seq-head: #eef2f6;
  --seq-good: #1d6a4f; --seq-bad: #b3261e; --seq-wait: #8a5200; --seq-plain: #3d4b9e; --seq-soft: #e6e9f7;`;

const dark = `
  --seq-ground: #161b21; --seq-text: #e6ebf0; --seq-muted: #9aa7b4; --seq-line: #33404c; --seq-head: #222b34;
  --seq-good: #7fd3a0; --seq-bad: #ff9d94; --seq-wait: #f0bd6a; --seq-plain: #a3b0ff; --seq-soft: #262d4d;`;

/** Inside the drawing, so that it looks right wherever it is put. Every rule is bound to the class of its root. */
export const svgStyle = `
.sequence {${light}
  font: 12px/1.2 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; background: var(--seq-ground); }
@media (prefers-color-scheme: dark) { .sequence {${dark} } }
.sequence text { fill: var(--seq-text); }
.sequence .head rect { fill: var(--seq-head); }
.sequence .head text { font-weight: 600; text-anchor: middle; }
.sequence .life { stroke: var(--seq-line); stroke-width: 1; }
.sequence .time { fill: var(--seq-muted); font-size: 10.5px; font-variant-numeric: tabular-nums; }
.sequence .label { text-anchor: middle; paint-order: stroke; stroke: var(--seq-ground); stroke-width: 5px; stroke-linejoin: round; }
.sequence .note { fill: var(--seq-muted); font-size: 10.5px; text-anchor: middle; paint-order: stroke; stroke: var(--seq-ground); stroke-width: 4px; stroke-linejoin: round; }
.sequence .arrow { stroke: var(--seq-plain); fill: none; stroke-width: 1.6; }
.sequence .point { fill: var(--seq-plain); stroke: none; }
.sequence .seen .arrow { stroke: var(--seq-muted); stroke-width: 1.2; }
.sequence .seen .point { fill: var(--seq-muted); }
.sequence .delivered .arrow { stroke: var(--seq-good); }
.sequence .delivered .point { fill: var(--seq-good); }
.sequence .refused .arrow { stroke: var(--seq-bad); }
.sequence .refused .point { fill: none; stroke: var(--seq-bad); stroke-width: 2; }
.sequence .unknown .arrow { stroke: var(--seq-wait); stroke-dasharray: 6 4; }
.sequence .unknown .point { fill: var(--seq-wait); }
.sequence .under-way .arrow { stroke-dasharray: 2 4; }
.sequence .refused .note, .sequence .met { fill: var(--seq-bad); }
.sequence .unknown .note { fill: var(--seq-wait); }
.sequence .mark rect { fill: var(--seq-soft); stroke: var(--seq-plain); }
.sequence .mark .name { text-anchor: middle; font-weight: 600; }
.sequence .mark.bad rect { fill: var(--seq-ground); stroke: var(--seq-bad); stroke-dasharray: 4 3; }
.sequence .mark.bad .name { fill: var(--seq-bad); }
.sequence .mark.good rect { fill: var(--seq-ground); stroke: var(--seq-good); }
.sequence .mark.good .name { fill: var(--seq-good); }
.sequence .moment rect { fill: var(--seq-ground); stroke: var(--seq-bad); stroke-width: 2; }
.sequence .moment .name { fill: var(--seq-bad); font-weight: 700; text-anchor: middle; }
.sequence .later { fill: var(--seq-muted); font-style: italic; text-anchor: middle; }
.sequence .gap { stroke: var(--seq-line); stroke-dasharray: 3 5; }
`;
