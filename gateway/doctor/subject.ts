/** The box that the doctor looks at, and how it is reached from a command or from the gateway. */
import type { Reader } from "../../db/store.ts";
import type { StoreFacts } from "../../handlers/doctor/doctor.ts";
import type { GatewayStatus } from "../../handlers/supervision/status.ts";
import type { Config } from "../config/config.ts";

/** Where the system shows itself; tests build trees of their own. */
export interface SystemRoots {
  readonly dev: string;
  readonly etc: string;
  readonly proc: string;
  readonly run: string;
  readonly sys: string;
  readonly usr: string;
}

export const SYSTEM: SystemRoots = {
  dev: "/dev",
  etc: "/etc",
  proc: "/proc",
  run: "/run",
  sys: "/sys",
  usr: "/usr",
};

export interface BoxSubject {
  /** Absent: it is not known, as in a demo. */
  readonly configPath?: string;
  /** Absent: there is no valid one. */
  readonly config?: Config;
  /** Of the gateway that runs; absent: none does. */
  readonly status?: GatewayStatus;
  /** Reads the store; undefined: there is none, or it cannot be read. */
  readonly read: <T>(look: (reader: Reader) => T) => T | undefined;
  /** A quick look at the store. @param path Of its file. */
  readonly examine: (path: string) => Promise<StoreFacts>;
  readonly clock: {
    readonly unixMs: number;
    readonly isSynchronised: boolean;
    /** A time that is past for certain, where it is known already. */
    readonly floorUnixMs?: number;
  };
  /** Why the last backup failed; absent: it did not, or that is not known. */
  readonly backupFailure?: string;
  readonly roots?: SystemRoots;
}
