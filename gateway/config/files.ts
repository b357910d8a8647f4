/** The files that a configuration names: certificates, keys and passwords. */
import type { Config } from "../config.ts";
import { lineOf, locateKeys } from "./lines.ts";
import type { ConfigProblem } from "./problem.ts";
import { readTextFile } from "./text_file.ts";

interface NamedFile {
  readonly key: string;
  readonly path: string;
}

/**
 * Reports each named file that is not there, cannot be read or is empty. Reads; changes nothing.
 * @param text The configuration file's, for the lines.
 */
export async function findFileProblems(text: string, config: Config): Promise<ConfigProblem[]> {
  const lines = locateKeys(text);
  const problems: ConfigProblem[] = [];
  for (const { key, path } of namedFiles(config)) {
    const reason = await reasonAgainst(path);
    if (reason === undefined) continue;
    const line = lineOf(lines, key);
    const place = line === undefined ? { key } : { key, line };
    problems.push({ ...place, text: `cannot read ${path}: ${reason}` });
  }
  return problems;
}

function namedFiles(config: Config): NamedFile[] {
  const { tlsCert, tlsKey, clientCa } = config.http;
  const destinations = config.destinations.flatMap((destination, index) => {
    if (destination.type !== "mqtt") return [];
    const { ca, cert, key, passwordFile } = destination;
    return named(`destination[${index}]`, { ca, cert, key, password_file: passwordFile });
  });
  const http = { tls_cert: tlsCert, tls_key: tlsKey, client_ca: clientCa };
  return [...named("http", http), ...destinations];
}

function named(table: string, files: Readonly<Record<string, string | undefined>>): NamedFile[] {
  return Object.entries(files).flatMap(([key, path]) =>
    path === undefined ? [] : [{ key: `${table}.${key}`, path }]
  );
}

async function reasonAgainst(path: string): Promise<string | undefined> {
  const text = await readTextFile(path);
  if (!text.ok) return text.error;
  return text.value.trim() === "" ? "it is empty" : undefined;
}
