import { fail, type Result } from "../../devices/result.ts";
import type {
  ModemInfo,
  ModemWorkshop,
  WorkshopProblem,
} from "../../handlers/modems/modem_service.ts";

const PROBLEM: WorkshopProblem = {
  code: "unknown-modem",
  message: "There is no modem: add one to the configuration",
};

/** The workshop of a gateway without modems. */
export class IdleWorkshop implements ModemWorkshop {
  modems(): ModemInfo[] {
    return [];
  }
  probe(): Promise<Result<never, WorkshopProblem>> {
    return Promise.resolve(fail(PROBLEM));
  }
  provision(): Promise<Result<never, WorkshopProblem>> {
    return Promise.resolve(fail(PROBLEM));
  }
  test(): Promise<Result<never, WorkshopProblem>> {
    return Promise.resolve(fail(PROBLEM));
  }
  reset(): Promise<Result<never, WorkshopProblem>> {
    return Promise.resolve(fail(PROBLEM));
  }
}
