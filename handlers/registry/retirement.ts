/** The end of a wearable: its keys are removed, looked for in every file, and what was seen is kept. */
import type { ErasureReport } from "../../db/repair/repair.ts";
import type { Author, DeviceRecord } from "../../db/store.ts";
import { fail, ok, type Result } from "../../devices/result.ts";
import type { LifePorts } from "./life.ts";
import { type DeviceProblem, problemOf, unknownDevice } from "./problem.ts";

/** Searches and cleans the files of the store. */
export interface Eraser {
  erase(keys: readonly Uint8Array[]): Promise<ErasureReport>;
  /** Which of the files of an earlier report are still there. */
  stillLeft(report: ErasureReport): string[];
}

export interface RetirementPorts extends LifePorts {
  readonly eraser: Eraser;
}

export interface RetireRequest {
  readonly uid: string;
  readonly by: Author;
  readonly reason?: string;
  /** Serial number of the wearable, when it was erased on a cable. */
  readonly wearableErased?: string;
}

export interface Retirement {
  readonly device: DeviceRecord;
  /** Files in which a key was found; absent: the search was broken off, so it is not known. */
  readonly left?: readonly string[];
}

/**
 * Retires a wearable; of one that is retired already, looks again at the files that were named.
 * Refused while an alarm of it is open. Nothing that it sends is taken any more.
 */
export async function retireDevice(
  ports: RetirementPorts,
  request: RetireRequest,
): Promise<Result<Retirement, DeviceProblem>> {
  const { clock, store } = ports;
  const { uid } = request;
  const outcome = await store.write("retireDevice", { ...request, atUnixMs: clock.unixMs() });
  switch (outcome.code) {
    case "unknown":
      return fail(unknownDevice(uid));
    case "alarm-open":
      return fail(problemOf("alarm-open", "retire", uid));
    case "was-retired":
      return ok(await lookAgain(ports, request));
    case "retired": {
      const report = await ports.eraser.erase(outcome.keys.map(({ bytes }) => bytes));
      return ok(await keepErasure(ports, request, report));
    }
  }
}

/** The key is not known any more, so all that can be said is which of the files found then are gone. */
async function lookAgain(ports: RetirementPorts, request: RetireRequest): Promise<Retirement> {
  const device = ports.store.read.devices.byUid(request.uid)!;
  const last = ports.store.read.devices.steps(device.number)
    .findLast(({ what }) => what === "erased");
  if (last === undefined) return { device };
  const report = last.details as unknown as ErasureReport;
  const left = ports.eraser.stillLeft(report);
  if (left.length === report.left.length) return { device, left };
  return await keepErasure(ports, request, { ...report, left });
}

/** Keeps as a step of its life where keys of a wearable were looked for, and what was found. */
export async function keepErasure(
  { clock, store }: LifePorts,
  { by, uid }: Pick<RetireRequest, "by" | "uid">,
  report: ErasureReport,
): Promise<Retirement> {
  const details = { searched: report.searched, left: report.left };
  await store.write("noteDeviceStep", {
    uid,
    by,
    atUnixMs: clock.unixMs(),
    what: "erased",
    details,
  });
  return { device: store.read.devices.byUid(uid)!, left: report.left };
}
