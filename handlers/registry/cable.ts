/**
 * A wearable on a cable gets its key, and shows that it has it before anybody relies on that.
 *
 *     HELLO ─▶ blank? ─▶ KEY ─▶ TEST ─▶ the frame opens with the key ─▶ registered
 *
 * Nothing is registered until the frame has been opened. If it ends before that, the wearable has a
 * key that is not known, and is simply given another.
 */
import type { DeviceKeyRecord } from "../../db/store.ts";
import {
  checkTestFrame,
  type ProvisioningReply,
  type ProvisioningRequest,
  type TestPosition,
  type WearableOnCable,
} from "../../devices/provisioning.ts";
import { fail, ok, type Result } from "../../devices/result.ts";

/** The way to a wearable's provisioning port. Its opener ends it, so that the wearable goes on. */
export interface Cable {
  /** Asks and waits for the reply; undefined: none came in time. */
  ask(request: ProvisioningRequest): Promise<ProvisioningReply | undefined>;
}

/** Why a wearable could not be loaded, erased or asked. */
export interface CableProblem {
  readonly code: "no-answer" | "refused" | "has-a-key" | "other-wearable" | "test-failed";
  /** What the state is, and what to do next. */
  readonly message: string;
}

export interface LoadRequest {
  readonly kid: number;
  /** 16 bytes. */
  readonly rootKey: Uint8Array;
  /** The key that the wearable has may be overwritten. */
  readonly mayReplace: boolean;
}

/** A wearable that has shown that it has the key. */
export interface LoadedWearable {
  readonly wearable: WearableOnCable;
  /** Where it stands after its test. */
  readonly position: TestPosition;
}

/** Writes a key into the wearable on a cable and has it seal a test with it. */
export async function loadKey(
  cable: Cable,
  { kid, mayReplace, rootKey }: LoadRequest,
): Promise<Result<LoadedWearable, CableProblem>> {
  const wearable = await askWho(cable);
  if (!wearable.ok) return wearable;
  if (wearable.value.isLoaded && !mayReplace) return fail(hasKey(wearable.value));
  const written = await askFor(cable, { kind: "key", kid, rootKey }, "ok");
  if (!written.ok) return written;
  const sealed = await askFor(cable, { kind: "test" }, "frame");
  if (!sealed.ok) return sealed;
  const position = checkTestFrame(sealed.value.frame, { rootKey, kid, newestEpoch: 0 });
  return position.ok
    ? ok({ wearable: wearable.value, position: position.value })
    : fail(TEST_FAILED[position.error.code]);
}

/**
 * Erases the key of the wearable on a cable, and has it say that it has none. One that seals with
 * none of these keys is another wearable, and is left as it is.
 */
export async function wipeKey(
  cable: Cable,
  keys: readonly Pick<DeviceKeyRecord, "rootKey" | "kid" | "newestEpoch">[],
): Promise<Result<WearableOnCable, CableProblem>> {
  const sealed = await askFor(cable, { kind: "test" }, "frame");
  if (!sealed.ok) return sealed;
  if (!keys.some((key) => checkTestFrame(sealed.value.frame, key).ok)) return fail(OTHER_WEARABLE);
  const wiped = await askFor(cable, { kind: "wipe" }, "ok");
  if (!wiped.ok) return wiped;
  const wearable = await askWho(cable);
  return wearable.ok && wearable.value.isLoaded ? fail(STILL_LOADED) : wearable;
}

async function askWho(cable: Cable): Promise<Result<WearableOnCable, CableProblem>> {
  const reply = await askFor(cable, { kind: "hello" }, "wearable");
  return reply.ok ? ok(reply.value.wearable) : reply;
}

async function askFor<K extends ProvisioningReply["kind"]>(
  cable: Cable,
  request: ProvisioningRequest,
  wanted: K,
): Promise<Result<Extract<ProvisioningReply, { readonly kind: K }>, CableProblem>> {
  const reply = await cable.ask(request);
  if (reply?.kind === wanted) {
    return ok(reply as Extract<ProvisioningReply, { readonly kind: K }>);
  }
  if (reply === undefined) return fail(NO_ANSWER);
  const reason = reply.kind === "no" ? reply.reason : `answered "${reply.kind}"`;
  return fail({
    code: "refused",
    message: `the wearable refused "${request.kind}" (${reason}): restart it and try again`,
  });
}

const OTHER_WEARABLE: CableProblem = {
  code: "other-wearable",
  message: "the wearable on the cable has another key: it is another device, and was left as it is",
};

const STILL_LOADED: CableProblem = {
  code: "refused",
  message: "it still has a key after it was erased: destroy it",
};

const NO_ANSWER: CableProblem = {
  code: "no-answer",
  message: "no wearable answers: is it plugged in, switched on and in provisioning mode, and is " +
    "this its port?",
};

function hasKey({ model, serial }: WearableOnCable): CableProblem {
  return {
    code: "has-a-key",
    message:
      `the wearable (${model}, serial ${serial}) has a key already: retire the device that ` +
      "it is, or overwrite it with --replace",
  };
}

const TEST_FAILED = {
  "no-frame": {
    code: "test-failed",
    message: "what the wearable sealed is no VF1 frame: its firmware is of another version",
  },
  "other-key": {
    code: "test-failed",
    message: "the wearable seals with another key than it was given: try again, or replace it",
  },
  "no-test": {
    code: "test-failed",
    message: "the wearable sealed something else than a test: its firmware is of another version",
  },
} as const satisfies Record<string, CableProblem>;
