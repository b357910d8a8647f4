/** The console on a loopback port over a real store, and people who are signed in. */
import { generateKeyPairSync } from "node:crypto";
import {
  type DueStage,
  type Role,
  Store,
  StoreError,
  type StoreWriter,
} from "../../../../db/store.ts";
import { eraserOf } from "../../../../db/repair/repair.ts";
import { composeCore, type Core } from "../../../../gateway/runtime/core.ts";
import { RadioRelay } from "../../../../gateway/runtime/radio_relay.ts";
import { StoreFaults } from "../../../../gateway/runtime/storage/store_faults.ts";
import { StoredBackups } from "../../../../gateway/backups/stored_backups.ts";
import { IdleDoctor } from "../../../support/idle_doctor.ts";
import { Accounts, type Person } from "../../../../handlers/accounts/accounts.ts";
import type { Destination } from "../../../../handlers/delivery/destination.ts";
import { Sessions } from "../../../../handlers/http/console/sessions.ts";
import {
  ConsoleMap,
  type ConsoleMapSettings,
} from "../../../../handlers/http/console/map/console_map.ts";
import { ConsoleServer } from "../../../../handlers/http/console/server.ts";
import type { ListenSettings } from "../../../../handlers/http/server/connections/listener.ts";
import type { LogFields } from "../../../../handlers/ports.ts";
import type { GatewayStatus } from "../../../../handlers/supervision/status.ts";
import { LastWork } from "../../../../handlers/modems/last_work.ts";
import type { ModemService } from "../../../../handlers/modems/modem_service.ts";
import type { PortService } from "../../../../handlers/modems/port_service.ts";
import { NO_STATUS, TestClock } from "../harness.ts";
import { IdleModemService, IdlePortService } from "../../../support/idle_modem_service.ts";
import { BOX, quickHash, type SetUpPerson, setUpPerson, valueOf } from "../../../support/people.ts";

const SIGNING_KEY = generateKeyPairSync("ed25519");

export class ConsoleHarness implements AsyncDisposable {
  readonly clock = new TestClock();
  readonly errors: LogFields[] = [];
  /** What wearables are to be told. */
  readonly due: DueStage[] = [];
  readonly #stopping = new AbortController();
  /** Those that events are sent to. */
  readonly destinations: Destination[] = [];
  /** No incident can be moved on. */
  isDiskGone = false;
  status: () => GatewayStatus = () => NO_STATUS;
  modemService: ModemService = new IdleModemService();
  portService: PortService = new IdlePortService();
  readonly lastWork = new LastWork({ clock: this.clock });
  readonly doctor = new IdleDoctor();
  backups!: StoredBackups;
  core!: Core;
  accounts!: Accounts;
  sessions!: Sessions;
  server!: ConsoleServer;
  mapSettings: Partial<ConsoleMapSettings> = {};
  map!: ConsoleMap;

  private constructor(
    readonly folder: string,
    readonly store: Store,
    readonly isOpen: boolean,
  ) {}

  /** @param isOpen Nobody has to sign in. @param own What technicians work on, and what the map has. */
  static async start(
    settings: Partial<ListenSettings> = {},
    isOpen = false,
    own: Partial<Pick<ConsoleHarness, "modemService" | "portService" | "mapSettings">> = {},
  ): Promise<ConsoleHarness> {
    const folder = Deno.makeTempDirSync({ prefix: "vigil-console-" });
    const harness = new ConsoleHarness(folder, await Store.open(`${folder}/vigil.db`), isOpen);
    Object.assign(harness, own);
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
    const { core } = this;
    this.accounts = new Accounts({ ...core, derive: quickHash });
    this.sessions = new Sessions({ ...core, sessionsFile: `${this.folder}/sessions.json` });
    this.map = new ConsoleMap({ name: "gw-1", place: [], ...this.mapSettings }, core.log);
    const settingsOfBackups = { dir: `${this.folder}/backups`, everyHours: 24, keep: 3 };
    this.backups = new StoredBackups({
      ...core,
      path: `${this.folder}/vigil.db`,
      configPath: "/etc/vigil/other.toml",
      settings: settingsOfBackups,
    });
    this.server = await ConsoleServer.listen({
      ...core,
      accounts: this.accounts,
      sessions: this.sessions,
      registry: { all: this.destinations },
      status: { snapshot: () => this.status() },
      backups: this.backups,
      eraser: eraserOf(`${this.folder}/vigil.db`, "beside"),
      doctor: this.doctor,
      modemService: this.modemService,
      portService: this.portService,
      lastWork: this.lastWork,
      languages: ["nl", "fr", "de", "en"],
      isOpen: this.isOpen,
      map: this.map,
      proofMaker: () => ({ ...SIGNING_KEY, source: "urn:vigil:5415:gw-1" }),
      api: { isTls: false, host: "127.0.0.1", port: 8443 },
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

  /** Posts a form, as a page of this console does. */
  post(path: string, fields: Record<string, string>, cookie?: string, headers = {}) {
    const body = new URLSearchParams(fields);
    return this.call(path, { method: "POST", body, headers }, cookie);
  }

  /** An account that its owner has to set up, and the code for it. */
  async addAccount(name: string, ...roles: Role[]): Promise<{ person: Person; code: string }> {
    return valueOf(await this.accounts.add({ name, fullName: `${name} Peeters`, roles }, BOX));
  }

  /** Somebody with an account that is set up. */
  person(name: string, ...roles: Role[]): Promise<SetUpPerson> {
    const account = { name, fullName: `${name} Peeters`, roles };
    return setUpPerson(this.accounts, account, this.clock.unixMs());
  }

  /** The cookie of somebody of one role, named like it, who has signed in. */
  async session(role: Role): Promise<string> {
    const person = this.accounts.byName(role) ?? (await this.person(role, role)).person;
    return this.sessionOf(person);
  }

  /** The cookie of a new session of somebody. */
  sessionOf({ generation, id: account, number: user }: Person): string {
    const session = { user, account, generation, source: "192.0.2.7", agent: "" };
    return `vigil-session=${this.sessions.begin(session)}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.server[Symbol.asyncDispose]();
    await this.map[Symbol.asyncDispose]();
    await this.accounts[Symbol.asyncDispose]();
    await this.core[Symbol.asyncDispose]();
    await this.store[Symbol.asyncDispose]();
    Deno.removeSync(this.folder, { recursive: true });
  }
}
