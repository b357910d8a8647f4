/** What technicians do with senders of foreign formats: link them to wearables, and unlink them. */
import { type Author, OWN_CODEC, type SenderLink, type SenderName } from "../../db/store.ts";
import type { MessageCodec } from "../../devices/codecs/codec.ts";
import { defined } from "../../devices/tools/defined.ts";
import { messageCodec, payloadCodec } from "../../devices/codecs/codecs.ts";
import { decodeHex } from "../../devices/hex.ts";
import { numberFault } from "../../devices/phone_number.ts";
import { fail, ok, type Result } from "../../devices/result.ts";
import { mayIssue } from "./issue.ts";
import type { LifePorts } from "./life.ts";
import { type DeviceProblem, unknownDevice } from "./problem.ts";

/** A sender as a technician writes it: either a number, or a LoRaWAN address with its keys. */
export interface SenderRequest {
  readonly uid: string;
  /** Number, as the network gives it: +32470123456, or digits and letters. */
  readonly number?: string;
  /** DevAddr, 8 hex digits. */
  readonly devAddr?: string;
  /** NwkSKey, 32 hex digits. */
  readonly networkKeyHex?: string;
  /** AppSKey, 32 hex digits. */
  readonly applicationKeyHex?: string;
  /** What a format of messages is proved by, in hex. */
  readonly keyHex?: string;
  readonly codec?: string;
}

const NUMBER = /^(?:\+?[0-9*#]{1,20}|[A-Za-z0-9 ._-]{1,11})$/;
const DEV_ADDR = /^[0-9A-Fa-f]{8}$/;
const SESSION_KEY_BYTES = 16;

/** Which sender is meant. */
export function senderName(
  { devAddr, number, uid }: SenderRequest,
): Result<SenderName, DeviceProblem> {
  if ((number === undefined) === (devAddr === undefined)) {
    return invalid(uid, "name its sender by a number or by a LoRaWAN address, one of both");
  }
  if (number !== undefined) {
    return NUMBER.test(number)
      ? ok({ kind: "sms", address: number })
      : invalid(uid, `"${number}" is no number: write it as the network gives it: +32470123456`);
  }
  return DEV_ADDR.test(devAddr!)
    ? ok({ kind: "lorawan", address: devAddr!.toLowerCase() })
    : invalid(uid, `"${devAddr}" is no LoRaWAN address: a DevAddr is 8 hex digits`);
}

/** The link that is asked for, with all that belongs to it. */
export function senderLink(request: SenderRequest): Result<SenderLink, DeviceProblem> {
  const { codec, uid } = request;
  const name = senderName(request);
  if (!name.ok) return name;
  if (codec === undefined) return invalid(uid, 'its codec is missing: see "vigil codec list"');
  if (codec === OWN_CODEC) return ownLink(request, name.value);
  const isKnown = name.value.kind === "sms" ? messageCodec(codec) : payloadCodec(codec);
  if (isKnown === undefined) {
    const way = name.value.kind === "sms" ? "short messages" : "LoRaWAN";
    return invalid(uid, `"${codec}" is no codec of ${way}: see "vigil codec list"`);
  }
  const keys = name.value.kind === "sms"
    ? messageKey(request, messageCodec(codec)!)
    : sessionKeys(request);
  return keys.ok ? ok({ uid, codec, ...name.value, ...keys.value }) : keys;
}

/** A number that a wearable of this product is answered at. */
function ownLink(request: SenderRequest, name: SenderName): Result<SenderLink, DeviceProblem> {
  const { applicationKeyHex, keyHex, networkKeyHex, uid } = request;
  if (name.kind !== "sms") {
    return invalid(uid, `"${OWN_CODEC}" needs no address on LoRa: leave it out`);
  }
  if ((applicationKeyHex ?? keyHex ?? networkKeyHex) !== undefined) {
    return invalid(uid, `"${OWN_CODEC}" is proved by the wearable's own key: leave this one out`);
  }
  const fault = numberFault(name.address);
  return fault === undefined ? ok({ uid, codec: OWN_CODEC, ...name }) : invalid(
    uid,
    `${name.address} cannot be answered: ${FAULT_TEXT[fault]}`,
  );
}

const FAULT_TEXT = {
  name: "it is no number: write it as +32470123456",
  short: "it is a short number",
  premium: "it is a number that costs extra",
} as const;

type Keys = Result<Pick<SenderLink, "key" | "applicationKey">, DeviceProblem>;

function messageKey(
  { applicationKeyHex, keyHex, networkKeyHex, uid }: SenderRequest,
  { isKey, name }: MessageCodec,
): Keys {
  if (networkKeyHex !== undefined || applicationKeyHex !== undefined) {
    return invalid(uid, "session keys belong to a LoRaWAN address");
  }
  if (keyHex === undefined) return ok({});
  const key = decodeHex(keyHex);
  if (key === undefined) return invalid(uid, "the key must be hex digits");
  if (isKey === undefined) return invalid(uid, `"${name}" has no key: leave it out`);
  return isKey(key)
    ? ok({ key })
    : invalid(uid, `a key of ${key.length} bytes is none of "${name}"`);
}

function sessionKeys({ applicationKeyHex, keyHex, networkKeyHex, uid }: SenderRequest): Keys {
  if (keyHex !== undefined) return invalid(uid, "a LoRaWAN address has two session keys instead");
  const [key, applicationKey] = [networkKeyHex, applicationKeyHex]
    .map((hex) => decodeHex(hex ?? ""));
  return key?.length === SESSION_KEY_BYTES && applicationKey?.length === SESSION_KEY_BYTES
    ? ok({ key, applicationKey })
    : invalid(uid, "both session keys, of the network and of the application, are 32 hex digits");
}

/** Registers a wearable without a key of its own, with its first sender. */
export async function addForeignDevice(
  ports: LifePorts,
  link: SenderLink,
  by: Author,
  heartbeatS?: number,
): Promise<Result<void, DeviceProblem>> {
  const may = mayIssue(ports, link.uid);
  if (!may.ok) return may;
  if (link.codec === OWN_CODEC) return needsKey(link.uid);
  const outcome = await ports.store.write("addForeignDevice", {
    link,
    by,
    atUnixMs: ports.clock.unixMs(),
    ...defined({ heartbeatS }),
  });
  if (outcome === "linked") return ok(undefined);
  return outcome === "taken" ? taken(link) : mayIssue(ports, link.uid);
}

/** Links a further sender, or changes what is known of one. */
export async function linkSender(
  ports: LifePorts,
  link: SenderLink,
  by: Author,
): Promise<Result<void, DeviceProblem>> {
  const { uid } = link;
  const outcome = await ports.store.write("linkSender", {
    link,
    by,
    atUnixMs: ports.clock.unixMs(),
  });
  switch (outcome) {
    case "linked":
      return ok(undefined);
    case "unknown":
      return fail(unknownDevice(uid));
    case "taken":
      return taken(link);
    case "retired":
      return invalid(uid, "it is retired", "device-retired");
    case "no-key":
      return needsKey(uid);
    case "has-key":
      return invalid(
        uid,
        "it has a key, and what proves less must not mix with that: add a wearable of its own",
      );
  }
}

/** Ends the link of a sender. */
export async function unlinkSender(
  ports: LifePorts,
  uid: string,
  name: SenderName,
  by: Author,
): Promise<Result<void, DeviceProblem>> {
  const atUnixMs = ports.clock.unixMs();
  if (await ports.store.write("unlinkSender", { ...name, uid, by, atUnixMs })) return ok(undefined);
  const message =
    `Cannot unlink "${uid}": it has no sender ${name.address}: see its senders with ` +
    `"vigil device show ${uid}"`;
  return fail({ code: "unknown-device", message });
}

function needsKey(uid: string): Result<never, DeviceProblem> {
  const state = `"${OWN_CODEC}" needs a key: add it with "vigil device add", then link its number`;
  return invalid(uid, state);
}

function taken({ address, uid }: SenderLink): Result<never, DeviceProblem> {
  const state = `${address} is linked to another device: end that with "vigil device unlink"`;
  return invalid(uid, state, "uid-taken");
}

function invalid(
  uid: string,
  state: string,
  code: DeviceProblem["code"] = "invalid-request",
): Result<never, DeviceProblem> {
  return fail({ code, message: `Cannot link "${uid}": ${state}` });
}
