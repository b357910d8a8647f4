/** What arrives at the far end: a subscriber that notes when it saw each event first. */
import { Buffer } from "node:buffer";
import { connect, type Socket } from "node:net";
import mqttPacket, { type Packet } from "mqtt-packet";
import { setTimeout as delay } from "node:timers/promises";

/** Every broker of the bench and the race speaks MQTT 3.1.1. */
const PROTOCOL = { protocolVersion: 4, protocolId: "MQTT" } as const;

/** The credentials for a broker that asks for them. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

export class Arrivals implements Disposable {
  readonly #atMs = new Map<string, number>();
  readonly #waiting = new Map<string, (atMs: number) => void>();
  #lastJson = "";
  #repeats = 0;
  #lastAtMs = -Infinity;

  private constructor(readonly socket: Socket) {}

  /** Subscribes at a broker on a port of the loopback. Default: to everything that it has. */
  static async at(
    port: number,
    { clientId = "dispatch", login, topic = "#" }: {
      /** Different for two at one broker, which lets only one of a name stay. */
      readonly clientId?: string;
      readonly login?: Login;
      readonly topic?: string;
    } = {},
  ): Promise<Arrivals> {
    const socket = connect(port, "127.0.0.1");
    const arrivals = new Arrivals(socket);
    const { promise, reject, resolve } = Promise.withResolvers<void>();
    socket.on("error", reject);
    const parser = mqttPacket.parser(PROTOCOL);
    let nowMs = 0;
    socket.on("data", (bytes) => {
      nowMs = performance.now();
      parser.parse(bytes as Buffer);
    });
    parser.on("packet", (packet: Packet) => {
      if (packet.cmd === "suback") resolve();
      else if (packet.cmd === "publish") arrivals.#note(String(packet.payload), nowMs);
    });
    const say = (packet: Packet) => socket.write(mqttPacket.generate(packet, PROTOCOL));
    const who = login === undefined
      ? {}
      : { username: login.username, password: Buffer.from(login.password) };
    say({ cmd: "connect", clientId, clean: true, keepalive: 0, ...PROTOCOL, ...who });
    say({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic, qos: 0 }] });
    await promise;
    return arrivals;
  }

  /** When an event arrived first, by `performance.now()`; undefined: not yet. */
  atMs(mark: string): number | undefined {
    return this.#atMs.get(mark);
  }

  /** Events that arrived, each counted once. */
  get count(): number {
    return this.#atMs.size;
  }

  /** Arrivals of what had arrived before. */
  get repeats(): number {
    return this.#repeats;
  }

  /** The event that arrived last, as JSON. */
  get lastJson(): string {
    return this.#lastJson;
  }

  /** When anything arrived last. */
  get lastAtMs(): number {
    return this.#lastAtMs;
  }

  /** Resolves when an event arrives; at once when it has. */
  of(mark: string): Promise<number> {
    const atMs = this.#atMs.get(mark);
    if (atMs !== undefined) return Promise.resolve(atMs);
    return new Promise((resolve) => this.#waiting.set(mark, resolve));
  }

  #note(payload: string, atMs: number): void {
    const mark = markIn(payload);
    if (mark === undefined) return;
    this.#lastAtMs = atMs;
    this.#lastJson = payload;
    if (this.#atMs.has(mark)) return void this.#repeats++;
    this.#atMs.set(mark, atMs);
    this.#waiting.get(mark)?.(atMs);
    this.#waiting.delete(mark);
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }
}

const MARK = /"hex":"([0-9a-f]+)"/i;

/** The mark in what arrived; undefined: it is no event of a frame. */
export function markIn(payload: string): string | undefined {
  return MARK.exec(payload)?.[1]?.toLowerCase();
}

/** Nothing at all arrived for so long, while it was waited for: nothing will, in ms. */
const QUIET_MS = 60_000;
const LOOK_EVERY_MS = 250;

/** When an event arrived, by `performance.now()`; Infinity: it did not within the time. */
export async function arrivedWithin(
  arrivals: Arrivals,
  mark: string,
  limitMs: number,
): Promise<number> {
  const startedAtMs = performance.now();
  const isHopeless = () => {
    const now = performance.now();
    const quietMs = now - Math.max(startedAtMs, arrivals.lastAtMs);
    return now - startedAtMs > limitMs || quietMs > QUIET_MS;
  };
  const arrived = new AbortController();
  const isOver = (async () => {
    while (!isHopeless()) await delay(LOOK_EVERY_MS, undefined, { signal: arrived.signal });
    return Infinity;
  })();
  try {
    return await Promise.race([arrivals.of(mark), isOver]);
  } finally {
    arrived.abort();
    await isOver.catch(() => {}); // it was cut short
  }
}
