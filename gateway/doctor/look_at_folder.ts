/** The data folder, and the disk that it is on. */
import { existsSync } from "node:fs";
import { readFile, realpath, stat, statfs } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { defined } from "../../devices/tools/defined.ts";
import type { DiskKind, FolderFacts } from "../../handlers/doctor/doctor.ts";
import { STORE_FILE } from "../runtime/storage/data_folder.ts";
import type { SystemRoots } from "./subject.ts";

const PERMISSIONS = 0o777;

export async function lookAtFolder(path: string, roots: SystemRoots): Promise<FolderFacts> {
  const isThere = existsSync(path);
  const found = isThere ? path : nearest(path);
  const { mode, uid } = await stat(found);
  const { bavail, blocks, bsize } = await statfs(found);
  const store = await stat(join(path, STORE_FILE)).catch(() => undefined);
  const log = await stat(join(path, `${STORE_FILE}-wal`)).catch(() => undefined);
  return {
    path,
    isThere,
    mode: mode & PERMISSIONS,
    ownerUid: uid,
    ...defined({ storeUid: store?.uid, storeBytes: store?.size, logBytes: log?.size }),
    freeBytes: bavail * bsize,
    totalBytes: blocks * bsize,
    ...await diskOf(await realpath(found), roots),
  };
}

function nearest(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearest(dirname(path));
}

interface Mount {
  /** `major:minor` of its device. */
  readonly number: string;
  readonly at: string;
  readonly kind: string;
  readonly options: readonly string[];
}

/** The mounts of a process, as in proc(5): one a line, those that lie above come later. */
export function readMounts(text: string): Mount[] {
  return text.split("\n").flatMap((line) => {
    const [before = "", after = ""] = line.split(" - ");
    const [, , number, , at, options] = before.split(" ");
    const [kind, , more] = after.split(" ");
    if (number === undefined || at === undefined || kind === undefined) return [];
    const all = `${options ?? ""},${more ?? ""}`.split(",").filter((option) => option !== "");
    return [{ number, at: at.replaceAll("\\040", " "), kind, options: [...new Set(all)] }];
  });
}

type Disk = Pick<FolderFacts, "device" | "disk" | "fileSystem" | "mountOptions">;

async function diskOf(path: string, { proc, sys }: SystemRoots): Promise<Disk> {
  const mounts = readMounts(await readFile(join(proc, "self", "mountinfo"), "utf8"));
  const isIn = ({ at }: Mount) => at === "/" || path === at || path.startsWith(`${at}/`);
  const mount = mounts.filter(isIn).reduce<Mount | undefined>(
    (best, its) => best === undefined || its.at.length >= best.at.length ? its : best,
    undefined,
  );
  if (mount === undefined) {
    return { disk: "unknown", device: "", fileSystem: "", mountOptions: [] };
  }
  const device = await blockDevice(mount.number, sys);
  return {
    disk: DISKLESS[mount.kind] ?? (device === undefined ? "unknown" : await kindOf(device)),
    device: device === undefined ? mount.kind : basename(device),
    fileSystem: mount.kind,
    mountOptions: mount.options,
  };
}

/** File systems that are on no disk of this box. */
const DISKLESS: Readonly<Record<string, DiskKind>> = {
  tmpfs: "memory",
  ramfs: "memory",
  overlay: "layer",
  aufs: "layer",
  nfs: "network",
  nfs4: "network",
  cifs: "network",
  smb3: "network",
  "9p": "network",
  "fuse.sshfs": "network",
};

/** The whole device of a partition; undefined: it is behind none, as on a container's root. */
async function blockDevice(number: string, sys: string): Promise<string | undefined> {
  const path = await realpath(join(sys, "dev", "block", number)).catch(() => undefined);
  if (path === undefined) return undefined;
  return existsSync(join(path, "partition")) ? dirname(path) : path;
}

/** Soldered flash (`MMC`) has the driver of a card, and is not one that wears out as quickly. */
async function kindOf(device: string): Promise<DiskKind> {
  if (!basename(device).startsWith("mmcblk")) return "disk";
  const type = await readFile(join(device, "device", "type"), "utf8").catch(() => "SD");
  return type.trim() === "SD" ? "card" : "disk";
}
