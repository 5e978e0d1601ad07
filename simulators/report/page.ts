import { escaped } from '../markup/escaped.ts';
import { style } from './style.ts';

export interface ReportPage {
  readonly title: string;
  /** HTML. */
  readonly body: string;
  /** What this kind of report adds to the look of all reports; CSS. */
  readonly ownStyle: string;
}

/** A page that needs nothing else and runs nothing. */
export function reportPage({ title, body, ownStyle }: ReportPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${style}${ownStyle}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}
