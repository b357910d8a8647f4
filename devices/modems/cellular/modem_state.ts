import type { ModemIdentity } from "../modem.ts";
import { type CellularMake, makeOf } from "./makes.ts";
import type { StorageName, StorageUse } from "./storage_answers.ts";

/** What is known of one modem while its port is open. Jobs fill it in. */
export interface ModemState {
  make: CellularMake;
  identity: ModemIdentity;
  /** Storages that can be read; none when the modem has no choice of them. */
  storages: StorageName[];
  /** Where messages arrive; absent when the modem has no choice. */
  mainStorage: StorageName | undefined;
  /** The storage that is read and erased from now. */
  readFrom: StorageName | undefined;
  /** How full that storage was when it was chosen; absent when the modem does not say. */
  use: StorageUse | undefined;
  /** Questions about the registration that this modem answers. */
  registrationNames: string[];
  /** Reports of sent messages are routed or kept. */
  hasReports: boolean;
  /** It has let a command wait for longer than most, and was there all the same. */
  isSlow: boolean;
  /** Commands that can be done without and were not answered. */
  silences: number;
}

export function nothingKnown(): ModemState {
  return {
    make: makeOf("", ""),
    identity: {},
    storages: [],
    mainStorage: undefined,
    readFrom: undefined,
    use: undefined,
    registrationNames: [],
    hasReports: false,
    isSlow: false,
    silences: 0,
  };
}
