import { importsOf, type Source } from "./imports.ts";

/**
 * Files that import each other in a ring, types included: to understand one of them is to read all.
 * @returns each ring with its files in the order of their names.
 */
export function findCycles(sources: readonly Source[]): string[][] {
  const imports = new Map(sources.map(({ path, text }) => [path, importedFiles(path, text)]));
  return new RingSearch(imports).rings.toSorted((a, b) => a[0]! < b[0]! ? -1 : 1);
}

function importedFiles(path: string, text: string): string[] {
  return importsOf(text).filter((specifier) => specifier.startsWith("."))
    .map((specifier) => new URL(specifier, `file:///${path}`).pathname.slice(1));
}

/** Strongly connected components, as in Tarjan, Depth-first search and linear graph algorithms. */
class RingSearch {
  readonly rings: string[][] = [];
  readonly #imports: ReadonlyMap<string, readonly string[]>;
  /** When a file was first seen. */
  readonly #seen = new Map<string, number>();
  readonly #open: string[] = [];

  constructor(imports: ReadonlyMap<string, readonly string[]>) {
    this.#imports = imports;
    for (const file of imports.keys()) if (!this.#seen.has(file)) this.#visit(file);
  }

  /** @returns the earliest file that is still open and can be reached. */
  #visit(file: string): number {
    const seenAt = this.#seen.size;
    let earliest = seenAt;
    this.#seen.set(file, seenAt);
    this.#open.push(file);
    for (const imported of this.#imports.get(file)!) {
      if (!this.#imports.has(imported)) continue;
      if (!this.#seen.has(imported)) earliest = Math.min(earliest, this.#visit(imported));
      else if (this.#open.includes(imported)) {
        earliest = Math.min(earliest, this.#seen.get(imported)!);
      }
    }
    if (earliest === seenAt) this.#close(file);
    return earliest;
  }

  #close(file: string): void {
    const ring = this.#open.splice(this.#open.indexOf(file)).toSorted();
    if (ring.length > 1) this.rings.push(ring);
  }
}
