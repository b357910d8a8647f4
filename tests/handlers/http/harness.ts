/** A real server on a loopback port over a real store in a folder of its own. */
import { generateKeyPairSync } from "node:crypto";
import { randomBytes } from "node:crypto";
import { type Role, Store, type TokenScope } from "../../../db/store.ts";
import { type EventName, PRIORITIES, type Priority } from "../../../devices/event.ts";
import { encodeHex } from "../../../devices/hex.ts";
import type { Clock, MonotonicMs, UnixMs } from "../../../devices/time.ts";
import { composeCore, type Core } from "../../../gateway/runtime/core.ts";
import { RadioRelay } from "../../../gateway/runtime/radio_relay.ts";
import { eraserOf } from "../../../db/repair/repair.ts";
import { StoreFaults } from "../../../gateway/runtime/storage/store_faults.ts";
import { newToken } from "../../../handlers/http/server/access/credentials.ts";
import type { GatewayEventFacts } from "../../../handlers/events/gateway_events.ts";
import { type ApiPorts, apiRoutes, ApiServer } from "../../../handlers/http/api/api.ts";
import { Sessions } from "../../../handlers/http/console/sessions.ts";
import type { ListenSettings } from "../../../handlers/http/server/connections/listener.ts";
import type { Route } from "../../../handlers/http/server/route.ts";
import { newEvent } from "../../../handlers/events/new_event.ts";
import { LANGUAGES } from "../../../handlers/i18n/locales.ts";
import type { Log } from "../../../handlers/ports.ts";
import type { GatewayStatus } from "../../../handlers/supervision/status.ts";
import { IdleDoctor } from "../../support/idle_doctor.ts";
import { IdleModemService } from "../../support/idle_modem_service.ts";
import { program } from "../../support/authors.ts";

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Clocks that run and that a test can push on. */
export class TestClock implements Clock {
  readonly bootId = "boot";
  shiftMs = 0;
  wallShiftMs = 0;
  monotonicMs(): MonotonicMs {
    return performance.now() + this.shiftMs as MonotonicMs;
  }
  unixMs(): UnixMs {
    return Date.now() + this.wallShiftMs as UnixMs;
  }
  expiryUnixMs(): UnixMs {
    return this.unixMs();
  }
  quality() {
    return "ntp" as const;
  }
}

export interface NewEventOptions {
  readonly name?: EventName;
  readonly priority?: Priority;
  readonly device?: string;
  readonly isUnverified?: boolean;
}

export interface PollAnswerBody {
  readonly events: {
    id: string;
    hash: string;
    sequence: string;
    priority: Priority;
    streamsequence: number;
    previoushash: string;
    data: Record<string, unknown>;
  }[];
  readonly more: boolean;
  readonly acknowledged: string[];
  readonly unknown: string[];
  readonly refused: string[];
  readonly head: { sequence: number; pending: Record<Priority, number> };
  readonly time: string;
  readonly clockQuality: string;
}

/** Of a gateway that runs, with nothing plugged in. */
export const NO_STATUS: GatewayStatus = {
  zone: "5415",
  name: "gw-1",
  version: "1.2.3",
  state: "running",
  uptimeMs: 1,
  clock: { time: "2026-11-23T17:50:00.000Z", quality: "ntp", bootId: "boot" },
  degradations: [],
  modems: [],
  destinations: [],
  streams: [],
  assignments: { ended: 0, within1Day: 0, within7Days: 0, within30Days: 0, next: [] },
  supervision: { assigned: 0, unsupervised: 0 },
  audit: { number: 0, hash: "0".repeat(64) },
  store: { newestSequence: 0, isStoring: true, uncommitted: 0, unstored: 0 },
};

export class Harness implements AsyncDisposable {
  readonly clock = new TestClock();
  readonly raised: GatewayEventFacts[] = [];
  readonly tokens: Record<string, string> = {};
  /** Of the console. */
  readonly sessions = new Sessions({ clock: this.clock, log: silent });
  readonly doctor = new IdleDoctor();
  status: GatewayStatus = NO_STATUS;
  core!: Core;
  server!: ApiServer;
  /** Every route that the server has. */
  routes!: Route[];

  private constructor(readonly folder: string, public store: Store) {}

  static async start(settings: Partial<ListenSettings> = {}): Promise<Harness> {
    const folder = Deno.makeTempDirSync({ prefix: "vigil-http-" });
    const harness = new Harness(folder, await Store.open(`${folder}/vigil.db`));
    await harness.token("dispatch-a", "dispatch", { stream: "a" });
    await harness.token("dispatch-b", "dispatch", { stream: "b" });
    for (const role of ["technician", "operator", "auditor", "admin", "monitor"] as const) {
      await harness.token(role, role);
    }
    await harness.#listen(settings);
    return harness;
  }

  async #listen(settings: Partial<ListenSettings>): Promise<void> {
    const stream = { type: "stream", required: true, priorities: PRIORITIES } as const;
    const destinations = [
      { ...stream, name: "a", unverified: true },
      { ...stream, name: "b", unverified: false },
    ];
    const { clock, store } = this;
    this.core = composeCore({
      config: { gateway: { zone: "5415", name: "gw-1" }, destinations },
      ...{ store, clock, log: silent },
      numbers: await store.write("settleDestinations", { destinations, atUnixMs: 1 }),
      faults: new StoreFaults(),
      radio: new RadioRelay(),
    }, { raise: (facts) => void this.raised.push(facts), onDue() {}, onReceived() {} });
    this.routes = apiRoutes(this.ports);
    this.server = await ApiServer.listen(this.ports, { host: "127.0.0.1", port: 0, ...settings });
  }

  /** What the API stands on. */
  get ports(): ApiPorts {
    return {
      ...this.core,
      sessions: this.sessions,
      eraser: eraserOf(this.store.read.path, "here"),
      status: { snapshot: () => this.status },
      doctor: this.doctor,
      registry: { all: [] },
      modemService: new IdleModemService(),
      proofMaker: () => ({ ...generateKeyPairSync("ed25519"), source: "urn:vigil:5415:gw-1" }),
      languages: LANGUAGES,
      extraMetrics: () => [],
      version: "1.2.3",
    };
  }

  /** Ends server and store and begins again on the same file. */
  async restart(): Promise<void> {
    await this.#end();
    this.store = await Store.open(`${this.folder}/vigil.db`);
    await this.#listen({});
  }

  async #end(): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    await this.core[Symbol.asyncDispose]();
    await this.store[Symbol.asyncDispose]();
  }

  async token(name: string, role: Role, more: { stream?: string; days?: number } = {}) {
    const { token, record } = newToken({ name, role, ...more }, this.clock.unixMs());
    await this.store.write("createToken", { ...record, by: program("test") });
    this.tokens[name] = token;
    return { token, id: record.id };
  }

  /** Makes an account, as if its owner had set it up. */
  async person(name: string, roles: readonly Role[]): Promise<void> {
    const hash = randomBytes(32);
    await this.store.write("addUser", {
      id: encodeHex(randomBytes(8)),
      name,
      fullName: `The owner of ${name}`,
      roles,
      by: program("test"),
      atUnixMs: this.clock.unixMs(),
      code: { hash, expiresAtUnixMs: this.clock.unixMs() + 1_000 },
    });
  }

  /** Makes a token of that name for the account of a person. */
  async personalToken(
    name: string,
    account: string,
    facts: { readonly role: Role; readonly scope: TokenScope; readonly days?: number },
  ): Promise<{ token: string; id: string }> {
    const owner = this.store.read.users.byName(account)!.number;
    const { token, record } = newToken({ name, owner, days: 1, ...facts }, this.clock.unixMs());
    await this.store.write("createToken", { ...record, by: program("test") });
    this.tokens[name] = token;
    return { token, id: record.id };
  }

  async append(...options: NewEventOptions[]): Promise<string[]> {
    const events = options.map((option) => this.#event(option));
    await this.store.write("appendEvents", events);
    this.core.wake.notify();
    return events.map((event) => encodeHex(event.id));
  }

  #event({ name = "panic", priority = "critical", device = "d-1", isUnverified }: NewEventOptions) {
    return newEvent({ zone: "5415", name: "gw-1" }, {
      id: encodeHex(randomBytes(16)),
      name,
      priority,
      subject: `device/${device}`,
      at: this.clock.unixMs(),
      data: {
        device,
        authenticity: isUnverified ? "unverified" : "verified",
        clock: { quality: "ntp", bootId: "boot", monotonicMs: 1 },
      },
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.server.port}`;
  }

  call(path: string, name?: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (name !== undefined) headers.set("authorization", `Bearer ${this.tokens[name] ?? name}`);
    return fetch(`${this.url}${path}`, { ...init, headers });
  }

  post(path: string, name: string | undefined, body: unknown, init: RequestInit = {}) {
    return this.call(path, name, { method: "POST", body: JSON.stringify(body), ...init });
  }

  async poll(stream: string, body: unknown = {}, init: RequestInit = {}): Promise<PollAnswerBody> {
    const response = await this.post(
      `/v1/streams/${stream}/poll`,
      `dispatch-${stream}`,
      body,
      init,
    );
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return await response.json();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end();
    Deno.removeSync(this.folder, { recursive: true });
  }
}

/** The acknowledgement of an event. */
export function ackOf({ id, hash }: { readonly id: string; readonly hash: string }) {
  return { id, hash };
}

/** Waits for a state. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}
