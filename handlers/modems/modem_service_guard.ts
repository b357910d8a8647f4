/**
 * What technicians do with modems, kept within bounds: a modem that is asked, set up, tried or
 * restarted hears nothing for seconds, and one who does it again and again makes it deaf.
 *
 *     probe, provision, test, reset ─▶ an alarm was opened within a minute, and is open ─▶ refused
 *           └──▶ the same was done to that modem within a minute ─▶ refused, with how long to wait
 *           └──▶ done, and kept with who did it
 *
 * A modem that is lost hears nothing anyway: to it everything may be done at any time.
 */
import type { AuditWhat, Author, StoreAccess } from "../../db/store.ts";
import { fail, type Result } from "../../devices/result.ts";
import type { Clock, MonotonicMs } from "../../devices/time.ts";
import { alarmNear } from "./alarm_near.ts";
import type { LastWork } from "./last_work.ts";
import type {
  ModemInfo,
  ModemService,
  ModemServiceProblem,
  ModemTestReport,
  ModemTestRequest,
  ProbeReport,
  ProvisionPlan,
  ProvisionReport,
  ProvisionRequest,
} from "./modem_service.ts";

/** The same is done to one modem once in this time, in ms. */
export const AGAIN_MS = 60_000;
/** What is done, as sentences name it. */
type Work = "probe" | "read back" | "provision" | "test" | "reset";

export interface ModemServiceGuardPorts {
  readonly modemService: ModemService;
  readonly store: StoreAccess;
  readonly clock: Clock;
  /** Remembers what came of it; absent: nothing does. */
  readonly lastWork?: LastWork;
}

export class ModemServiceGuard implements ModemService {
  readonly #ports: ModemServiceGuardPorts;
  readonly #begun = new Map<string, MonotonicMs>();

  constructor(ports: ModemServiceGuardPorts) {
    this.#ports = ports;
  }

  modems(): ModemInfo[] {
    return this.#ports.modemService.modems();
  }

  plan(modem: string): ProvisionPlan | undefined {
    return this.#ports.modemService.plan(modem);
  }

  probe(modem: string, by: Author): Promise<Result<ProbeReport, ModemServiceProblem>> {
    return this.#within("probe", modem, async () => {
      const work = () => this.#ports.modemService.probe(modem, by);
      const done = await this.#kept("modem-probed", modem, by, work);
      this.#ports.lastWork?.record("probe", modem, by, done);
      return done;
    });
  }

  readBack(modem: string, by: Author): Promise<Result<ProvisionReport, ModemServiceProblem>> {
    return this.#within("read back", modem, async () => {
      const work = () => this.#ports.modemService.readBack(modem, by);
      const done = await this.#kept("modem-probed", modem, by, work);
      this.#ports.lastWork?.record("read-back", modem, by, done);
      return done;
    });
  }

  /** Settings that are written are kept with who had them written by the service itself. */
  provision(request: ProvisionRequest): Promise<Result<ProvisionReport, ModemServiceProblem>> {
    const { lastWork, modemService } = this.#ports;
    return this.#within("provision", request.modem, async () => {
      const done = await modemService.provision(request);
      lastWork?.record("provision", request.modem, request.by, done);
      return done;
    });
  }

  test(request: ModemTestRequest): Promise<Result<ModemTestReport, ModemServiceProblem>> {
    const { by, modem } = request;
    return this.#within("test", modem, async () => {
      const work = () => this.#ports.modemService.test(request);
      const done = await this.#kept("modem-tested", modem, by, work);
      this.#ports.lastWork?.record("test", modem, by, done);
      return done;
    });
  }

  reset(
    modem: string,
    by: Author,
  ): Promise<Result<{ readonly modem: string }, ModemServiceProblem>> {
    const work = () => this.#ports.modemService.reset(modem, by);
    return this.#within(
      "reset",
      modem,
      async () => await this.#kept("modem-reset", modem, by, work),
    );
  }

  async #within<T>(
    work: Work,
    modem: string,
    run: () => Promise<Result<T, ModemServiceProblem>>,
  ): Promise<Result<T, ModemServiceProblem>> {
    const info = this.modems().find(({ name }) => name === modem);
    // What is not there is reported by the service itself, and makes nothing deaf.
    if (info === undefined || info.state === "lost") return await run();
    const problem = alarmNear(work, modem, this.#ports) ?? this.#again(work, modem);
    if (problem !== undefined) return fail(problem);
    const key = `${work} ${modem}`;
    this.#begun.set(key, this.#ports.clock.monotonicMs());
    const result = await run();
    if (!result.ok && result.error.isUntouched) this.#begun.delete(key);
    return result;
  }

  #again(work: Work, modem: string): ModemServiceProblem | undefined {
    const begun = this.#begun.get(`${work} ${modem}`);
    const leftMs = begun === undefined ? 0 : begun + AGAIN_MS - this.#ports.clock.monotonicMs();
    if (leftMs <= 0) return undefined;
    const retryAfterS = Math.ceil(leftMs / 1_000);
    return {
      code: "too-often",
      message: `Cannot ${work} "${modem}": that was done less than a minute ago, and the modem ` +
        `hears nothing meanwhile: wait ${retryAfterS} s`,
      retryAfterS,
    };
  }

  /** Keeps who does something, and does it. */
  async #kept<T>(
    what: AuditWhat,
    modem: string,
    by: Author,
    run: () => Promise<Result<T, ModemServiceProblem>>,
  ): Promise<Result<T, ModemServiceProblem>> {
    const { clock, store } = this.#ports;
    // Stored before it is done, so that even a crash leaves a trace of who made a modem deaf.
    const subjects = [{ kind: "modem", id: modem }] as const;
    await store.write("keepAudit", { what, by, atUnixMs: clock.unixMs(), subjects });
    return await run();
  }
}
