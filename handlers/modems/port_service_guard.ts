/**
 * Work on ports that are in no configuration, kept within bounds. Nothing that a gateway hears by
 * depends on them, so it may be done again at once; but what is said to an unknown module may go on
 * the air.
 *
 *     probe, provision, test ─▶ an alarm was opened within a minute, and is open ─▶ refused
 *           └──▶ the port is being worked on ─▶ refused
 *           └──▶ done, and kept with who did it
 */
import type { AuditWhat, Author, StoreAccess } from "../../db/store.ts";
import { fail, type Result } from "../../devices/result.ts";
import type { Clock } from "../../devices/time.ts";
import { alarmNear } from "./alarm_near.ts";
import type { LastWork } from "./last_work.ts";
import type {
  ModemServiceProblem,
  ModemTestReport,
  ProbeReport,
  ProvisionPlan,
  ProvisionReport,
} from "./modem_service.ts";
import type {
  PortInfo,
  PortProbeRequest,
  PortProvisionRequest,
  PortRequest,
  PortService,
  PortTestRequest,
  ProfileProblem,
} from "./port_service.ts";

export interface PortServiceGuardPorts {
  readonly portService: PortService;
  readonly store: StoreAccess;
  readonly clock: Clock;
  readonly lastWork: LastWork;
}

type Reported<T> = Promise<Result<T, ModemServiceProblem>>;

export class PortServiceGuard implements PortService {
  readonly #ports: PortServiceGuardPorts;
  readonly #busy = new Set<string>();

  constructor(ports: PortServiceGuardPorts) {
    this.#ports = ports;
  }

  ports(mayBeOld?: boolean): Promise<readonly PortInfo[]> {
    return this.#ports.portService.ports(mayBeOld);
  }

  plan(profile: string): Result<ProvisionPlan, readonly ProfileProblem[]> {
    return this.#ports.portService.plan(profile);
  }

  async probe(request: PortProbeRequest): Reported<ProbeReport> {
    const { lastWork, portService } = this.#ports;
    const done = await this.#within("probe", "modem-probed", request, portService.probe);
    lastWork.record("probe", request.port, request.by, done);
    return done;
  }

  /** Settings that are written are kept with who had them written by the service itself. */
  async provision(request: PortProvisionRequest): Reported<ProvisionReport> {
    const { lastWork, portService } = this.#ports;
    const done = await this.#within("provision", undefined, request, portService.provision);
    lastWork.record("provision", request.port, request.by, done);
    return done;
  }

  async test(request: PortTestRequest): Reported<ModemTestReport> {
    const { lastWork, portService } = this.#ports;
    const done = await this.#within("test", "modem-tested", request, portService.test);
    lastWork.record("test", request.port, request.by, done);
    return done;
  }

  async #within<R extends PortRequest, T>(
    work: string,
    what: AuditWhat | undefined,
    request: R,
    run: (request: R) => Reported<T>,
  ): Reported<T> {
    const { by, port } = request;
    const problem = alarmNear(work, port, this.#ports) ?? this.#busyProblem(work, port);
    if (problem !== undefined) return fail(problem);
    this.#busy.add(port);
    try {
      if (what !== undefined) await this.#keep(what, port, by);
      return await run.call(this.#ports.portService, request);
    } finally {
      this.#busy.delete(port);
    }
  }

  #busyProblem(work: string, port: string): ModemServiceProblem | undefined {
    return this.#busy.has(port)
      ? {
        code: "too-often",
        message: `Cannot ${work} "${port}": it is being worked on; wait some seconds`,
        retryAfterS: BUSY_S,
      }
      : undefined;
  }

  /** Before it is done, so that even a crash leaves a trace. */
  async #keep(what: AuditWhat, port: string, by: Author): Promise<void> {
    const { clock, store } = this.#ports;
    const subjects = [{ kind: "modem", id: port }] as const;
    await store.write("keepAudit", { what, by, atUnixMs: clock.unixMs(), subjects });
  }
}

/** What work on a port takes, in seconds. */
const BUSY_S = 10;
