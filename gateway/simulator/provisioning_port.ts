/**
 * The wearable's side of the provisioning port: it takes a key, seals a test with it, forgets it, and
 * never gives it back.
 */
import { ephemeralId } from "../../devices/frame/ephemeral_id.ts";
import { expandKeys } from "../../devices/frame/keys.ts";
import { UP_TYPE } from "../../devices/frame/types.ts";
import { encodeAlarmBody } from "../../devices/frame/uplink_bodies.ts";
import { sealUplink } from "../../devices/frame/vf1.ts";
import {
  type ProvisioningReply,
  readRequest,
  type WearableOnCable,
} from "../../devices/provisioning.ts";

/** A key in flash, and the newest epoch that was used with it. */
export interface LoadedKey {
  readonly kid: number;
  /** 16 bytes. */
  readonly rootKey: Uint8Array;
  readonly epoch: number;
  /** The newest alarm number that was used with it; absent: none. */
  readonly alarm?: number;
}

/** What a wearable says of itself, but whether it has a key. */
export type WearableLabel = Omit<WearableOnCable, "isLoaded">;

export class ProvisioningPort {
  /** @param onEnd The wearable goes on the air with this key, or stays off it with none. */
  constructor(
    readonly label: WearableLabel,
    public key: LoadedKey | undefined,
    readonly onEnd: (key: LoadedKey | undefined) => void,
  ) {}

  /** Takes a line and gives the reply. */
  take(line: string): ProvisioningReply {
    const request = readRequest(line);
    if (request === undefined) return { kind: "no", reason: "syntax" };
    switch (request.kind) {
      case "hello":
        return {
          kind: "wearable",
          wearable: { ...this.label, isLoaded: this.key !== undefined },
        };
      case "key":
        this.key = { kid: request.kid, rootKey: request.rootKey, epoch: 0 };
        return { kind: "ok" };
      case "test":
        return this.#test();
      case "wipe":
        this.key = undefined;
        return { kind: "ok" };
      case "end":
        this.onEnd(this.key);
        return { kind: "ok" };
    }
  }

  /** Each test is the first message of an epoch of its own, as after a start. */
  #test(): ProvisioningReply {
    if (this.key === undefined) return { kind: "no", reason: "no-key" };
    const { epoch: before, kid, rootKey } = this.key;
    const epoch = before + 1;
    this.key = { ...this.key, epoch };
    const { kId, kUp } = expandKeys(rootKey, kid);
    const body = encodeAlarmBody({ alarm: 0, sinceTriggerS: 0 });
    const eid = ephemeralId(kId, kid, epoch);
    return { kind: "frame", frame: sealUplink({ eid, counter: 0, type: UP_TYPE.test, body, kUp }) };
  }
}
