/**
 * A wearable takes the place of another in one step: its file and the end of its assignment go over, and
 * the other is suspended or retired. Both are kept with who did it, or nothing is done.
 */
import type { Author, DeviceRecord } from "../../db/store.ts";
import { defined } from "../../devices/tools/defined.ts";
import { fail, ok, type Result } from "../../devices/result.ts";
import { type DeviceProblem, problemOf, unknownDevice } from "./problem.ts";
import { keepErasure, type RetirementPorts } from "./retirement.ts";

export interface SwapRequest {
  /** UID of the wearable that serves the file. */
  readonly uid: string;
  /** UID of the one that takes its place: it serves no file. */
  readonly replacement: string;
  /** What becomes of the first. */
  readonly becomes: "suspended" | "retired";
  readonly reason?: string;
  readonly by: Author;
}

/** How a swap ended. */
export interface Swap {
  /** The wearable that serves the file from now on. */
  readonly device: DeviceRecord;
  /** Files in which a key of the retired one was found; absent: it is not retired, or it is not known. */
  readonly left?: readonly string[];
}

/** Swaps one wearable for another. Refused whole when one of both steps is not possible. */
export async function swapDevice(
  ports: RetirementPorts,
  request: SwapRequest,
): Promise<Result<Swap, DeviceProblem>> {
  const { clock, eraser, store } = ports;
  const { by, replacement, uid } = request;
  const outcome = await store.write("swapDevice", { ...request, atUnixMs: clock.unixMs() });
  switch (outcome.code) {
    case "unknown":
      return fail(unknownDevice(uid));
    case "unknown-replacement":
      return fail(unknownDevice(replacement));
    case "retired":
      return fail(problemOf("device-retired", "swap", uid));
    case "retired-replacement":
      return fail(problemOf("device-retired", "assign", replacement));
    case "unassigned":
      return fail(problemOf("not-assigned", "swap", uid));
    case "in-use":
      return fail(problemOf("device-in-use", "assign", replacement));
    case "alarm-open":
      return fail(problemOf("alarm-open", "retire", uid));
    case "done": {
      const device = store.read.devices.byUid(replacement)!;
      if (request.becomes === "suspended") return ok({ device });
      const report = await eraser.erase(outcome.keys.map(({ bytes }) => bytes));
      const { left } = await keepErasure(ports, { uid, by }, report);
      return ok({ device, ...defined({ left }) });
    }
  }
}
