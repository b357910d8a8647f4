import type { Clock } from "../../devices/time.ts";
import { Backoff } from "../backoff.ts";
import type { Raise } from "../gateway_events.ts";
import { PathState } from "./path_state.ts";
import { PathWatch } from "./path_watch.ts";
import { Pause } from "./pause.ts";

export interface MqttPathPorts {
  /** Name of the destination. */
  readonly name: string;
  readonly raise: Raise;
  readonly clock: Clock;
  /** Gives numbers from 0 up to, not including, 1. */
  readonly random: () => number;
  /** Something critical waits, which may cut a pause short. */
  readonly hasCritical: () => boolean;
  /** Default: 60 s. */
  readonly lostAfterMs?: number;
}

/** How the way to a broker is, since when, and when it may be tried again. */
export class MqttPath implements Disposable {
  readonly #backoff: Backoff;
  readonly #watch: PathWatch;
  readonly #state: PathState;
  #pause: Pause | undefined;

  constructor(readonly ports: MqttPathPorts) {
    this.#backoff = new Backoff(ports.random);
    this.#state = new PathState(ports.clock);
    this.#watch = new PathWatch({ ...ports, lastError: () => this.#state.lastError });
  }

  report(): ReturnType<PathState["report"]> {
    return this.#state.report();
  }

  connecting(): void {
    this.#state.enter("connecting");
  }

  connected(): void {
    this.#state.enter("connected");
    this.#backoff.connected(this.ports.clock.monotonicMs());
  }

  /** The broker answered a publish. */
  answered(): void {
    this.#watch.answered();
  }

  /** Dispatch has an event that came this way. */
  delivered(): void {
    this.#backoff.delivered();
  }

  /** The connection ended, or none could be made. */
  broken(reason: string): void {
    this.#state.lastError = reason;
    this.#watch.broken();
  }

  /** Waits until the way may be tried again. */
  async pause(): Promise<void> {
    const pauseMs = this.#backoff.nextPauseMs(this.ports.clock.monotonicMs());
    if (this.#mayHurry()) return;
    this.#state.enter("waiting");
    this.#pause = new Pause(pauseMs);
    if (await this.#pause.over === "elapsed") this.#backoff.elapsed();
    this.#pause = undefined;
  }

  /** Something new may be critical: that may end a pause, once between two whole ones. */
  wake(): void {
    if (this.#pause !== undefined && this.#mayHurry()) this.#pause.cut();
  }

  /** The same for something that is known to be critical. */
  urge(): void {
    if (this.#pause !== undefined && this.#backoff.hurry()) this.#pause.cut();
  }

  /** Nothing is waited for any more. */
  stop(): void {
    this.#pause?.cut();
  }

  #mayHurry(): boolean {
    return this.#backoff.mayHurry && this.ports.hasCritical() && this.#backoff.hurry();
  }

  [Symbol.dispose](): void {
    this.#watch[Symbol.dispose]();
  }
}
