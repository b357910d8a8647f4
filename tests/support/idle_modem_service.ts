import { fail, type Result } from "../../devices/result.ts";
import type {
  ModemInfo,
  ModemService,
  ModemServiceProblem,
  ProvisionPlan,
} from "../../handlers/modems/modem_service.ts";
import type { PortInfo, PortService } from "../../handlers/modems/port_service.ts";

const PROBLEM: ModemServiceProblem = {
  code: "unknown-modem",
  message: "There is no modem: add one to the configuration",
};

/** The modem service of a gateway without modems. */
export class IdleModemService implements ModemService {
  modems(): ModemInfo[] {
    return [];
  }
  plan(_modem: string): ProvisionPlan | undefined {
    return undefined;
  }
  readBack(): Promise<Result<never, ModemServiceProblem>> {
    return Promise.resolve(fail(PROBLEM));
  }
  probe(): Promise<Result<never, ModemServiceProblem>> {
    return Promise.resolve(fail(PROBLEM));
  }
  provision(): Promise<Result<never, ModemServiceProblem>> {
    return Promise.resolve(fail(PROBLEM));
  }
  test(): Promise<Result<never, ModemServiceProblem>> {
    return Promise.resolve(fail(PROBLEM));
  }
  reset(): Promise<Result<never, ModemServiceProblem>> {
    return Promise.resolve(fail(PROBLEM));
  }
}

/** The ports of a box into which nothing is plugged. */
export class IdlePortService implements PortService {
  ports(): Promise<readonly PortInfo[]> {
    return Promise.resolve([]);
  }
  plan(_profile: string): ReturnType<PortService["plan"]> {
    return fail([{ key: "", text: "there is no profile here" }]);
  }
  probe(): Promise<Result<never, ModemServiceProblem>> {
    return Promise.resolve(fail(PROBLEM));
  }
  provision(): Promise<Result<never, ModemServiceProblem>> {
    return Promise.resolve(fail(PROBLEM));
  }
  test(): Promise<Result<never, ModemServiceProblem>> {
    return Promise.resolve(fail(PROBLEM));
  }
}
