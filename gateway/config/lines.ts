/**
 * The line of every key in a TOML text, by a library that keeps positions: the one that reads the
 * values does not, and the grammar of TOML is nothing to own twice.
 *
 * Keys are written as people say them: `http.port`, `modem[0].radio.frequency_hz`,
 * `destination[1].priorities[2]`.
 */
import { type AST, ParseError, parseTOML } from "toml-eslint-parser";

/** Line of each key, counted from 1. */
export type KeyLines = Pick<ReadonlyMap<string, number>, "get">;

/**
 * Reads the places of the keys.
 * @param text Valid TOML; of anything else no line is given.
 */
export function locateKeys(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  try {
    for (const node of parseTOML(text, { tomlVersion: "next" }).body[0].body) {
      if (node.type === "TOMLTable") noteTable(lines, node);
      else notePair(lines, "", node);
    }
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
  }
  return lines;
}

/** As `locateKeys`, which is done when the first line is asked for: a file in order needs none. */
export function keyLinesOf(text: string): KeyLines {
  let lines: KeyLines | undefined = undefined;
  return { get: (key) => (lines ??= locateKeys(text)).get(key) };
}

/** The line of a key, or of the closest table around it; undefined when the file names none. */
export function lineOf(lines: KeyLines, key: string): number | undefined {
  for (let at = key; at !== ""; at = parentOf(at)) {
    const line = lines.get(at);
    if (line !== undefined) return line;
  }
  return undefined;
}

/** A key with the path inside it: `modem[0]` and `["radio", "x"]` give `modem[0].radio.x`. */
export function keyOf(base: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((key, part) => {
    if (typeof part === "number") return `${key}[${part}]`;
    return key === "" ? String(part) : `${key}.${String(part)}`;
  }, base);
}

function parentOf(key: string): string {
  return key.slice(0, Math.max(key.lastIndexOf("."), key.lastIndexOf("["), 0));
}

function noteTable(lines: Map<string, number>, table: AST.TOMLTable): void {
  if (table.kind === "array") note(lines, keyOf("", table.resolvedKey.slice(0, -1)), table);
  const key = keyOf("", table.resolvedKey);
  note(lines, key, table);
  for (const pair of table.body) notePair(lines, key, pair);
}

function notePair(lines: Map<string, number>, table: string, pair: AST.TOMLKeyValue): void {
  let key = table;
  for (const part of pair.key.keys) {
    key = keyOf(key, [part.type === "TOMLBare" ? part.name : part.value]);
    note(lines, key, pair);
  }
  noteValue(lines, key, pair.value);
}

function noteValue(lines: Map<string, number>, key: string, value: AST.TOMLContentNode): void {
  if (value.type === "TOMLInlineTable") value.body.forEach((pair) => notePair(lines, key, pair));
  if (value.type !== "TOMLArray") return;
  value.elements.forEach((element, index) => {
    note(lines, keyOf(key, [index]), element);
    noteValue(lines, keyOf(key, [index]), element);
  });
}

function note(lines: Map<string, number>, key: string, { loc }: AST.TOMLNode): void {
  if (!lines.has(key)) lines.set(key, loc.start.line);
}
