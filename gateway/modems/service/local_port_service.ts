/** Work on ports of this box that no modem of the configuration is at. */
import { basename } from "node:path";
import process from "node:process";
import type { StoreAccess } from "../../../db/store.ts";
import { fail, ok, type Result } from "../../../devices/result.ts";
import type { Clock, MonotonicMs } from "../../../devices/time.ts";
import { defined } from "../../../devices/tools/defined.ts";
import type {
  ModemServiceProblem,
  ModemTestReport,
  ProbeReport,
  ProvisionPlan,
  ProvisionReport,
} from "../../../handlers/modems/modem_service.ts";
import type {
  PortInfo,
  PortProbeRequest,
  PortProvisionRequest,
  PortService,
  PortTestRequest,
  ProfileProblem,
} from "../../../handlers/modems/port_service.ts";
import type { Log } from "../../../handlers/ports.ts";
import type { Modems } from "../modems.ts";
import { notPossible } from "./find_modem.ts";
import { type ListedPort, listPorts, type SimulatedPort } from "./list_ports.ts";
import { attempt } from "./local_modem_service.ts";
import { probePort } from "./probe_port.ts";
import { readProfile } from "./profile.ts";
import { modemChange, planOf, provisionPort } from "./provision_port.ts";
import { testUnconfigured } from "./test_unconfigured.ts";

export interface LocalPortServicePorts {
  readonly modems: Modems;
  readonly store: StoreAccess;
  readonly clock: Clock;
  readonly log: Log;
  /** Modems that are played on this box. */
  readonly simulated: () => Promise<readonly SimulatedPort[]>;
  /** Ends what waits. */
  readonly stopping: AbortSignal;
}

/** Who holds a port is looked up at most this often, in ms: all processes are looked through. */
const LIST_EVERY_MS = 2_000;
/** What may be old is so old at most, in ms. */
const SHOWN_FOR_MS = 30_000;

type Reported<T> = Promise<Result<T, ModemServiceProblem>>;

export class LocalPortService implements PortService {
  readonly #ports: LocalPortServicePorts;
  #list: Promise<readonly ListedPort[]> | undefined;
  #listedAtMs = -Infinity as MonotonicMs;

  constructor(ports: LocalPortServicePorts) {
    this.#ports = ports;
  }

  async ports(mayBeOld = false): Promise<readonly PortInfo[]> {
    const known = mayBeOld && this.#ageMs < SHOWN_FOR_MS ? this.#list : undefined;
    return (await (known ?? this.#listed())).map(({ heldBy, ...port }) => ({
      ...port,
      heldBy: heldBy.map((its) => ({ ...its, isThisGateway: its.pid === process.pid })),
    }));
  }

  plan(text: string): Result<ProvisionPlan, readonly ProfileProblem[]> {
    const profile = readProfile(text);
    if (!profile.ok) return fail(profile.error.map(({ key, text }) => ({ key, text })));
    const plan = planOf(profile.value);
    return plan.ok ? plan : fail([{ key: "", text: plan.error }]);
  }

  async probe({ isInConfigurationMode, port }: PortProbeRequest): Reported<ProbeReport> {
    const problem = await this.#refuse(port);
    if (problem !== undefined) return fail(problem);
    const request = { path: port, kind: undefined, baud: undefined, isInConfigurationMode };
    return await attempt(() => probePort(request, this.#oneShotPorts(port)));
  }

  async provision(request: PortProvisionRequest): Reported<ProvisionReport> {
    const { by, isInConfigurationMode, port } = request;
    const problem = await this.#refuse(port);
    if (problem !== undefined) return fail(problem);
    const profile = readProfile(request.profile);
    if (!profile.ok) return fail(notPossible(profile.error.map(({ text }) => text).join("; ")));
    const wanted = { path: port, baud: undefined, profile: profile.value, isInConfigurationMode };
    const report = await attempt(() => provisionPort(wanted, this.#oneShotPorts(port)));
    if (!report.ok) return report;
    if (!report.value.ok) return fail(notPossible(report.value.error));
    const { clock, store } = this.#ports;
    const origin = { atUnixMs: clock.unixMs(), by, modem: undefined, port };
    await store.write("keepModemChange", modemChange(report.value.value, origin));
    return ok(report.value.value);
  }

  async test({ listenMs, partner, port, profile }: PortTestRequest): Reported<ModemTestReport> {
    const problem = await this.#refuse(port);
    if (problem !== undefined) return fail(problem);
    const wanted = readProfile(profile);
    if (!wanted.ok) return fail(notPossible(wanted.error.map(({ text }) => text).join("; ")));
    const tested = { port, profile: wanted.value, listenMs, ...defined({ partner }) };
    return await testUnconfigured(tested, { ...this.#ports, ...this.#oneShotPorts(port) });
  }

  /** Any other path would have this program open whatever file a request names. */
  async #refuse(port: string): Promise<ModemServiceProblem | undefined> {
    const found = (await this.#listed()).find((its) => its.port === port);
    if (found === undefined) {
      return {
        code: "unknown-modem",
        message: `There is no port "${port}" on this box: see what is plugged in`,
      };
    }
    return found.modem === undefined ? undefined : notPossible(
      `"${found.modem}" of the configuration is at ${port}: work on it by its name`,
    );
  }

  /** What is heard meanwhile is taken as ever, under the name of the port. */
  #oneShotPorts(port: string) {
    return this.#ports.modems.oneShotPorts(basename(port));
  }

  #listed(): Promise<readonly ListedPort[]> {
    if (this.#list !== undefined && this.#ageMs < LIST_EVERY_MS) return this.#list;
    this.#listedAtMs = this.#ports.clock.monotonicMs();
    return this.#list = this.#read();
  }

  get #ageMs(): number {
    return this.#ports.clock.monotonicMs() - this.#listedAtMs;
  }

  async #read(): Promise<readonly ListedPort[]> {
    const { modems, simulated } = this.#ports;
    const placed = modems.configs.map(({ name }) => ({
      name,
      place: modems.session(name)!.status.path,
    }));
    return await listPorts(placed, await simulated());
  }
}
