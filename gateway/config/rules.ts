/**
 * What the parts of a configuration mean to each other. Each rule looks at whatever could be
 * read, so that one wrong key does not hide another.
 */
import type * as z from "zod";
import type { Problems } from "./problem.ts";
import { type consoleSection, DEFAULT_PORTS, type httpSection } from "./schema.ts";
import type { mqttEntry } from "./schema_destination.ts";

/** What of a table could be read. */
type Readable<S extends z.ZodType> = Partial<z.output<S>>;

/** True for what only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** A certificate comes with its key; without them, only this machine may connect. */
export function checkListeners(
  http: Readable<typeof httpSection>,
  console: Readable<typeof consoleSection>,
  problems: Problems,
): void {
  checkPair("http", "tls_cert", "tls_key", http, problems);
  checkPorts(http, console, problems);
  const isTls = http.tls_cert !== undefined && http.tls_key !== undefined;
  if (isTls) return;
  if (http.client_ca !== undefined) {
    problems.add("http.client_ca", "needs TLS: set http.tls_cert and http.tls_key");
  }
  for (const [section, host] of [["http", http.host], ["console", console.host]] as const) {
    if (host === undefined || isLoopback(host)) continue;
    problems.add(
      `${section}.host`,
      `"${host}" faces a network without TLS: set http.tls_cert and http.tls_key, or use 127.0.0.1`,
    );
  }
}

/** Two listeners cannot have one port of one address. */
function checkPorts(
  http: Readable<typeof httpSection>,
  console: Readable<typeof consoleSection>,
  problems: Problems,
): void {
  const { host = "127.0.0.1", port = DEFAULT_PORTS.http } = http;
  const { host: pages = "127.0.0.1", port: pagesPort = DEFAULT_PORTS.console } = console;
  if (port !== pagesPort || port === 0 || !doMeet(host, pages)) return;
  problems.add("console.port", `${port} is that of [http] already: choose another`);
}

/** True for addresses of which one, or both, take what comes to the other. */
function doMeet(one: string, other: string): boolean {
  const isAny = (host: string) => host === "0.0.0.0" || host === "::";
  const isSame = one === other || (one === "localhost" && isLoopback(other)) ||
    (other === "localhost" && isLoopback(one));
  return isSame || isAny(one) || isAny(other);
}

function checkPair<K extends string>(
  base: string,
  certificate: K,
  key: K,
  section: { readonly [name in K]?: string | undefined },
  problems: Problems,
): void {
  if ((section[certificate] === undefined) === (section[key] === undefined)) return;
  const [given, absent] = section[key] === undefined ? [certificate, key] : [key, certificate];
  problems.add(`${base}.${given}`, `needs ${base}.${absent}: a certificate comes with its key`);
}

/** Two of a list never share a name or a port. */
export function checkUnique(
  list: string,
  key: string,
  entries: readonly unknown[],
  problems: Problems,
): void {
  const first = new Map<unknown, number>();
  entries.forEach((entry, index) => {
    const value = (entry as Record<string, unknown> | null)?.[key];
    if (typeof value !== "string") return;
    const earlier = first.get(value);
    if (earlier === undefined) first.set(value, index);
    else {
      problems.add(
        `${list}[${index}].${key}`,
        `"${value}" is already that of ${list}[${earlier}]: choose another`,
      );
    }
  });
}

/** A password belongs to a user. */
export function checkMqtt(
  base: string,
  entry: Readable<typeof mqttEntry>,
  problems: Problems,
): void {
  checkClientTls(base, entry, "mqtts://", problems);
  if (entry.password_file !== undefined && entry.username === undefined) {
    problems.add(`${base}.password_file`, `needs ${base}.username`);
  }
}

/** Without TLS nothing leaves this machine, and TLS material has an effect only with it. */
export function checkClientTls(
  base: string,
  entry: Pick<Readable<typeof mqttEntry>, "url" | "ca" | "cert" | "key">,
  secure: "mqtts://" | "https://",
  problems: Problems,
): void {
  checkPair(base, "cert", "key", entry, problems);
  const { url } = entry;
  if (url === undefined || url.startsWith(secure)) return;
  // Alarms, places and passwords never cross a network in the clear.
  if (!isLoopback(new URL(url).hostname.replace(/^\[|\]$/g, ""))) {
    problems.add(`${base}.url`, `leaves this machine without TLS: use ${secure}`);
  }
  for (const key of ["ca", "cert", "key"] as const) {
    if (entry[key] === undefined) continue;
    problems.add(`${base}.${key}`, `has no effect without TLS: use ${secure}`);
  }
}

/** A destination that is not sent an event cannot send a receipt for it. */
export function checkDestination(
  base: string,
  entry: Readable<typeof mqttEntry>,
  problems: Problems,
): void {
  if (!entry.required || !entry.escalation_only) return;
  problems.add(
    `${base}.required`,
    "cannot be true with escalation_only: most events would wait for ever for its receipt",
  );
}

/** The times and the destinations of an escalation, as in the file. */
export interface EscalationPart {
  readonly after_s: readonly number[];
  readonly to: readonly string[];
}

/** Every step of an escalation has a time, later than the one before, and a destination. */
export function checkEscalation(
  escalation: EscalationPart,
  destinations: readonly unknown[],
  problems: Problems,
): void {
  const { after_s: afterS, to } = escalation;
  if (to.length !== afterS.length) {
    problems.add(
      "escalation.to",
      `has ${to.length} entries and after_s has ${afterS.length}: give each step a time and a name`,
    );
  }
  const entries = destinations as readonly Partial<Record<string, unknown>>[];
  to.forEach((name, index) => {
    const reason = reasonAgainst(entries.find((entry) => entry?.name === name), to, index);
    if (reason !== undefined) problems.add(`escalation.to[${index}]`, `"${name}" ${reason}`);
  });
  afterS.forEach((seconds, index) => {
    if (index === 0 || seconds > afterS[index - 1]!) return;
    problems.add(`escalation.after_s[${index}]`, `${seconds} must be more than the time before it`);
  });
  entries.forEach((entry, index) => {
    if (entry?.escalation_only !== true || to.some((name) => name === entry.name)) return;
    problems.add(
      `destination[${index}].escalation_only`,
      "gets nothing: name the destination in escalation.to",
    );
  });
}

/** Why a destination cannot be a step of an escalation. */
function reasonAgainst(
  entry: Partial<Record<string, unknown>> | undefined,
  to: readonly string[],
  index: number,
): string | undefined {
  if (entry === undefined) return "is no [[destination]]: add it or correct it";
  if (to.indexOf(to[index]!) !== index) return "is a step already: name each destination once";
  const { priorities } = entry;
  if (!Array.isArray(priorities) || priorities.includes("critical")) return undefined;
  return 'does not take critical events: add "critical" to its priorities';
}
