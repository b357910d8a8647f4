/** The data folder, its disk and the store in it. */
import type { FolderFacts, StoreFacts } from "./box_facts.ts";
import { bad, good, type Judgement, megabytes, quoted, warning } from "./finding.ts";

const MEBIBYTE = 1_048_576;
/** Less free is to be seen to, in bytes, or as a share of the disk. */
const LOW_BYTES = 1_024 * MEBIBYTE;
const LOW_SHARE = 0.1;
/** So little is used up within days, in bytes. */
const SCARCE_BYTES = 200 * MEBIBYTE;
/** The log of a store that is written and read as it should be stays far below, in bytes. */
const LOG_LIMIT_BYTES = 64 * MEBIBYTE;
const OF_OTHERS = 0o077;
/** Options with which a file system no longer waits for the disk. */
const UNSAFE_OPTIONS =
  /^(nobarrier|barrier=0|barrier=none|data=writeback|nointegrity|async_commit)$/;

export function judgeFolder(folder: FolderFacts): Judgement[] {
  const { isThere, mode, ownerUid, path, storeUid } = folder;
  if (!isThere) return [warning("folder-missing", { path }, "systemctl start vigil")];
  const isOthers = storeUid !== undefined && storeUid !== ownerUid;
  return [
    ...((mode & OF_OTHERS) === 0 ? [] : [
      bad("folder-readable", { path, mode: mode.toString(8) }, `chmod 700 ${quoted(path)}`),
    ]),
    ...(isOthers
      ? [
        bad(
          "folder-owners",
          { folder: ownerUid, store: storeUid },
          `chown -R vigil:vigil ${quoted(path)}`,
        ),
      ]
      : []),
    ...judgeSpace(folder),
    ...judgeDisk(folder),
    ...judgeLog(folder),
  ];
}

function judgeSpace({ freeBytes, path, totalBytes }: FolderFacts): Judgement[] {
  const share = totalBytes === 0 ? 1 : freeBytes / totalBytes;
  const values = { free: megabytes(freeBytes), percent: Math.floor(share * 100) };
  if (freeBytes >= LOW_BYTES && share >= LOW_SHARE) return [good("space-good", values)];
  // A large disk has room where its share is small.
  if (freeBytes >= 10 * LOW_BYTES) return [good("space-good", values)];
  const command = `du -xh --max-depth=2 ${quoted(path)} / | sort -h | tail`;
  return [(freeBytes < SCARCE_BYTES ? bad : warning)("space-low", values, command)];
}

function judgeDisk({ device, disk, fileSystem: kind, mountOptions }: FolderFacts): Judgement[] {
  const unsafe = mountOptions.filter((option) => UNSAFE_OPTIONS.test(option));
  return [
    ...ofKind(disk, device, kind),
    ...unsafe.map((option) => bad("barriers-off", { option }, "findmnt --real")),
  ];
}

function ofKind(disk: FolderFacts["disk"], device: string, kind: string): Judgement[] {
  switch (disk) {
    case "memory":
      return [bad("disk-memory", { kind })];
    case "network":
      return [bad("disk-network", { kind })];
    case "layer":
      return [warning("disk-layer")];
    case "card":
      return [warning("disk-card", { disk: device })];
    case "disk":
      return [good("disk-good", { disk: device, kind })];
    case "unknown":
      return [];
  }
}

function judgeLog({ logBytes = 0 }: FolderFacts): Judgement[] {
  if (logBytes <= LOG_LIMIT_BYTES) return [];
  return [warning("log-large", { size: megabytes(logBytes) }, "systemctl restart vigil")];
}

export function judgeStore(store: StoreFacts, sizeBytes = 0): Judgement[] {
  switch (store.is) {
    case "good":
      return [good("store-good", { size: megabytes(sizeBytes) })];
    case "missing":
      return [warning("store-missing", {}, "systemctl start vigil")];
    case "damaged":
      return [bad("store-damaged", { problem: store.message }, "systemctl restart vigil")];
    case "unreadable":
      return [
        warning("store-unreadable", { problem: store.message }, "sudo -u vigil vigil doctor"),
      ];
  }
}
