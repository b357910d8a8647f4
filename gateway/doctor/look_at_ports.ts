/** The ports of the modems, and who else could want them. */
import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { defined } from "../../devices/tools/defined.ts";
import type { PortFacts, PortsFacts } from "../../handlers/doctor/doctor.ts";
import { mayReadAndWrite } from "../platform/access.ts";
import { describeHolders, deviceOf, findPortHolders, type PortHolder } from "../serial/mod.ts";
import type { ModemConfig } from "../config/config.ts";
import type { SystemRoots } from "./subject.ts";

/** Programs that try ports which they find, by what the kernel calls them. */
const SEEKERS = ["ModemManager", "brltty"];
const RULES = "70-vigil.rules";
/** Names that the kernel gives in the order of plugging in. */
const UNSTABLE = /^\/dev\/tty(USB|ACM)\d+$/;
const USUAL_GROUP = "dialout";

export async function lookAtPorts(
  modems: readonly Pick<ModemConfig, "name" | "port">[],
  roots: SystemRoots,
): Promise<PortsFacts> {
  return {
    ports: await Promise.all(modems.map((modem) => lookAtPort(modem, roots))),
    seekers: await runningSeekers(roots.proc),
    ...defined({ hasRules: hasRules(roots) }),
  };
}

async function lookAtPort(
  { name: modem, port }: Pick<ModemConfig, "name" | "port">,
  { etc, proc }: SystemRoots,
): Promise<PortFacts> {
  const device = await deviceOf(port);
  const isThere = device !== undefined;
  const holders = isThere ? await findPortHolders(device, proc) : [];
  return {
    modem,
    port,
    isThere,
    isAllowed: isThere && mayReadAndWrite(device),
    isUnstable: UNSTABLE.test(port),
    group: isThere ? await groupOf(device, etc) : USUAL_GROUP,
    holders: describeHolders(holders.filter((holder) => !isGateway(holder))),
  };
}

/** The gateway itself has the port open, and is to have it. */
function isGateway({ command, pid }: PortHolder): boolean {
  return pid === Deno.pid || /^vigil (run|demo)\b/.test(command);
}

async function groupOf(device: string, etc: string): Promise<string> {
  const { gid } = await stat(device);
  const groups = await readFile(join(etc, "group"), "utf8").catch(() => "");
  const line = groups.split("\n").find((its) => its.split(":")[2] === String(gid));
  return line?.split(":")[0] ?? USUAL_GROUP;
}

async function runningSeekers(proc: string): Promise<string[]> {
  const pids = (await readdir(proc).catch(() => [])).filter((name) => /^\d+$/.test(name));
  const names = await Promise.all(
    pids.map((pid) => readFile(join(proc, pid, "comm"), "utf8").catch(() => "")),
  );
  const running = new Set(names.map((name) => name.trim()));
  return SEEKERS.filter((name) => running.has(name));
}

/** Undefined: no udev runs here, as in a container. */
function hasRules({ etc, run, usr }: SystemRoots): boolean | undefined {
  if (!existsSync(join(run, "udev"))) return undefined;
  const folders = [etc, run, join(usr, "lib"), join(usr, "local", "lib")];
  return folders.some((folder) => existsSync(join(folder, "udev", "rules.d", RULES)));
}
