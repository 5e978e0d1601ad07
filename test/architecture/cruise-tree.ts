import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

/** One broken rule: the file that broke it, and what that file should not have known. */
interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

interface Cruised {
  readonly rules: readonly string[];
  /** The files that were read, packages left out. */
  readonly files: readonly string[];
  readonly violations: readonly Violation[];
}

/** Runs the rules of the tree at `root` on it, as `npm run architecture` does. */
export async function cruiseTree(root: string, folders: readonly string[]): Promise<Cruised> {
  const options = await extractDepcruiseOptions(join(root, '.dependency-cruiser.mjs'));
  const tsConfig = extractTSConfig(join(root, 'tsconfig.json'));
  const { output } = await cruise([...folders], { ...options, baseDir: root }, {}, { tsConfig });
  if (typeof output === 'string') throw new Error(`dependency-cruiser answered in words: ${output}`);
  return {
    rules: (options.ruleSet?.forbidden ?? []).map(({ name }) => name ?? 'a rule without a name'),
    files: output.modules
      .map(({ source }) => source)
      .filter((file) => folders.some((folder) => file.startsWith(`${folder}/`))),
    violations: output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}
