/**
 * Keeps the runtime from reading source maps that no error needs.
 *
 * Deno looks up where each import stands in the source, and reads the whole map of the importing file
 * for that: 33 ms and 5 MB at a start. It does so for an import only if nothing loaded so far has
 * named the same module. The bundler names all files in the file that a part of the program begins
 * with, which is small and has a small map, but the runtime's own modules where they are used.
 */
import { dirname, join } from "node:path";

/** A file of the program, its path and its text. */
export interface CodeFile {
  readonly path: string;
  readonly text: string;
}

const IMPORT = /\b(?:from|import)\s*"([^"]+)"/g;
const BUILTIN = /^node:/;
/** What the bundler calls a file that several parts of the program share. */
const SHARED = /\/chunk-[^/]+\.js$/;

/**
 * The files that a part of the program begins with, each with the name of every module of the runtime
 * that it comes to need. Lines stay where they are.
 */
export function withBuiltinsNamed(files: readonly CodeFile[]): CodeFile[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  return files.filter(({ path }) => !SHARED.test(path)).flatMap(({ path, text }) => {
    const names = [...builtinsOf(path, texts)].toSorted();
    if (names.length === 0) return [];
    const imports = names.map((name) => `import"${name}";`).join("");
    return [{ path, text: text.replace(/^(?=\/\/# sourceMappingURL=)/m, `${imports}\n`) }];
  });
}

/** The modules of the runtime that a file imports, and those that it imports, and so on. */
function builtinsOf(
  path: string,
  texts: ReadonlyMap<string, string>,
  found = new Set<string>(),
  visited = new Set<string>(),
): Set<string> {
  if (visited.has(path)) return found;
  visited.add(path);
  for (const [, name] of (texts.get(path) ?? "").matchAll(IMPORT)) {
    if (BUILTIN.test(name!)) found.add(name!);
    else builtinsOf(join(dirname(path), name!), texts, found, visited);
  }
  return found;
}
