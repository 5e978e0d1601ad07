import { accessSync, constants } from 'node:fs';

const usualPaths = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** The browser of `BROWSER_PATH`, or one where Debian puts it. Throws a sentence that says what to install. */
export function browserPath(): string {
  const wanted = process.env.BROWSER_PATH;
  const found = (wanted ? [wanted] : usualPaths).find(isExecutable);
  if (found !== undefined) return found;
  const missing = wanted
    ? `BROWSER_PATH is ${wanted}, which cannot be run.`
    : 'The browser tests found no Chromium.';
  throw new Error(
    `${missing} Install one with "apt-get install chromium-headless-shell", or set BROWSER_PATH to the program.`,
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
