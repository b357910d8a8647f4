/**
 * What was seen of a box, as plain values: the doctor judges these and looks at nothing itself. A part
 * that could not be seen is absent. Sizes are in bytes, times in Unix milliseconds.
 */
import type { ChainVerdict } from "../audit/verify.ts";
import type { GatewayStatus } from "../supervision/status.ts";

/** The service that systemd runs; absent: there is no systemd on the box. */
export interface ServiceFacts {
  readonly isLoaded: boolean;
  readonly isEnabled: boolean;
  /** Times that it was started again by itself. */
  readonly restarts: number;
  /** Lines of the delivered unit that it does not have, as `WatchdogSec`. */
  readonly missingWatch: readonly string[];
  readonly missingConfinement: readonly string[];
}

export interface ConfigurationFacts {
  readonly path: string;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** Files with keys and passwords that every user of the box can read. */
  readonly readableSecrets: readonly string[];
  /** Count of all such files. */
  readonly secrets: number;
}

/** What kind of disk a folder is on. */
export type DiskKind = "card" | "disk" | "layer" | "memory" | "network" | "unknown";

export interface FolderFacts {
  readonly path: string;
  readonly isThere: boolean;
  /** Permission bits. */
  readonly mode: number;
  readonly ownerUid: number;
  /** Of the store in it; absent: there is none. */
  readonly storeUid?: number;
  readonly storeBytes?: number;
  readonly logBytes?: number;
  readonly freeBytes: number;
  readonly totalBytes: number;
  readonly disk: DiskKind;
  /** Name of the block device, as `mmcblk0`; of the file system where there is none. */
  readonly device: string;
  /** As `ext4`. */
  readonly fileSystem: string;
  readonly mountOptions: readonly string[];
}

/** By a quick look: small tables whole, and the newest events. */
export type StoreFacts =
  | { readonly is: "missing" | "good" }
  | { readonly is: "damaged" | "unreadable"; readonly message: string };

export interface BackupFacts {
  /** Absent: none is configured. */
  readonly dir?: string;
  readonly everyHours: number;
  readonly newest?: {
    readonly path: string;
    readonly atUnixMs: number;
    readonly sizeBytes: number;
  };
  /** Why the last one failed; absent: it did not, or that is not known. */
  readonly failure?: string;
  readonly isOnDiskOfStore: boolean;
  /** Permission bits of the folder; absent: there is none yet. */
  readonly mode?: number;
}

export interface ClockFacts {
  readonly isSynchronised: boolean;
  readonly unixMs: number;
  /** A time that is past for certain. */
  readonly floorUnixMs?: number;
  readonly hasRtc: boolean;
}

export interface PortFacts {
  readonly modem: string;
  readonly port: string;
  readonly isThere: boolean;
  readonly isAllowed: boolean;
  /** Its name may be another adapter's after the next start. */
  readonly isUnstable: boolean;
  /** Group that may open it, for the command that mends it. */
  readonly group: string;
  /** Other programs that have it open, in words; empty: none. */
  readonly holders: string;
}

export interface PortsFacts {
  readonly ports: readonly PortFacts[];
  /** Programs that write to ports which they find, and run now. */
  readonly seekers: readonly string[];
  /** The udev rules are installed; absent: there is no udev. */
  readonly hasRules?: boolean;
}

/** A destination that was asked for a connection, and gave or did not give one. */
export interface PeerFacts {
  readonly name: string;
  /** With its port. */
  readonly host: string;
  readonly problem?: { readonly step: "name" | "connection" | "handshake"; readonly text: string };
  readonly certificateEndsUnixMs?: number;
}

/** A certificate of this gateway, or the one that it proves itself to a destination with. */
export interface CertificateFacts {
  /** What it is of, as in the configuration. */
  readonly name: string;
  readonly endsUnixMs?: number;
  readonly problem?: string;
}

export interface DestinationFacts {
  readonly count: number;
  readonly peers: readonly PeerFacts[];
}

export interface ListenerFacts {
  readonly name: string;
  readonly host: string;
  readonly isOpen: boolean;
}

export interface AccessFacts {
  /** Who can sign in now. */
  readonly accounts: number;
  readonly admins: number;
  readonly withoutFactor: number;
  /** Valid tokens of programs; absent: it has no end. */
  readonly tokens: readonly { readonly name: string; readonly endsUnixMs?: number }[];
  /** Of the newest entries. */
  readonly audit: Pick<ChainVerdict, "entries" | "firstBad" | "head" | "ok">;
}

export interface MachineFacts {
  readonly versions: Readonly<Record<"vigil" | "deno" | "sqlite" | "kernel", string>>;
  readonly memoryBytes: number;
  readonly availableBytes: number;
  readonly swappedBytes: number;
  /** The bits of `get_throttled` of a Raspberry Pi; absent: the board does not say. */
  readonly throttled?: number;
  readonly celsius?: number;
}

export interface BoxFacts {
  /** When it was looked. */
  readonly atUnixMs: number;
  readonly dataDir?: string;
  /** What the running gateway says; absent: none runs. */
  readonly status?: GatewayStatus;
  readonly service?: ServiceFacts;
  readonly configuration?: ConfigurationFacts;
  readonly folder?: FolderFacts;
  readonly store?: StoreFacts;
  readonly backups?: BackupFacts;
  readonly clock?: ClockFacts;
  readonly ports?: PortsFacts;
  readonly destinations?: DestinationFacts;
  readonly certificates?: readonly CertificateFacts[];
  readonly listeners?: readonly ListenerFacts[];
  readonly access?: AccessFacts;
  readonly machine?: MachineFacts;
}
