/** The programs that tests use, and how they come onto a Debian machine. */
import { report } from "../commands/output.ts";

/** A program outside the project that some tests need. */
export interface Program {
  readonly command: string;
  /** Debian's package. */
  readonly package: string;
  /** What cannot be tested without it. */
  readonly tests: string;
}

/** Where Debian puts the browser that pages are looked at with. */
export const CHROMIUM = "/usr/bin/chromium";

export const PROGRAMS: readonly Program[] = [
  { command: "mosquitto", package: "mosquitto", tests: "delivery to a real MQTT broker" },
  { command: "mosquitto_sub", package: "mosquitto-clients", tests: "what an MQTT client sees" },
  { command: "chromium", package: "chromium", tests: "the console's pages in a browser" },
  { command: "strace", package: "strace", tests: "failing and slow disks" },
  { command: "python3", package: "python3", tests: "power cuts" },
  { command: "mkfs.ext4", package: "e2fsprogs", tests: "power cuts on ext4" },
  { command: "mkfs.xfs", package: "xfsprogs", tests: "power cuts on xfs" },
  { command: "losetup", package: "mount", tests: "power cuts, and a disk that becomes read-only" },
  {
    command: "nbdkit",
    package: "nbdkit-plugin-python",
    tests: "disks with a cache, honest and lying",
  },
  { command: "nbdfuse", package: "libnbd-bin", tests: "disks with a cache, honest and lying" },
  { command: "fusermount3", package: "fuse3", tests: "disks with a cache, honest and lying" },
  {
    command: "rabbitmq-server",
    package: "rabbitmq-server",
    tests: "the broker of a region",
  },
  { command: "pg_ctlcluster", package: "postgresql", tests: "the records of a region" },
  { command: "socat", package: "socat", tests: "serial lines between processes" },
  { command: "faketime", package: "faketime", tests: "a wall clock that jumps" },
  { command: "sqlite3", package: "sqlite3", tests: "the store as another program reads it" },
  { command: "openssl", package: "openssl", tests: "certificates of servers and clients" },
  { command: "shellcheck", package: "shellcheck", tests: "the launcher's shell" },
  { command: "systemd-analyze", package: "systemd", tests: "the service unit" },
];

/**
 * Installs the programs that are missing, where this is Debian and root.
 * @returns The programs that are still missing, with the reason, to print.
 */
export async function installPrograms(): Promise<{ missing: Program[]; reason: string }> {
  const missing = await findMissing(PROGRAMS);
  if (missing.length === 0) return { missing, reason: "" };
  const reason = await installPackages(missing.map((program) => program.package));
  return { missing: await findMissing(missing), reason };
}

/** Installs packages of Debian; in one sentence how that ended, or why it cannot be. */
export async function installPackages(packages: readonly string[]): Promise<string> {
  if (Deno.uid() !== 0) return "only root may install packages";
  if (!await isOnPath("apt-get")) return "there is no apt-get here";
  report(`Installing what is needed: ${packages.join(", ")}`);
  await aptGet(["update"]);
  return await aptGet(["install", "-y", "--no-install-recommends", ...packages]);
}

async function findMissing(programs: readonly Program[]): Promise<Program[]> {
  const found = await Promise.all(programs.map(({ command }) => isOnPath(command)));
  return programs.filter((_, index) => !found[index]);
}

/** Looks in the folders for services too, which an ordinary user's PATH leaves out. */
export async function isOnPath(command: string): Promise<boolean> {
  const folders = [...(Deno.env.get("PATH") ?? "").split(":"), "/usr/sbin", "/sbin"];
  for (const folder of folders) {
    const info = await Deno.stat(`${folder}/${command}`).catch(() => undefined);
    if (info?.isFile) return true;
  }
  return false;
}

async function aptGet(args: readonly string[]): Promise<string> {
  const { code } = await new Deno.Command("apt-get", {
    args: ["-q", ...args],
    env: { DEBIAN_FRONTEND: "noninteractive" },
    stdin: "null",
    // The output of apt-get must not mix with that of the command.
    stdout: "null",
    stderr: "inherit",
  }).output();
  return `apt-get ${args[0]} ended with status ${code}`;
}
