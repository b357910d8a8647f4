/**
 * Takes the events of one gateway by HTTP poll (RFC 8936): acknowledges what is kept, and waits for
 * more. What could not be kept is not acknowledged, and comes again.
 */
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { exponentialDelayMs } from "../../../devices/tools/exponential_delay.ts";
import { proveEvent } from "../received_event.ts";
import type { SourcePorts, SourceTls } from "./source.ts";

export interface PollSettings {
  readonly name: string;
  /** Base address of the gateway's API. */
  readonly url: string;
  readonly stream: string;
  /** The gateway that it is: events that name another are refused. */
  readonly gateway: string;
  /** Read at each call, so that what was rotated is taken. */
  readonly token: () => Promise<string>;
  readonly tls: () => Promise<SourceTls>;
}

interface PollAnswer {
  readonly events: readonly { readonly id: string; readonly hash: string }[];
  readonly acknowledged: readonly string[];
  readonly unknown: readonly string[];
  readonly head?: { readonly shed?: readonly { readonly first: number; readonly last: number }[] };
}

interface Acknowledgement {
  readonly id: string;
  readonly hash: string;
}

const MAX_EVENTS = 200;
const WAIT_MS = 25_000;
/** For a whole call, in ms: what waits, and a slow answer. */
const CALL_MS = 60_000;
/** An answer larger than this is no answer, in bytes. */
const ANSWER_BYTES = 16_777_216;
const RETRY = { firstMs: 500, lastMs: 15_000 } as const;

export class PollSource implements AsyncDisposable {
  readonly #settings: PollSettings;
  readonly #ports: SourcePorts;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #lastError: string | undefined;

  constructor(settings: PollSettings, ports: SourcePorts) {
    this.#settings = settings;
    this.#ports = ports;
    this.#running = this.#run();
  }

  /** Why the last call failed; undefined: it did not. */
  get lastError(): string | undefined {
    return this.#lastError;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    let failures = 0;
    let ack: readonly Acknowledgement[] = [];
    while (!this.#stop.signal.aborted) {
      try {
        ack = await this.#round(ack);
        failures = 0;
        this.#lastError = undefined;
      } catch (cause) {
        if (this.#stop.signal.aborted) return;
        this.#lastError = (cause as Error).message;
        this.#ports.log.warn("cannot poll", { way: this.#settings.name, cause: this.#lastError });
        const signal = this.#stop.signal;
        await sleep(exponentialDelayMs(++failures, RETRY), undefined, { signal }).catch(() => {});
      }
    }
  }

  /** One call; what its successor has to acknowledge. */
  async #round(ack: readonly Acknowledgement[]): Promise<readonly Acknowledgement[]> {
    const { gateway, name, stream } = this.#settings;
    const answer = await this.#call({
      maxEvents: MAX_EVENTS,
      waitMs: ack.length === 0 ? WAIT_MS : 0,
      ack,
    });
    this.#ports.watch.hear(gateway);
    const by = { way: name, stream: `${gateway}/${stream}`, gateway };
    const shed = answer.head?.shed ?? [];
    const ranges = shed.map(({ first, last }) => [first, last] as const);
    this.#ports.taker.noteShed({ stream: by.stream, ranges });
    const done = new Set([...answer.acknowledged, ...answer.unknown]);
    const kept = await Promise.all(answer.events.map(async (event) => {
      const read = proveEvent(event, JSON.stringify(event), by);
      if (!read.ok) return void this.#ports.onRefused(name, read.error);
      await this.#ports.taker.take(read.value);
      return { id: read.value.id, hash: read.value.hash };
    }));
    const open = ack.filter(({ id }) => !done.has(id));
    return [...open, ...kept.filter((its) => its !== undefined)];
  }

  async #call(body: object): Promise<PollAnswer> {
    const { stream, url } = this.#settings;
    const address = new URL(`/v1/streams/${encodeURIComponent(stream)}/poll`, url);
    const [token, tls] = await Promise.all([this.#settings.token(), this.#settings.tls()]);
    const text = await post(address, JSON.stringify(body), token, tls, this.#stop.signal);
    const answer = JSON.parse(text) as Partial<PollAnswer>;
    return { ...answer, events: [], acknowledged: [], unknown: [], ...answer };
  }
}

/** @throws Error unless the answer is 200. */
function post(
  address: URL,
  body: string,
  token: string,
  tls: SourceTls,
  stop: AbortSignal,
): Promise<string> {
  const send = address.protocol === "https:" ? httpsRequest : httpRequest;
  const headers = {
    "authorization": `Bearer ${token}`,
    "content-type": "application/json",
    "content-length": new TextEncoder().encode(body).length,
  };
  const signal = AbortSignal.any([stop, AbortSignal.timeout(CALL_MS)]);
  return new Promise((resolve, reject) => {
    const request = send(address, { method: "POST", headers, ...tls, signal }, (response) => {
      const chunks: Uint8Array[] = [];
      let size = 0;
      response.on("data", (chunk: Uint8Array) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > ANSWER_BYTES) request.destroy(new Error("the answer is too long"));
      });
      response.once("error", reject);
      response.once("end", () => {
        const text = new TextDecoder().decode(joined(chunks, size));
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`${response.statusCode} ${text.slice(0, 200)}`));
      });
    });
    request.once("error", reject);
    request.end(body);
  });
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
