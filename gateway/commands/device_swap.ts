/** `vigil device swap`: a wearable takes the place of another. */
import { eraserOf } from "../../db/repair/repair.ts";
import { isPrintable } from "../../devices/printable.ts";
import { defined } from "../../devices/tools/defined.ts";
import { swapDevice } from "../../handlers/registry/swap.ts";
import { changeDevice } from "./device.ts";
import { sheetFacts, writeSheet } from "./device_sheet.ts";
import { actor, type DeviceOptions, WRONG_USE } from "./life_ports.ts";
import { report } from "./output.ts";

export interface DeviceSwapOptions extends DeviceOptions {
  readonly replacement: string;
  readonly retire?: boolean;
  readonly reason?: string;
  /** File for the sheet of the new one. */
  readonly sheet?: string;
}

/** Swaps a wearable for one that serves no file, and shows that one as it is then. */
export function runDeviceSwapCommand(options: DeviceSwapOptions): Promise<number> {
  const { reason, replacement, retire = false, sheet, uid } = options;
  if (!isPrintable(reason ?? "")) {
    report(`Cannot swap "${uid}": --reason must be without control characters`);
    return Promise.resolve(WRONG_USE);
  }
  return changeDevice(
    { ...options, uid: replacement },
    async (ports) => {
      const eraser = eraserOf(ports.store.read.path, "here");
      const becomes = retire ? "retired" as const : "suspended" as const;
      const request = defined({ uid, replacement, becomes, reason, by: actor() });
      const swapped = await swapDevice({ ...ports, eraser }, request);
      if (swapped.ok) reportEnd(uid, retire, swapped.value.left);
      return swapped;
    },
    (device, ports, config) => {
      if (sheet !== undefined) writeSheet(sheet, sheetFacts(ports, device, config));
    },
  );
}

function reportEnd(uid: string, isRetired: boolean, left?: readonly string[]): void {
  if (!isRetired) return report(`"${uid}" is suspended: its alarms still come through, marked.`);
  if (left?.length === 0) return report(`"${uid}" is retired, and its key is gone.`);
  report(
    `"${uid}" is retired, but ${left?.join(", ") ?? "it is not known where"} may still hold its ` +
      `key: see "vigil device retire ${uid}"`,
  );
}
