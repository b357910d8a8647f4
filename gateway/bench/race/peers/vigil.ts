/**
 * Vigil itself: frames come over a pseudo-terminal from an emulated modem, and the answer "stored"
 * on the air is its promise. Its configuration is the usual one; only the air is made fast.
 */
import { setTimeout as delay } from "node:timers/promises";
import { Reader } from "../../../../db/store.ts";
import { GatewayPlace, type RunningGateway } from "../../gateway_process.ts";
import { register } from "../../wearables.ts";
import type { OfferOptions, Peer, PeerPlace, PeerSetup, RunningPeer } from "../peer.ts";
import type { RaceEvent } from "../race_events.ts";

/** Frames on the line that are not stored yet, from which on no more are given. */
const AHEAD = 200;
const LOOK_EVERY_MS = 5;
/** How long an alarm waits for its answer before the next one is pressed, in ms. */
const ANSWER_MS = 2_000;

export const vigil: Peer = {
  name: "Vigil",
  farEnd: "mosquitto",
  acknowledgement: "answer “stored” on the air",
  async prepare(tools) {
    await tools.programs(["mosquitto"]);
    return settle;
  },
};

async function settle(setup: PeerSetup): Promise<PeerPlace> {
  const place = new VigilPlace(setup);
  using store = place.gateway.openStore();
  await register(store, setup.events.identities);
  return place;
}

class VigilPlace implements AsyncDisposable {
  readonly gateway: GatewayPlace;
  #onStored: (mark: string) => void = () => {};

  constructor({ events, folder, uplinkPort }: PeerSetup) {
    this.gateway = new GatewayPlace({
      folder,
      brokerUrl: `mqtt://127.0.0.1:${uplinkPort}`,
      onTransmit: (frame) => {
        const answer = events.answered(frame);
        if (answer?.says === "stored") this.#onStored(answer.mark);
      },
    });
  }

  async start(): Promise<RunningPeer> {
    const gateway = await this.gateway.start();
    return {
      pid: gateway.pid,
      offer: (events, options) => this.#offer(gateway, events, options),
      press: ({ frame }) => gateway.hear(frame),
      kill: () => gateway.child.kill(),
      [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
    };
  }

  async #offer(
    gateway: RunningGateway,
    events: readonly RaceEvent[],
    { onAcknowledged, signal }: OfferOptions,
  ): Promise<void> {
    const answered = new Answered(onAcknowledged);
    this.#onStored = (mark) => answered.add(mark);
    using reader = new Reader(this.gateway.storePath);
    const before = reader.events.newestSequence();
    const isBehind = (given: number, by: number) =>
      !signal.aborted && reader.events.newestSequence() - before < given - by;
    for (const [given, { frame, mark, priority }] of events.entries()) {
      if (signal.aborted) break;
      await gateway.hear(frame);
      if (priority === "critical") await answered.has(mark, signal);
      while (given % AHEAD === 0 && isBehind(given, AHEAD)) await delay(LOOK_EVERY_MS);
    }
    while (isBehind(events.length, 0)) await delay(LOOK_EVERY_MS);
    // The radio is too busy to answer every report: what is stored counts, but for those of the end,
    // since events of the gateway's own are stored among them.
    const stored = reader.events.newestSequence() - before - AHEAD;
    for (const { mark, priority } of events.slice(0, Math.max(0, stored))) {
      if (priority === "low") answered.add(mark);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.gateway[Symbol.asyncDispose]();
  }
}

/** Events that were answered. A radio that sends an answer for each report would do nothing else. */
class Answered {
  readonly #marks = new Set<string>();

  constructor(readonly onAcknowledged: (mark: string) => void) {}

  add(mark: string): void {
    this.#marks.add(mark);
    this.onAcknowledged(mark);
  }

  /** Waits for an answer, as the wearable does before it presses again. */
  async has(mark: string, signal: AbortSignal): Promise<void> {
    const endMs = performance.now() + ANSWER_MS;
    while (!this.#marks.has(mark) && performance.now() < endMs && !signal.aborted) await delay(1);
  }
}
