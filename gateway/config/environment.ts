/**
 * Overrides from the environment: `VIGIL_HTTP_PORT=8443` is `http.port = 8443`. Strings are taken
 * as they are; everything else is written as in the file (`VIGIL_CONSOLE_LANGUAGES='["nl"]'`).
 */
import { parse } from "smol-toml";
import * as z from "zod";
import { unwrap } from "./known_keys.ts";
import { nearest } from "./nearest.ts";
import type { ConfigProblem } from "./problem.ts";
import { configFile } from "./schema.ts";

/** The environment as the program got it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One value that the environment sets. */
export interface Override {
  readonly variable: string;
  readonly section: string;
  readonly key: string;
  readonly value: unknown;
}

export interface Overrides {
  readonly values: readonly Override[];
  readonly problems: readonly ConfigProblem[];
}

const PREFIX = "VIGIL_";

/** Variables of the program that are no settings of a gateway: those of its tests and commands. */
const OWN_VARIABLES = [
  /^VIGIL_TEST_LONG$/,
  /^VIGIL_SIM_SEEDS?$/,
  // What a command that powers a modem gets.
  /^VIGIL_(MODEM|ADAPTER)$/,
];

/** Reads the overrides. Variables that name no section are left alone: see `findStrayVariables`. */
export function readOverrides(environment: Environment): Overrides {
  const values: Override[] = [];
  const problems: ConfigProblem[] = [];
  for (const [variable, text] of Object.entries(environment)) {
    const section = sectionOf(variable);
    if (section === undefined || text === undefined) continue;
    const key = variable.slice(PREFIX.length + section.length + 1).toLowerCase();
    const found = readOverride(section, key, text);
    if ("problem" in found) {
      problems.push({ key: `${section}.${key}`, variable, text: found.problem });
    } else values.push({ variable, section, key, value: found.value });
  }
  return { values, problems };
}

/** Variables that look as if they set something, and name no section of the file. */
export function findStrayVariables(environment: Environment): ConfigProblem[] {
  return Object.keys(environment)
    .filter((variable) => variable.startsWith(PREFIX) && sectionOf(variable) === undefined)
    .filter((variable) => !OWN_VARIABLES.some((own) => own.test(variable)))
    .map((variable) => {
      const meant = nearest(variable, allVariables());
      const next = meant === undefined ? "remove it" : `did you mean ${meant}?`;
      return { key: "", variable, text: `names no section of this file and sets nothing: ${next}` };
    });
}

function allVariables(): string[] {
  return Object.keys(configFile.shape).flatMap((section) =>
    Object.keys(keysOf(section) ?? {}).map((key) => `${PREFIX}${section}_${key}`.toUpperCase())
  );
}

function sectionOf(variable: string): string | undefined {
  return Object.keys(configFile.shape).find((section) =>
    variable.startsWith(`${PREFIX}${section.toUpperCase()}_`)
  );
}

function readOverride(section: string, key: string, text: string) {
  const keys = keysOf(section);
  if (keys === undefined) {
    return { problem: "the environment cannot set a list of tables: set it in the file" };
  }
  const schema = keys[key];
  if (schema === undefined) {
    const meant = nearest(key, Object.keys(keys));
    const next = meant === undefined
      ? `[${section}] has ${Object.keys(keys).join(", ")}`
      : `did you mean ${PREFIX}${section.toUpperCase()}_${meant.toUpperCase()}?`;
    return { problem: `is no key of this file; ${next}` };
  }
  const plain = unwrap(schema);
  if (plain instanceof z.ZodString || plain instanceof z.ZodEnum) return { value: text };
  return readValue(text) ??
    { problem: `cannot read ${JSON.stringify(text)}: write the value as in the file` };
}

function keysOf(section: string): Readonly<Record<string, z.core.$ZodType>> | undefined {
  const schema = unwrap(configFile.shape[section as keyof typeof configFile.shape]);
  return schema instanceof z.ZodObject ? schema.shape : undefined;
}

function readValue(text: string): { value: unknown } | undefined {
  if (/[\r\n]/.test(text)) return undefined;
  try {
    return { value: parse(`value = ${text}`).value };
  } catch {
    return undefined;
  }
}
