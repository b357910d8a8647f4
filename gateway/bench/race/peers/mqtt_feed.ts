/** Gives events to a broker by MQTT, as the program that reads a modem would. */
import { connectAsync, type MqttClient } from "mqtt";
import type { OfferOptions } from "../peer.ts";
import type { RaceEvent } from "../race_events.ts";
import { sendAll } from "./window.ts";

export class MqttFeed implements AsyncDisposable {
  readonly #open = new Set<() => void>();

  private constructor(readonly client: MqttClient) {
    client.on("error", () => {}); // "close" follows
    client.on("close", () => {
      for (const giveUp of this.#open) giveUp();
    });
  }

  static async to(port: number): Promise<MqttFeed> {
    const options = { protocolVersion: 4, reconnectPeriod: 0, keepalive: 0 } as const;
    return new MqttFeed(await connectAsync(`mqtt://127.0.0.1:${port}`, options));
  }

  /** Resolves when everything is acknowledged, the signal came or the broker is gone. */
  offer(events: readonly RaceEvent[], options: OfferOptions): Promise<void> {
    return sendAll(events, (event, onEnd) => this.#publish(event, onEnd), options);
  }

  /** When it was handed over, by `performance.now()`. */
  press(event: RaceEvent): number {
    const atMs = performance.now();
    this.#publish(event, () => {});
    return atMs;
  }

  #publish({ json, priority }: RaceEvent, onEnd: (isTaken: boolean) => void): void {
    if (!this.client.connected) return queueMicrotask(() => onEnd(false));
    const giveUp = () => this.#open.delete(giveUp) && onEnd(false);
    this.#open.add(giveUp);
    this.client.publish(`events/${priority}`, json, { qos: 1 }, (cause) => {
      if (this.#open.delete(giveUp)) onEnd(!cause);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.endAsync(true);
  }
}
