import type { MonotonicMs } from "../../devices/time.ts";
import type { FrameListener, HeardFrame, HeardSignal } from "../supervision/supervision.ts";
import type { Recorder } from "./recorder.ts";
import { heardSubject } from "./subjects.ts";

/**
 * Measures what is heard on its way to the supervision: of modems the signal of every authentic frame, of
 * wearables their battery and their signal at each modem, at heartbeats only. An alarm repeats every few
 * seconds, and would write the card full with what is known.
 */
export class MeasuredListener implements FrameListener {
  readonly #listener: FrameListener;
  readonly #recorder: Recorder;

  constructor(listener: FrameListener, recorder: Recorder) {
    this.#listener = listener;
    this.#recorder = recorder;
  }

  heard(frame: HeardFrame): void {
    this.#listener.heard(frame);
    const percent = frame.battery?.batteryPercent;
    if (!frame.isHeartbeat || percent === undefined) return;
    this.#recorder.record(`wearable/${frame.uid}`, "battery-percent", percent);
  }

  heardThrough(modem: string, at: MonotonicMs, signal?: HeardSignal): void {
    this.#listener.heardThrough(modem, at, signal);
    if (signal === undefined) return;
    this.#record(`modem/${modem}`, signal);
    if (signal.isHeartbeat) this.#record(heardSubject(signal.uid, modem), signal);
  }

  #record(subject: string, { rssiDbm, snrDb }: HeardSignal): void {
    if (rssiDbm !== undefined) this.#recorder.record(subject, "rssi-dbm", rssiDbm);
    if (snrDb !== undefined) this.#recorder.record(subject, "snr-db", snrDb);
  }
}
