/** Looks at a box, all parts of it at once. What cannot be seen, or not in time, is left out. */
import { join } from "node:path";
import { defined } from "../../devices/tools/defined.ts";
import type { BoxFacts } from "../../handlers/doctor/doctor.ts";
import { withinTime } from "../../handlers/tools/time_limit.ts";
import { STORE_FILE } from "../runtime/storage/data_folder.ts";
import { listenersOf, lookAtAccess } from "./look_at_access.ts";
import { lookAtBackups } from "./look_at_backups.ts";
import { lookAtCertificates } from "./look_at_certificates.ts";
import { lookAtClock } from "./look_at_clock.ts";
import { lookAtConfiguration } from "./look_at_configuration.ts";
import { lookAtFolder } from "./look_at_folder.ts";
import { lookAtMachine } from "./look_at_machine.ts";
import { lookAtPeers } from "./look_at_peers.ts";
import { lookAtPorts } from "./look_at_ports.ts";
import { lookAtService } from "./look_at_service.ts";
import { type BoxSubject, SYSTEM } from "./subject.ts";

/** A part that takes longer is left out, in ms. */
const PART_LIMIT_MS = 15_000;

/** What is looked at, by name. */
type Part = Exclude<keyof BoxFacts, "atUnixMs" | "dataDir" | "status">;

/** @param onWaiting Is given, again and again, the parts that are still looked at. */
export async function lookAtBox(
  subject: BoxSubject,
  onWaiting: (parts: readonly Part[]) => void = () => {},
): Promise<BoxFacts> {
  const looks = looksAt(subject);
  const waiting = new Set(Object.keys(looks) as Part[]);
  const timer = setInterval(() => onWaiting([...waiting]), WAITING_MS);
  try {
    const found = await Promise.all(
      Object.entries(looks).map(async ([part, look]) => {
        const facts = await withinTime<unknown>(PART_LIMIT_MS, seen(look));
        waiting.delete(part as Part);
        return [part, facts] as const;
      }),
    );
    return defined({
      atUnixMs: subject.clock.unixMs,
      dataDir: subject.config?.gateway.dataDir,
      status: subject.status,
      ...Object.fromEntries(found),
    }) as BoxFacts;
  } finally {
    clearInterval(timer);
  }
}

/** Between two words about what is still looked at, in ms. */
const WAITING_MS = 1_500;

/** What a look sees; undefined where it fails, at once or later. */
async function seen(look: () => Promise<unknown>): Promise<unknown> {
  try {
    return await look();
  } catch {
    return undefined;
  }
}

function looksAt(subject: BoxSubject): { [P in Part]?: () => Promise<BoxFacts[P]> } {
  const { config, read, roots = SYSTEM } = subject;
  const ofBox = {
    service: () => lookAtService(roots),
    configuration: () => lookAtConfiguration(subject),
    machine: () => lookAtMachine(roots),
    clock: () => lookAtClock(subject, roots),
  };
  if (config === undefined) return ofBox;
  const { dataDir } = config.gateway;
  return {
    ...ofBox,
    folder: () => lookAtFolder(dataDir, roots),
    store: () => subject.examine(join(dataDir, STORE_FILE)),
    backups: () => lookAtBackups(config, subject.backupFailure),
    ports: () => lookAtPorts(config.modems, roots),
    destinations: () => lookAtPeers(config, subject.status !== undefined),
    certificates: () => lookAtCertificates(config),
    listeners: () => Promise.resolve(listenersOf(config)),
    access: () => Promise.resolve(read((reader) => lookAtAccess(reader, subject.clock.unixMs))),
  };
}
