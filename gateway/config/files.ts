/** What a configuration names on the disk: the data folder, certificates, keys and passwords. */
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Config, DestinationConfig } from "./config.ts";
import { readPublicKeys } from "../../handlers/tools/signed_json.ts";
import { reasonAgainstFolder } from "../platform/access.ts";
import type { KeyLines } from "./lines.ts";
import { type ConfigProblem, problemAt } from "./problem.ts";
import { readTextFile } from "./text_file.ts";

interface NamedFile {
  readonly key: string;
  readonly path: string;
}

/**
 * Reports a data folder that this user cannot write, or cannot make; and each named file that is
 * not there, cannot be read or is empty. Reads; changes nothing.
 */
export async function findFileProblems(
  lines: KeyLines,
  config: Config,
): Promise<ConfigProblem[]> {
  return [
    ...findFolderProblems(lines, "gateway.data_dir", config.gateway.dataDir),
    ...await findUnreadable(lines, config),
  ];
}

/**
 * Reports a folder of backups that this user cannot write, or cannot make. It keeps no gateway from
 * its start: a disk that was pulled out must not cost an alarm.
 */
export function findBackupWarnings(lines: KeyLines, { backup }: Config): ConfigProblem[] {
  return backup === undefined ? [] : findFolderProblems(lines, "backup.dir", backup.dir);
}

function findFolderProblems(lines: KeyLines, key: string, path: string): ConfigProblem[] {
  const folder = nearestFolder(path);
  const reason = reasonAgainstFolder(folder);
  if (reason === undefined) return [];
  const failed = folder === path ? "cannot be written" : `cannot be made in "${folder}"`;
  const next =
    "make it for the user that the gateway runs as and check as that user, or set another";
  return [problemAt(lines, key, `"${path}" ${failed}: ${reason}: ${next}`)];
}

/** The folder itself, or the nearest one around it that exists. */
function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}

async function findUnreadable(lines: KeyLines, config: Config): Promise<ConfigProblem[]> {
  const problems: ConfigProblem[] = [];
  for (const { key, path } of namedFiles(config)) {
    const reason = await reasonAgainst(key, path);
    if (reason === undefined) continue;
    problems.push(problemAt(lines, key, `cannot read ${path}: ${reason}`));
  }
  return problems;
}

/** Files with private keys, passwords and PINs. */
export function secretFiles(config: Config): string[] {
  return namedFiles(config)
    .filter(({ key }) => /[._](key|file)$/.test(key) && !key.endsWith(".receipt_key"))
    .map(({ path }) => path);
}

function namedFiles(config: Config): NamedFile[] {
  const { tlsCert, tlsKey, clientCa } = config.http;
  const destinations = config.destinations.flatMap((destination, index) =>
    named(`destination[${index}]`, filesOf(destination))
  );
  const pins = config.modems.flatMap((modem, index) =>
    "sim" in modem ? named(`modem[${index}].sim`, { pin_file: modem.sim?.pinFile }) : []
  );
  const http = { tls_cert: tlsCert, tls_key: tlsKey, client_ca: clientCa };
  return [...named("http", http), ...pins, ...destinations];
}

function filesOf(destination: DestinationConfig): Readonly<Record<string, string | undefined>> {
  if (destination.type === "stream" || destination.type === "sms") return {};
  const { ca, cert, key } = destination;
  if (destination.type === "mqtt") {
    const { passwordFile, receiptKey } = destination;
    return { ca, cert, key, password_file: passwordFile, receipt_key: receiptKey };
  }
  const { secretFile, tokenFile } = destination;
  return { ca, cert, key, token_file: tokenFile, secret_file: secretFile };
}

function named(table: string, files: Readonly<Record<string, string | undefined>>): NamedFile[] {
  return Object.entries(files).flatMap(([key, path]) =>
    path === undefined ? [] : [{ key: `${table}.${key}`, path }]
  );
}

async function reasonAgainst(key: string, path: string): Promise<string | undefined> {
  const text = await readTextFile(path);
  if (!text.ok) return text.error;
  if (text.value.trim() === "") return "it is empty";
  return key.endsWith(".receipt_key") && !readPublicKeys(text.value).ok
    ? "it holds something else than Ed25519 public keys in PEM"
    : undefined;
}
