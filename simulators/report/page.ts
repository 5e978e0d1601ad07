import { createHash } from 'node:crypto';
import { escaped } from '../markup/escaped.ts';
import { style } from './style.ts';

export interface ReportPage {
  readonly title: string;
  /** HTML. */
  readonly body: string;
  /** What this kind of report adds to the look of all reports; CSS. */
  readonly ownStyle: string;
  /** The only script that the page runs. Default: none. */
  readonly script?: string;
}

/** A page that needs nothing else. */
export function reportPage({ title, body, ownStyle, script }: ReportPage): string {
  const allowed =
    script === undefined
      ? ''
      : `; script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'${allowed}">
<title>${escaped(title)}</title>
<style>${style}${ownStyle}</style>
</head>
<body>
<main>
${body}
</main>${script === undefined ? '' : `\n<script>${script}</script>`}
</body>
</html>
`;
}
