import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';

export interface SourceFile {
  /** From the root of the tree, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** The TypeScript files below some folders of this tree. */
export async function sourceFiles(...folders: readonly string[]): Promise<readonly SourceFile[]> {
  const paths = globSync(folders.map((folder) => `${folder}/**/*.ts`));
  return Promise.all(
    paths.map(async (path) => ({
      path: path.replaceAll('\\', '/'),
      text: await readFile(join(process.cwd(), path), 'utf8'),
    })),
  );
}

/** The names that a file gives and uses, and where it imports from. Neither comments nor other texts. */
export function namesIn({ path, text }: SourceFile): readonly string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) names.push(node.text);
    if (isModuleName(node)) names.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return names;
}

function isModuleName(node: ts.Node): node is ts.StringLiteral {
  return (
    ts.isStringLiteral(node) && (ts.isImportDeclaration(node.parent) || ts.isExportDeclaration(node.parent))
  );
}
