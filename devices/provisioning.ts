/**
 * The line protocol of a VF1 wearable's provisioning port, version 1: how a wearable gets its key by
 * cable. 115 200 baud, 8N1; ASCII lines that end with LF (a CR before it is ignored). The box asks,
 * the wearable gives one line back; it does nothing by itself.
 *
 *     VP1 HELLO               ▶   ◀  VP1 WEARABLE <model> <serial> <firmware> <blank|loaded>
 *     VP1 KEY <kid> <32 hex>  ▶   ◀  VP1 OK         in flash; newest epoch 0, what was there is erased
 *     VP1 TEST                ▶   ◀  VP1 FRAME <hex>  a test sealed as for the air, of the next epoch
 *     VP1 WIPE                ▶   ◀  VP1 OK         the key is erased
 *     VP1 END                 ▶   ◀  VP1 OK         then it restarts and goes on the air
 *     anything that fails     ▶   ◀  VP1 NO <reason>  syntax, no-key, flash
 *
 * There is no way to read a key back: that the wearable has it is shown by the frame it seals. Lines
 * that do not begin with `VP1 ` are its log and mean nothing here.
 */
import { fail, ok, type Result } from "./result.ts";
import { UP_TYPE } from "./frame/types.ts";
import { ephemeralId, MAX_EPOCH } from "./frame/ephemeral_id.ts";
import { eraseKeys, expandKeys, KEY_BYTES } from "./frame/keys.ts";
import { openFrame, parseFrame } from "./frame/vf1.ts";
import { decodeHex, encodeHex } from "./hex.ts";
import { bytesEqual } from "./tools/bytes_equal.ts";

/** Speed of the port, in bits a second. */
export const PROVISIONING_BAUD = 115_200;

const KID = /^(?:\d{1,2}|1\d\d|2[0-4]\d|25[0-5])$/;
const WORD = /^[\w.-]{1,32}$/;

/** What the box asks. */
export type ProvisioningRequest =
  | { readonly kind: "hello" | "test" | "wipe" | "end" }
  | { readonly kind: "key"; readonly kid: number; readonly rootKey: Uint8Array };

/** A wearable as it says of itself; each word has 1 to 32 letters, digits, `_`, `.` or `-`. */
export interface WearableOnCable {
  readonly model: string;
  readonly serial: string;
  readonly firmware: string;
  /** It has a key. */
  readonly isLoaded: boolean;
}

/** What the wearable gives back. */
export type ProvisioningReply =
  | { readonly kind: "ok" }
  | { readonly kind: "wearable"; readonly wearable: WearableOnCable }
  | { readonly kind: "frame"; readonly frame: Uint8Array }
  | { readonly kind: "no"; readonly reason: string };

/** A request as a line, without its end. */
export function encodeRequest(request: ProvisioningRequest): string {
  if (request.kind !== "key") return `VP1 ${request.kind.toUpperCase()}`;
  return `VP1 KEY ${request.kid} ${encodeHex(request.rootKey)}`;
}

/** Reads a line as a wearable does; undefined for what is no request. */
export function readRequest(line: string): ProvisioningRequest | undefined {
  const plain = /^VP1 (HELLO|TEST|WIPE|END)$/.exec(line)?.[1];
  if (plain !== undefined) {
    return { kind: plain.toLowerCase() as "hello" | "test" | "wipe" | "end" };
  }
  const [, kid = "", hex = ""] = /^VP1 KEY (\d+) ([0-9A-Fa-f]+)$/.exec(line) ?? [];
  const rootKey = decodeHex(hex);
  if (!KID.test(kid) || rootKey?.length !== KEY_BYTES) return undefined;
  return { kind: "key", kid: Number(kid), rootKey };
}

/** A reply as a line, without its end. */
export function encodeReply(reply: ProvisioningReply): string {
  switch (reply.kind) {
    case "ok":
      return "VP1 OK";
    case "wearable": {
      const { firmware, isLoaded, model, serial } = reply.wearable;
      return `VP1 WEARABLE ${model} ${serial} ${firmware} ${isLoaded ? "loaded" : "blank"}`;
    }
    case "frame":
      return `VP1 FRAME ${encodeHex(reply.frame)}`;
    case "no":
      return `VP1 NO ${reply.reason}`;
  }
}

/** Reads a line as the box does; undefined for the wearable's log and for garbage. */
export function readReply(line: string): ProvisioningReply | undefined {
  const [version, word, ...rest] = line.split(" ");
  if (version !== "VP1") return undefined;
  if (word === "OK" && rest.length === 0) return { kind: "ok" };
  if (word === "NO" && rest.length === 1 && WORD.test(rest[0]!)) {
    return { kind: "no", reason: rest[0]! };
  }
  if (word === "WEARABLE") return readWearable(rest);
  const frame = word === "FRAME" && rest.length === 1 ? decodeHex(rest[0]!) : undefined;
  return frame && { kind: "frame", frame };
}

function readWearable(words: readonly string[]): ProvisioningReply | undefined {
  const [model, serial, firmware, state] = words;
  if (words.length !== 4 || !words.every((word) => WORD.test(word))) return undefined;
  if (state !== "blank" && state !== "loaded") return undefined;
  const isLoaded = state === "loaded";
  return {
    kind: "wearable",
    wearable: { model: model!, serial: serial!, firmware: firmware!, isLoaded },
  };
}

/** Where a wearable stands after the test that it sealed. */
export interface TestPosition {
  readonly epoch: number;
  readonly counter: number;
}

/** How far ahead of what is known of it a wearable may be: it adds 1 at each start. */
const EPOCHS_AHEAD = 64;

/** Why a test does not show that the wearable has the key. */
export interface TestError {
  readonly code: "no-frame" | "other-key" | "no-test";
}

/**
 * Whether a frame is a test that was sealed with this key.
 * @param newestEpoch The newest epoch that is known of the wearable; 0 for a fresh key.
 */
export function checkTestFrame(
  bytes: Uint8Array,
  { rootKey, kid, newestEpoch }: {
    readonly rootKey: Uint8Array;
    readonly kid: number;
    readonly newestEpoch: number;
  },
): Result<TestPosition, TestError> {
  const frame = parseFrame(bytes);
  if (!frame.ok) return fail({ code: "no-frame" });
  const keys = expandKeys(rootKey, kid);
  const { counter, eid } = frame.value;
  const epoch = epochsAfter(newestEpoch)
    .find((epoch) => bytesEqual(ephemeralId(keys.kId, kid, epoch), eid));
  const opened = openFrame(frame.value, keys.kUp);
  eraseKeys(keys);
  if (epoch === undefined || !opened.ok) return fail({ code: "other-key" });
  return opened.value.type === UP_TYPE.test ? ok({ epoch, counter }) : fail({ code: "no-test" });
}

/** The newest epoch itself, for a wearable that did not start since, and those ahead of it. */
function epochsAfter(newestEpoch: number): number[] {
  return Array.from({ length: EPOCHS_AHEAD + 1 }, (_, index) => newestEpoch + index)
    .filter((epoch) => epoch > 0 && epoch <= MAX_EPOCH);
}
