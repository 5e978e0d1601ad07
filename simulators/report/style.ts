import { palette } from '../web/palette.ts';

/** What all reports look like. A class sets the tone of what it is on: `passed`, `failed`, `not-run` and the like. */
export const style = `${palette}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 68rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .35rem; text-wrap: balance; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .7rem; }
h3 { font-size: .95rem; margin: 0 0 .6rem; }
p { margin: .25rem 0; max-width: 72ch; }
a { color: var(--accent); }
.soft { color: var(--muted); } .small { font-size: .875rem; }
.passed, .kept { --tone: var(--good); --tint: var(--good-soft); }
.failed, .broken, .not-played { --tone: var(--bad); --tint: var(--bad-soft); }
.not-run, .not-checked, .left-out, .not-reached, .partly { --tone: var(--wait); --tint: var(--wait-soft); }
.verdict { border-radius: .75rem; padding: 1.5rem; background: var(--tint); border-inline-start: .4rem solid var(--tone); }
table { border-collapse: collapse; width: 100%; font-size: .92rem; background: var(--surface); }
th, td { text-align: start; vertical-align: top; padding: .4rem .7rem; border: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-weight: 600; background: var(--raised); }
summary { cursor: pointer; overflow-wrap: anywhere; }
summary:focus-visible, a:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
pre { margin: .4rem 0 0; padding: .7rem; background: var(--raised); border: 1px solid var(--line); border-radius: .4rem; font: .8rem/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 26rem; overflow: auto; }
@media print { details { break-inside: avoid; } }
`;
