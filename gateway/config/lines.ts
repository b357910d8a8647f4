/**
 * Finds the line of every key in a TOML text that a TOML parser has already accepted.
 *
 * Keys are written as people say them: `http.port`, `modem[0].radio.frequency_hz`,
 * `destination[1].priorities[2]`. Tables, arrays of tables, inline tables, dotted and quoted keys
 * and all four kinds of string are known (TOML 1.0). What the text means is not looked at.
 */

/** Line of each key, counted from 1. */
export type KeyLines = ReadonlyMap<string, number>;

/**
 * Reads the places of the keys.
 * @param text Valid TOML; of anything else, the lines up to the first surprise are given.
 */
export function locateKeys(text: string): KeyLines {
  const scanner = new KeyScanner(text);
  scanner.scan();
  return scanner.lines;
}

/** The line of a key, or of the closest table around it; undefined when the file names none. */
export function lineOf(lines: KeyLines, key: string): number | undefined {
  for (let at = key; at !== ""; at = parentOf(at)) {
    const line = lines.get(at);
    if (line !== undefined) return line;
  }
  return undefined;
}

function parentOf(key: string): string {
  return key.slice(0, Math.max(key.lastIndexOf("."), key.lastIndexOf("["), 0));
}

const BARE_KEY = /[A-Za-z0-9_-]+/y;
const BLANK = /(?:[ \t\r\n]|#[^\n]*)*/y;
const BARE_VALUE = /[^,\]}\r\n#]*/y;
/** Longest first: three quotes open a string of several lines. */
const STRINGS = [
  /"""(?:\\[^]|[^\\])*?"{3,5}/y,
  /'''[^]*?'{3,5}/y,
  /"(?:\\.|[^"\\\n])*"/y,
  /'[^'\n]*'/y,
];

class KeyScanner {
  readonly lines = new Map<string, number>();
  /** How many tables an array of tables has so far. */
  readonly #counts = new Map<string, number>();
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  scan(): void {
    let table = "";
    for (this.#take(BLANK); this.#at < this.#text.length; this.#take(BLANK)) {
      const before = this.#at;
      if (this.#peek() === "[") table = this.#header();
      else this.#pair(table);
      if (this.#at === before) return;
    }
  }

  #header(): string {
    const line = this.#line;
    const isArray = this.#text.startsWith("[[", this.#at);
    this.#skip(isArray ? "[[" : "[");
    const segments = this.#keySegments();
    this.#skip(isArray ? "]]" : "]");

    const last = segments.pop() ?? "";
    let key = joined(
      segments.reduce((table, segment) => this.#newest(joined(table, segment)), ""),
      last,
    );
    if (isArray) {
      const count = this.#counts.get(key) ?? 0;
      this.#counts.set(key, count + 1);
      this.#note(key, line);
      key += `[${count}]`;
    }
    this.#note(key, line);
    return key;
  }

  /** `[modem.radio]` means the radio of the newest `[[modem]]`. */
  #newest(table: string): string {
    const count = this.#counts.get(table);
    return count === undefined ? table : `${table}[${count - 1}]`;
  }

  #pair(table: string): void {
    const line = this.#line;
    let key = table;
    for (const segment of this.#keySegments()) {
      key = joined(key, segment);
      this.#note(key, line);
    }
    this.#skip("=");
    this.#value(key);
  }

  #value(key: string): void {
    this.#take(BLANK);
    if (this.#peek() === "[") return this.#list("[", "]", (index) => this.#element(key, index));
    if (this.#peek() === "{") return this.#list("{", "}", () => this.#pair(key));
    if (!STRINGS.some((string) => this.#take(string) !== "")) this.#take(BARE_VALUE);
  }

  #list(open: string, close: string, item: (index: number) => void): void {
    this.#skip(open);
    for (let index = 0; this.#peek() !== close && this.#at < this.#text.length; index++) {
      const before = this.#at;
      item(index);
      this.#skip(",");
      if (this.#at === before) return;
    }
    this.#skip(close);
  }

  #element(key: string, index: number): void {
    this.#note(`${key}[${index}]`, this.#line);
    this.#value(`${key}[${index}]`);
  }

  #keySegments(): string[] {
    const segments: string[] = [];
    do {
      this.#take(BLANK);
      const quoted = this.#take(STRINGS[2]!) || this.#take(STRINGS[3]!);
      segments.push(quoted === "" ? this.#take(BARE_KEY) : quoted.slice(1, -1));
    } while (this.#skip("."));
    return segments;
  }

  #note(key: string, line: number): void {
    if (key !== "" && !this.lines.has(key)) this.lines.set(key, line);
  }

  #peek(): string {
    return this.#text.charAt(this.#at);
  }

  /** Steps over blanks, the token if it is there, and blanks after it. */
  #skip(token: string): boolean {
    this.#take(BLANK);
    if (!this.#text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    this.#take(BLANK);
    return true;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const taken = pattern.exec(this.#text)?.[0] ?? "";
    this.#at += taken.length;
    this.#line += taken.split("\n").length - 1;
    return taken;
  }
}

function joined(table: string, key: string): string {
  return table === "" ? key : `${table}.${key}`;
}
