/** Work on the modems of a running gateway, for technicians: by routes and by commands. */
import type { StoreAccess } from "../../../db/store.ts";
import type { ModemKind } from "../../../devices/modems/modem.ts";
import { fail, ok, type Result } from "../../../devices/result.ts";
import type { Clock } from "../../../devices/time.ts";
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
} from "../../../handlers/modems/modem_service.ts";
import { formatProblem, type ModemConfig } from "../../config/config.ts";
import { isLoraKind } from "../../config/schema_modem.ts";
import type { Modems } from "../modems.ts";
import { findModem, notPossible } from "./find_modem.ts";
import { modemInfo } from "./modem_info.ts";
import { probePort } from "./probe_port.ts";
import { differences, type Profile, readProfile } from "./profile.ts";
import { modemChange, planOf, provisionPort, readBackPort } from "./provision_port.ts";
import { testModem } from "./test_modem.ts";

export interface LocalModemServicePorts {
  readonly modems: Modems;
  readonly store: StoreAccess;
  readonly clock: Clock;
  /** Ends what waits. */
  readonly stopping: AbortSignal;
}

export class LocalModemService implements ModemService {
  readonly #ports: LocalModemServicePorts;

  constructor(ports: LocalModemServicePorts) {
    this.#ports = ports;
  }

  modems(): ModemInfo[] {
    const { modems, store } = this.#ports;
    return modems.configs.map((config) => {
      const { status } = modems.session(config.name)!;
      return modemInfo(config, {
        record: modems.recordOf(config.name),
        place: status.path,
        status,
        lastHeard: modems.lastHeard(config.name),
        lastChange: store.read.modems.changes(config.name, 1)[0],
        airtime: modems.airtimeUse(config.name),
        recovery: modems.recoveryCountsOf(config.name),
      });
    });
  }

  plan(modem: string): ProvisionPlan | undefined {
    const found = findModem(this.#ports.modems, modem);
    if (!found.ok) return undefined;
    const { config } = found.value;
    const profile = this.#profileFor(config, this.#ports.modems.knownKind(modem), undefined);
    const plan = profile.ok ? planOf(profile.value) : profile;
    return plan.ok ? plan.value : undefined;
  }

  async readBack(modem: string): Promise<Result<ProvisionReport, ModemServiceProblem>> {
    const found = findModem(this.#ports.modems, modem);
    if (!found.ok) return found;
    const { config, session } = found.value;
    const profile = this.#profileFor(config, await this.#findKind(config), undefined);
    if (!profile.ok) return fail({ ...notPossible(profile.error), isUntouched: true });
    const ask = (path: string) =>
      readBackPort(
        { path, baud: config.baud, profile: profile.value },
        this.#ports.modems.oneShotPorts(modem),
      );
    const report = profile.value.kind === "ebyte-e22"
      ? ok(await ask(session.status.path))
      : await attempt(() => session.withExclusivePort(ask));
    if (!report.ok) return report;
    return report.value.ok
      ? ok(report.value.value)
      : fail({ ...notPossible(report.value.error), isUntouched: true });
  }

  async probe(modem: string): Promise<Result<ProbeReport, ModemServiceProblem>> {
    const found = findModem(this.#ports.modems, modem);
    if (!found.ok) return found;
    const { config, session } = found.value;
    const kind = this.#ports.modems.knownKind(config.name);
    const ask = (path: string) =>
      probePort(
        { path, kind, baud: config.baud, isInConfigurationMode: false },
        this.#ports.modems.oneShotPorts(modem),
      );
    // What is not asked need not let go of its port.
    if (kind === "ebyte-e22") return ok(await ask(session.status.path));
    return await attempt(() => session.withExclusivePort(ask));
  }

  async provision(
    request: ProvisionRequest,
  ): Promise<Result<ProvisionReport, ModemServiceProblem>> {
    const found = findModem(this.#ports.modems, request.modem);
    if (!found.ok) return found;
    const { config, session } = found.value;
    const profile = this.#profileFor(config, await this.#findKind(config), request.profile);
    if (!profile.ok) return fail({ ...notPossible(profile.error), isUntouched: true });
    const { isInConfigurationMode } = request;
    const report = await attempt(() =>
      session.withExclusivePort((path) =>
        provisionPort(
          { path, baud: config.baud, profile: profile.value, isInConfigurationMode },
          this.#ports.modems.oneShotPorts(config.name),
        )
      )
    );
    if (!report.ok) return report;
    if (!report.value.ok) return fail(notPossible(report.value.error));
    const { clock, store } = this.#ports;
    const { by, modem } = request;
    const origin = { atUnixMs: clock.unixMs(), by, modem, port: config.port };
    await store.write("keepModemChange", modemChange(report.value.value, origin));
    return ok(report.value.value);
  }

  test(request: ModemTestRequest): Promise<Result<ModemTestReport, ModemServiceProblem>> {
    const { clock, modems, stopping } = this.#ports;
    return testModem(modems, request, clock, stopping);
  }

  reset(modem: string): Promise<Result<{ readonly modem: string }, ModemServiceProblem>> {
    const found = findModem(this.#ports.modems, modem);
    if (!found.ok) return Promise.resolve(found);
    const isDone = found.value.session.recoveryActions.reset();
    return Promise.resolve(
      isDone ? ok({ modem }) : fail(notPossible(
        `"${modem}" cannot be restarted: it is not connected, or its make has no command for that; ` +
          "take its power away for a moment",
      )),
    );
  }

  /** What a modem is, asked if it is not known yet; undefined: it does not say. */
  async #findKind(config: ModemConfig): Promise<ModemKind | undefined> {
    const known = this.#ports.modems.knownKind(config.name);
    if (known !== undefined) return known;
    const report = await this.probe(config.name);
    return report.ok ? report.value.kind as ModemKind | undefined : undefined;
  }

  /** What the configuration says; a profile that says otherwise would be set back at once. */
  #profileFor(
    config: ModemConfig,
    kind: ModemKind | undefined,
    text: string | undefined,
  ): Result<Profile, string> {
    if (kind === undefined) {
      return fail(`the modem at ${config.port} does not say what it is: name its kind`);
    }
    if (!isLoraKind(kind) || config.radio === undefined) {
      return fail(`a modem of kind ${kind} takes no profile here`);
    }
    const configured: Profile = { kind, radio: config.radio };
    if (text === undefined) return ok(configured);
    const wanted = readProfile(text);
    if (!wanted.ok) {
      return fail(wanted.error.map((problem) => formatProblem("profile", problem)).join("; "));
    }
    const found = differences(configured, wanted.value);
    return found.length === 0 ? wanted : fail(
      `the configuration of "${config.name}" says otherwise, and the gateway would set it back ` +
        `(${found.join("; ")}): change the configuration first`,
    );
  }
}

/** A port that cannot be opened is no failure of the program. */
export async function attempt<T>(work: () => Promise<T>): Promise<Result<T, ModemServiceProblem>> {
  try {
    return ok(await work());
  } catch (error) {
    return fail({ code: "not-possible", message: messageOf(error) });
  }
}

/** What an error says, without its name. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
