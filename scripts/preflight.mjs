// Runs before anything else does, also on a Node that is too old for the rest: plain JavaScript, no imports.

/** undici, the strictest of the packages that the service runs on, asks for this one. */
const needed = { major: 22, minor: 19 };

const [major, minor] = process.versions.node.split('.').map(Number);
const isNewEnough = major > needed.major || (major === needed.major && minor >= needed.minor);

if (!isNewEnough) {
  console.error(
    `Handoff Bridge needs Node ${needed.major}.${needed.minor} or later, and this is ${process.versions.node}.`,
  );
  console.error(
    'Run `npm ci` without --omit=optional: it brings Node 24 for Linux (x64, arm64). Elsewhere, install Node 24.',
  );
  process.exit(1);
}
