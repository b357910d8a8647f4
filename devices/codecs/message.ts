import type { UnixMs } from "../time.ts";

/** A whole short message, assembled and decoded, as the network brought it. */
export interface ShortMessage {
  /** As the network gives it: E.164 with + for international numbers, else digits or letters. Proves nothing. */
  readonly sender: string;
  /** Text, when it was text; parts that are missing appear as one U+FFFD each. */
  readonly text?: string;
  /** User data of an 8-bit message, without its header. */
  readonly data?: Uint8Array;
  /** Destination port of the user data header. */
  readonly port?: number;
  /** Time stamp of the service centre; may be nonsense, is for people. */
  readonly sentAtUnixMs?: UnixMs;
  /** False: parts are missing. */
  readonly isComplete: boolean;
}
