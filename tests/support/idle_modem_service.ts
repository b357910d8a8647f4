import { fail, type Result } from "../../devices/result.ts";
import type {
  ModemInfo,
  ModemService,
  ModemServiceProblem,
} from "../../handlers/modems/modem_service.ts";

const PROBLEM: ModemServiceProblem = {
  code: "unknown-modem",
  message: "There is no modem: add one to the configuration",
};

/** The modem service of a gateway without modems. */
export class IdleModemService implements ModemService {
  modems(): ModemInfo[] {
    return [];
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
