/** What a line of the log looks like: JSON for programs, words for a person at a terminal. */
import { styleText } from "node:util";
import { printable } from "../../devices/printable.ts";
import type { LogFields } from "../../handlers/ports.ts";
import type { LogLevel } from "./level.ts";

/** One thing that is said. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

/** Turns an entry into its line, without a line feed. */
export type LogFormat = (entry: LogEntry, at: Date) => string;

/** A value of a field that is longer is cut, in characters: a line stays a line. */
const VALUE_LIMIT = 2_000;

/** One JSON object a line. */
export const jsonLine: LogFormat = ({ level, message, fields }, at) =>
  printable(JSON.stringify({ time: at.toISOString(), level, message, ...bounded(fields) }));

/** As in `17:50:00.123 warn  a connection ended  destination=mqtt reason="refused"`, in UTC. */
export const plainLine: LogFormat = ({ level, message, fields }, at) =>
  words(level.padEnd(5), message, fields, at);

/** The same with the level in colour. */
export const colouredLine: LogFormat = ({ level, message, fields }, at) =>
  words(
    styleText(COLOURS[level], level.padEnd(5), { validateStream: false }),
    message,
    fields,
    at,
  );

const COLOURS = { debug: "gray", info: "green", warn: "yellow", error: "red" } as const;

function words(level: string, message: string, fields: LogFields, at: Date): string {
  const said = Object.entries(bounded(fields)).filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${shown(value)}`);
  const time = at.toISOString().slice(11, 23);
  return [`${time} ${level} ${message}`, ...said.length === 0 ? [] : [said.join(" ")]].join("  ");
}

/** A text in quotes unless it is one word; control characters never reach the terminal. */
function shown(value: string | number | boolean | undefined): string {
  if (typeof value !== "string") return String(value);
  if (/^[\w./:+-]+$/.test(value)) return value;
  // JSON leaves DEL, C1 and bidirectional controls as they are, and terminals obey some of them.
  return printable(JSON.stringify(value));
}

function bounded(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === "string" && value.length > VALUE_LIMIT
        ? `${value.slice(0, VALUE_LIMIT)}… (${value.length} characters)`
        : value,
    ]),
  );
}
