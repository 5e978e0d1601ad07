// Runs before anything else does, also on a Node that is too old for the rest: plain JavaScript, no imports.

/** undici, the strictest of the packages that the service runs on, asks for this one. */
const needed = { major: 22, minor: 19 };

/** The packages of Node that come with the project. */
const brought = (system) => `Run \`npm ci\` without --omit=optional: it brings Node 24 for ${system}.`;

const mends = {
  linux: brought('Linux (x64, arm64)'),
  win32: `${brought('Windows (x64)')} Elsewhere: winget install OpenJS.NodeJS.LTS`,
  darwin: 'Install Node 24: brew install node@24, and follow what it says about PATH.',
};

const [major, minor] = process.versions.node.split('.').map(Number);
const isNewEnough = major > needed.major || (major === needed.major && minor >= needed.minor);

if (!isNewEnough) {
  console.error(
    `Handoff Bridge needs Node ${needed.major}.${needed.minor} or later, and this is ${process.versions.node}.`,
  );
  console.error(
    mends[process.platform] ?? 'Install Node 24; `npm ci` brings it for Linux and Windows alone.',
  );
  process.exit(1);
}
