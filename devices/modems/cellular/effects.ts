/** What the protocol of a cellular modem reports, and its settings. */
import type { UnixMs } from "../../time.ts";
import type { ModemEffect, ModemIdentity } from "../modem.ts";
import type { AccessTechnology } from "./access_technology.ts";
import type { StorageName, StorageUse } from "./storage_answers.ts";

/** Settings of a cellular modem. The PIN is not among them: it is asked for when it is needed. */
export interface CellularSettings {
  /** Where received messages are kept, if the modem has it. */
  readonly storage: "ME" | "SM" | "MT";
  /** Ask the modem for the reports of messages that were sent. */
  readonly wantsReports: boolean;
}

/** A message in a storage of the modem. */
export interface StoredPdu {
  readonly storage: StorageName;
  readonly index: number;
  /** Hex digits as the modem printed them; garbage when it printed garbage. */
  readonly pdu: string;
  /** Octets without the service centre's address, as the modem says; absent when it does not. */
  readonly announcedBytes?: number;
  /** False: the modem says that it is one of our own. */
  readonly isReceived: boolean;
}

/** What is known of the network. */
export interface NetworkStatus {
  readonly isRegistered: boolean;
  /** A word for people: registered, searching, denied … */
  readonly registration: string;
  readonly operator?: string;
  /** Absent: the modem does not say. */
  readonly technology?: AccessTechnology;
  readonly signalDbm?: number;
}

/** What became of the wish to erase a message. */
export type EraseOutcome =
  | "erased"
  /** Nothing is there any more. */
  | "gone"
  /** Another message is there by now; it stays. */
  | "changed"
  /** The modem refuses to say or to do it; another attempt may help. */
  | "failed";

/** The SIM asks for its PIN, and nothing goes on until `enterPin` or `withholdPin` is called. */
export interface PinRequest {
  /** Number of the SIM (ICCID); absent when the modem does not give it before the PIN. */
  readonly sim?: string;
  /** Attempts before it locks itself; absent when the modem does not say. */
  readonly attemptsLeft?: number;
}

export type CellularEvent =
  | { readonly do: "found"; readonly entry: StoredPdu }
  /** A PDU that is kept nowhere else: a report, or a message of a modem that forgot its settings. */
  | { readonly do: "routed"; readonly pdu: string; readonly announcedBytes?: number }
  | { readonly do: "erase-done"; readonly entry: StoredPdu; readonly outcome: EraseOutcome }
  | { readonly do: "submitted"; readonly id: number; readonly reference: number | undefined }
  | {
    readonly do: "unsubmitted";
    readonly id: number;
    readonly why: "timeout" | "refused" | "reset";
    /** The modem's own words for the error. */
    readonly code?: string;
  }
  | { readonly do: "pin-needed"; readonly request: PinRequest }
  /** @see PinRequest; `undefined`: it is not known whether the SIM took it. */
  | { readonly do: "pin-tried"; readonly isRight: boolean | undefined }
  | { readonly do: "network"; readonly status: NetworkStatus }
  | { readonly do: "storage"; readonly storage: StorageName; readonly use: StorageUse }
  /** The modem says that a message had no room. */
  | { readonly do: "storage-full" }
  | { readonly do: "time"; readonly unixMs: UnixMs }
  | { readonly do: "configured"; readonly identity: ModemIdentity }
  | Extract<ModemEffect, { do: "unconfigured" | "report" }>;

export type CellularEffect = CellularEvent | Extract<ModemEffect, { do: "write" }>;
