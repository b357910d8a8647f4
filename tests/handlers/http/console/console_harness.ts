/** The console on a loopback port over a real store, with one token for each of its roles. */
import { type DueStage, Store, StoreError, type StoreWriter } from "../../../../db/store.ts";
import { composeCore, type Core } from "../../../../gateway/runtime/core.ts";
import { RadioRelay } from "../../../../gateway/runtime/radio_relay.ts";
import { StoreFaults } from "../../../../gateway/runtime/storage/store_faults.ts";
import { newToken } from "../../../../handlers/http/server/access/credentials.ts";
import { Authenticator } from "../../../../handlers/http/server/access/auth.ts";
import { ConsoleServer } from "../../../../handlers/http/console/server.ts";
import type { ListenSettings } from "../../../../handlers/http/server/connections/listener.ts";
import type { LogFields } from "../../../../handlers/ports.ts";
import type { GatewayStatus } from "../../../../handlers/supervision/status.ts";
import { NO_STATUS, TestClock } from "../harness.ts";
import { program } from "../../../support/authors.ts";

export class ConsoleHarness implements AsyncDisposable {
  readonly clock = new TestClock();
  readonly errors: LogFields[] = [];
  /** What wearables are to be told. */
  readonly due: DueStage[] = [];
  readonly tokens: Record<string, string> = {};
  readonly #stopping = new AbortController();
  /** No incident can be moved on. */
  isDiskGone = false;
  status: () => GatewayStatus = () => NO_STATUS;
  core!: Core;
  server!: ConsoleServer;

  private constructor(readonly folder: string, readonly store: Store) {}

  static async start(settings: Partial<ListenSettings> = {}): Promise<ConsoleHarness> {
    const folder = Deno.makeTempDirSync({ prefix: "vigil-console-" });
    const harness = new ConsoleHarness(folder, await Store.open(`${folder}/vigil.db`));
    for (const role of ["operator", "technician", "monitor"] as const) {
      const { token, record } = newToken({ name: role, role }, harness.clock.unixMs());
      await harness.store.write("createToken", { ...record, by: program("test") });
      harness.tokens[role] = token;
    }
    await harness.#listen(settings);
    return harness;
  }

  async #listen(settings: Partial<ListenSettings>): Promise<void> {
    const { clock, store: { read: reader, recent } } = this;
    const error = (_message: string, fields: LogFields = {}) => void this.errors.push(fields);
    this.core = composeCore({
      config: { gateway: { zone: "5415", name: "gw-1" }, destinations: [] },
      ...{ clock, log: { debug() {}, info() {}, warn() {}, error } },
      store: { read: reader, write: this.#write, recent },
      numbers: new Map(),
      faults: new StoreFaults(),
      radio: new RadioRelay(),
    }, { raise() {}, onDue: (stage) => void this.due.push(stage) });
    this.server = await ConsoleServer.listen({
      ...this.core,
      status: { snapshot: () => this.status() },
      languages: ["nl", "fr", "de", "en"],
      authenticator: new Authenticator(this.core),
      stopping: this.#stopping.signal,
    }, { host: "127.0.0.1", port: 0, ...settings });
  }

  readonly #write: StoreWriter["write"] = (name, input) =>
    this.isDiskGone
      ? Promise.reject(new StoreError("the disk is gone", undefined))
      : this.store.write(name, input);

  get url(): string {
    return `http://127.0.0.1:${this.server.port}`;
  }

  /** A request whose redirects are not followed; with a cookie for whom has signed in. */
  call(path: string, init: RequestInit = {}, cookie?: string): Promise<Response> {
    const headers = new Headers(init.headers);
    if (cookie !== undefined) headers.set("cookie", cookie);
    return fetch(`${this.url}${path}`, { redirect: "manual", ...init, headers });
  }

  /** Posts the form of the sign-in page. */
  signIn(token: string, headers: Record<string, string> = {}): Promise<Response> {
    const body = new URLSearchParams({ token });
    return this.call("/sign-in", { method: "POST", body, headers });
  }

  /** Signs in and gives the cookie of the session. */
  async session(role: string): Promise<string> {
    const answer = await this.signIn(this.tokens[role]!);
    await answer.body?.cancel();
    return answer.headers.get("set-cookie")!.split(";")[0]!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.server[Symbol.asyncDispose]();
    await this.core[Symbol.asyncDispose]();
    await this.store[Symbol.asyncDispose]();
    Deno.removeSync(this.folder, { recursive: true });
  }
}
