/** What is done between frames: following the registry, and expecting ever more ephemeral ids. */
import type { RejectedRecord, StoreAccess } from "../../../db/store.ts";
import type { MonotonicMs, UnixMs } from "../../../devices/time.ts";
import { defined } from "../../../devices/tools/defined.ts";
import type { Ingest } from "../../../handlers/ingest/ingest.ts";
import type { Log, Reception } from "../../../handlers/ports.ts";
import type { RejectedFrames } from "../../../handlers/ingest/rejected_frames.ts";
import type { DeviceKeyTable } from "../../../handlers/ingest/device_key_table.ts";
import { BackgroundLoop } from "./background_loop.ts";

export interface HousekeepingPorts {
  readonly store: StoreAccess;
  readonly deviceKeys: DeviceKeyTable;
  readonly ingest: Ingest;
  readonly rejections: RejectedFrames;
  readonly log: Log;
}

/** How often the registry is looked at, in ms; a frame that comes looks at once. */
const LOOK_MS = 1_000;
/** Between two slices of widening, in ms: the intake goes first. */
const SLICE_MS = 20;
/** Between two slices of wearables that changed: frames of theirs may already come. */
const NEXT_SLICE_MS = 1;
/** Unknown frames tried again at once. */
const RETRY_PAGE = 200;

export class Housekeeping implements AsyncDisposable {
  readonly #loop: BackgroundLoop;
  /** Set when the table of ephemeral ids has grown since unknown frames were tried. */
  #hasGrown = true;
  readonly #ports: HousekeepingPorts;

  constructor(ports: HousekeepingPorts) {
    this.#ports = ports;
    const settings = { name: "housekeeping", firstAfterMs: SLICE_MS, log: ports.log };
    this.#loop = new BackgroundLoop(settings, (isStopped) => this.#work(isStopped));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#loop[Symbol.asyncDispose]();
  }

  async #work(isStopped: () => boolean): Promise<number> {
    const { deviceKeys } = this.#ports;
    const hasChanged = deviceKeys.refresh();
    if (hasChanged) this.#hasGrown = true;
    if (deviceKeys.isBehind) return NEXT_SLICE_MS;
    // Who is new is not kept waiting until all windows are widened.
    if (!hasChanged && deviceKeys.extendEphemeralIdWindow()) {
      this.#hasGrown = true;
      return SLICE_MS;
    }
    if (this.#hasGrown) {
      this.#hasGrown = false;
      await this.#retryUnknown(isStopped);
    }
    return LOOK_MS;
  }

  /** Frames whose sender was not known when they came may be known by now. */
  async #retryUnknown(isStopped: () => boolean): Promise<void> {
    const { ingest, rejections, store } = this.#ports;
    const isKnown = (frame: HeardBefore) => ingest.isKnown(receptionOf(frame));
    for (const frame of rejections.takeKnown(isKnown)) await ingest.take(receptionOf(frame));
    for (let after = 0; !isStopped();) {
      const page = store.read.frames.rejectedFor("unknown-device", after, RETRY_PAGE);
      if (page.length === 0) return;
      after = page.at(-1)!.number;
      for (const record of page) {
        const reception = receptionOf(record);
        if (!ingest.isKnown(reception)) continue;
        await ingest.take(reception);
        await store.write("markRetried", { number: record.number });
      }
    }
  }
}

/** What is kept of a frame whose sender was not known. */
type HeardBefore = Pick<RejectedRecord, "atUnixMs" | "modem" | "carrier" | "payload"> & {
  readonly rssiDbm?: number | undefined;
  readonly snrDb?: number | undefined;
};

/** The reception as it was; its age on the monotonic clock is lost with the former process. */
function receptionOf(record: HeardBefore): Reception {
  return {
    modem: record.modem,
    payloadForm: record.carrier,
    payload: record.payload,
    receivedAtUnixMs: record.atUnixMs as UnixMs,
    receivedAtMs: 0 as MonotonicMs,
    ...defined({ rssiDbm: record.rssiDbm, snrDb: record.snrDb }),
  };
}
