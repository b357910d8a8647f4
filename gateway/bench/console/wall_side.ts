/** A gateway whose panics are published, with walls that are opened and closed beside it. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ownAct } from "../../../db/store.ts";
import type { UnixMs } from "../../../devices/time.ts";
import { topicsOf } from "../../../handlers/formats/mqtt_topics.ts";
import { newToken } from "../../../handlers/http/server/access/credentials.ts";
import { Child } from "../child.ts";
import { GatewayPlace, type RunningGateway } from "../gateway_process.ts";
import { linesOf } from "../lines.ts";
import type { PublishSink } from "../publish_sink.ts";
import { BENCH_GATEWAY } from "../sample_events.ts";
import { benchIdentities, FrameSource, register } from "../wearables.ts";
import { signIn } from "./sign_in.ts";

const TOPIC = topicsOf(BENCH_GATEWAY).events.critical;
/** A person has at most so many browsers. */
const BROWSERS = 8;
const WEARABLES = 4;
/** How long an alarm may take to come up on a wall, in ms. */
const SHOWN_MS = 20_000;

/** An alarm that was pressed. */
export interface Press {
  /** From the panic's last byte on the serial line to its PUBLISH, in ms. */
  readonly publishedMs: number;
  /** When its last byte was written, in Unix ms. */
  readonly heardAtUnixMs: number;
}

export class WallSide implements AsyncDisposable {
  #pressed = 0;

  private constructor(
    readonly stack: AsyncDisposableStack,
    readonly folder: string,
    readonly sink: PublishSink,
    readonly gateway: RunningGateway,
    readonly sources: readonly FrameSource[],
    /** One for each wall. */
    readonly cookies: readonly string[],
    readonly token: string,
  ) {}

  /** @param walls How many may be opened. */
  static async start(parent: string, sink: PublishSink, walls: number): Promise<WallSide> {
    await using stack = new AsyncDisposableStack();
    const folder = join(parent, "walls");
    mkdirSync(folder);
    const place = stack.use(new GatewayPlace({ folder, brokerUrl: sink.url }));
    const identities = benchIdentities(WEARABLES);
    const operators = Array.from({ length: Math.ceil(walls / BROWSERS) }, (_, n) => {
      return { name: `operator-${n}`, role: "operator", sessions: BROWSERS } as const;
    });
    const { record, token } = newToken({ name: "desk", role: "operator" }, Date.now() as UnixMs);
    let cookies: string[];
    {
      using store = place.openStore();
      await register(store, identities);
      cookies = (await signIn(store, join(folder, "data"), operators)).flat().slice(0, walls);
      await store.write("createToken", { ...record, by: ownAct("bench") });
    }
    const gateway = stack.use(await place.start());
    await gateway.modemListens();
    const sources = identities.map((identity) => new FrameSource(identity));
    return new WallSide(stack.move(), folder, sink, gateway, sources, cookies, token);
  }

  /** Presses the button of the next wearable, and waits until the panic is on the wire. */
  async press(): Promise<Press> {
    const frame = this.sources[this.#pressed++ % WEARABLES]!.panic();
    const arrived = this.sink.next(TOPIC);
    const heardAtMs = await this.gateway.hear(frame);
    const heardAtUnixMs = Date.now() - (performance.now() - heardAtMs);
    return { publishedMs: await arrived - heardAtMs, heardAtUnixMs };
  }

  /** Closes what is open, as an operator does at the end of an alarm. */
  async closeAll(): Promise<void> {
    for (const state of ["new", "received"]) {
      const { incidents } = await this.#ask(`/v1/incidents?state=${state}`) as {
        readonly incidents: readonly { readonly id: string }[];
      };
      for (const { id } of incidents) {
        await this.#ask(`/v1/incidents/${id}/transitions`, { to: "closed", outcome: "test" });
      }
    }
  }

  async #ask(path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.gateway.httpUrl}${path}`, {
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return await answer.json();
  }

  /** Opens so many walls, in a process of their own. */
  openWalls(count: number): Promise<OpenWalls> {
    const file = join(this.folder, "cookies.txt");
    Deno.writeTextFileSync(file, this.cookies.slice(0, count).join("\n"));
    return OpenWalls.start("open_walls.ts", [this.gateway.consoleUrl, file]);
  }

  /** Opens a wall in a real browser. */
  openBrowser(): Promise<OpenWalls> {
    return OpenWalls.start("browser_wall.ts", [this.gateway.consoleUrl, this.cookies[0]!]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stack.disposeAsync();
  }
}

/** Walls in a process of their own, one of which says which alarms come up on it. */
export class OpenWalls implements AsyncDisposable {
  readonly #lines: AsyncGenerator<string>;

  private constructor(readonly child: Child) {
    this.#lines = linesOf(child.process.stdout);
  }

  static async start(script: string, args: readonly string[]): Promise<OpenWalls> {
    const walls = new OpenWalls(Child.script(`gateway/bench/console/${script}`, args));
    const { value } = await walls.#lines.next();
    if (value === "ready") return walls;
    await walls[Symbol.asyncDispose]();
    throw new Error(`${script} ended before its walls were open`);
  }

  get pid(): number {
    return this.child.pid;
  }

  /** When the next alarm is to be seen, in Unix ms. */
  async shown(): Promise<number> {
    const late = new AbortController();
    const limit = delay(SHOWN_MS, undefined, { signal: late.signal }).then(() => {
      throw new Error(`no alarm came up on a wall within ${SHOWN_MS} ms`);
    }, () => new Promise<never>(() => {}));
    try {
      const { value } = await Promise.race([this.#lines.next(), limit]);
      return JSON.parse(value).atUnixMs;
    } finally {
      late.abort();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.child[Symbol.asyncDispose]();
  }
}
