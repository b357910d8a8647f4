/**
 * A modem's protocol as a value: it gets bytes, frames to send and the time, and answers with
 * effects. It opens nothing, reads no clock and never awaits; the loop around it is in
 * `gateway/modems/session/session.ts`.
 *
 *     bytes ─▶ feed ─┐                ┌─▶ write      to the serial port
 *     frame ─▶ send ─┼─▶ [ModemProtocol] ─┼─▶ deliver    a frame from the air
 *     time  ─▶ tick ─┘                ├─▶ sent / unsent
 *                                     ├─▶ configured / unconfigured
 *                                     └─▶ report     something odd, to be counted and logged
 */
import type { MonotonicMs } from "../time.ts";

/** The makes that can be configured. */
export const MODEM_KINDS = [
  "rylr998",
  "rak3172",
  "wio-e5",
  "rn2483",
  "ebyte-e22",
  "cellular",
] as const;
export type ModemKind = (typeof MODEM_KINDS)[number];

/** Radio settings as the configuration gives them. */
export interface RadioSettings {
  readonly frequencyHz: number;
  /** 5 to 12 */
  readonly spreadingFactor: number;
  readonly bandwidthHz: number;
  /** Denominator of the coding rate: 5 (4/5) to 8 (4/8). */
  readonly codingRate: number;
  /** One byte as LoRa chips of the first generation know it: 0x12 private, 0x34 public. */
  readonly syncWord: number;
  /** RYLR998 only: 3 to 15, or 18. */
  readonly networkId: number;
  /** Symbols. */
  readonly preambleSymbols: number;
  readonly powerDbm: number;
}

/** Whether frames cross the modem as bytes or as text (`VF1:` and base64url, frame: "On other carriers"). */
export type PayloadForm = "bytes" | "text";

/** What a modem says of itself; what it does not say is absent. */
export interface ModemIdentity {
  readonly model?: string;
  readonly firmware?: string;
  /** Serial number, UID or DevEUI: whatever the make has that is unique. */
  readonly serial?: string;
  /** Cellular modems: number of the SIM (ICCID). */
  readonly sim?: string;
}

/** Why something was reported; each is counted under this word. */
export type ModemReport =
  | "garbage" // bytes that were no line of this make
  | "malformed" // a line that began like a packet and was none
  | "radio-error" // the modem says that a reception failed (CRC, header, time)
  | "reset" // the modem restarted by itself
  | "timeout" // an answer did not come
  | "refused" // the modem answered with an error
  | "call" // a call to the SIM rings
  | "mismatch" // a setting read back is not what was written
  | "unsolicited"; // an unsolicited line of no known meaning

/** Why a modem cannot be used, in one word. */
export type LossReason =
  | "no-answer" // it answers nothing
  | "no-network" // cellular: it is not registered
  | "sim" // cellular: there is no SIM, or it is locked
  | "not-configured" // it answers, and does not take its settings
  | "port"; // its port cannot be opened, or was lost

export type ModemEffect =
  | { readonly do: "write"; readonly bytes: Uint8Array }
  | {
    readonly do: "deliver";
    readonly payloadForm: PayloadForm;
    readonly payload: Uint8Array;
    readonly rssiDbm?: number;
    readonly snrDb?: number;
  }
  | { readonly do: "sent"; readonly id: number }
  | { readonly do: "unsent"; readonly id: number; readonly why: "timeout" | "refused" | "reset" }
  | { readonly do: "configured"; readonly identity: ModemIdentity }
  | { readonly do: "unconfigured"; readonly text: string; readonly why: LossReason }
  | {
    readonly do: "report";
    readonly reason: ModemReport;
    /** Printable, at most 120 characters, never a payload. */
    readonly text: string;
    /** Bytes concerned; 0 when it is not about bytes. */
    readonly sizeBytes: number;
  };

/**
 * One conversation with one modem, in its language. Frames are delivered whatever the state of the configuration:
 * an alarm that was heard is an alarm.
 */
export interface ModemProtocol {
  readonly kind: ModemKind;
  readonly payloadForm: PayloadForm;
  /** Longest VF1 frame it can send, in bytes. */
  readonly maxFrameBytes: number;
  /** True when the settings have been written and read back since the last reset. */
  readonly isConfigured: boolean;
  /** True when `send` may be called: configured and nothing on the air. */
  readonly canSend: boolean;
  /** Begins: identify, write settings, read back. Call once after the port opened. */
  start(now: MonotonicMs): ModemEffect[];
  /** Takes bytes from the port, in chunks of any size. */
  feed(bytes: Uint8Array, now: MonotonicMs): ModemEffect[];
  /** Sends a frame; exactly one `sent` or `unsent` with this id follows. Only while `canSend`. */
  send(id: number, frame: Uint8Array, now: MonotonicMs): ModemEffect[];
  /** To be called at `wakeAtMs`, or later. */
  tick(now: MonotonicMs): ModemEffect[];
  /**
   * Looks at once whether the modem is there and has its settings, and sets it up if not;
   * undefined: this make answers no questions.
   */
  probe(now: MonotonicMs): ModemEffect[] | undefined;
  /** Restarts the modem, whatever it was doing; undefined: this make has no command for it. */
  reset(now: MonotonicMs): ModemEffect[] | undefined;
  /** When time alone will change something; undefined: never. */
  readonly wakeAtMs: MonotonicMs | undefined;
  /** Time on air of a frame as this make sends it, its own extra bytes included, in microseconds. */
  timeOnAirUs(frame: Uint8Array): number;
}

/** What a task does: the effects of any protocol, and its end. */
export type OneShotEffect<T> =
  | Extract<ModemEffect, { do: "write" | "deliver" | "report" }>
  | { readonly do: "finished"; readonly result: T };

/**
 * A protocol that ends, such as the identification of a module. It gets bytes and the time like a
 * `ModemProtocol` and says `finished` once for each opening of the port. Frames that come meanwhile
 * are delivered as usual: an alarm must not be lost because a task has the port.
 */
export interface OneShotTask<T> {
  start(now: MonotonicMs): OneShotEffect<T>[];
  feed(bytes: Uint8Array, now: MonotonicMs): OneShotEffect<T>[];
  /** To be called at `wakeAtMs`, or later. */
  tick(now: MonotonicMs): OneShotEffect<T>[];
  readonly wakeAtMs: MonotonicMs | undefined;
}
