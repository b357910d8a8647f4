/** `vigil device sheet`: what is printed and put into the file. */
import { writeFileSync } from "node:fs";
import type { DeviceRecord } from "../../db/store.ts";
import { defined } from "../../devices/tools/defined.ts";
import type { Language } from "../../handlers/i18n/locales.ts";
import { describeDevice } from "../../handlers/registry/describe.ts";
import type { LifePorts } from "../../handlers/registry/life.ts";
import { type SheetFacts, sheetHtml, sheetText } from "../../handlers/registry/sheet.ts";
import { isoTime } from "../../devices/time.ts";
import type { Config } from "../config/config.ts";
import { type DeviceOptions, withDevice } from "./life_ports.ts";
import { keepLook } from "./looks.ts";
import { print, report } from "./output.ts";

/** Shows the sheet of a wearable, or writes it as a page to print. */
export function runDeviceSheetCommand(
  options: DeviceOptions & { readonly out?: string; readonly language?: Language },
): Promise<number> {
  return withDevice(options, async (device, ports, config) => {
    const subjects = [{ kind: "wearable" as const, id: device.uid }];
    await keepLook(ports.store, "device sheet", { subjects, to: options.out });
    const facts = sheetFacts(ports, device, config, options.language);
    if (options.out === undefined) print(sheetText(facts));
    else writeSheet(options.out, facts);
    return 0;
  });
}

/** What the sheet of a wearable says now. */
export function sheetFacts(
  { clock, store }: LifePorts,
  device: DeviceRecord,
  { console, gateway }: Config,
  language = console.languages[0]!,
): SheetFacts {
  const { expires, reference } = describeDevice(store.read, device, clock);
  return {
    gateway,
    language,
    uid: device.uid,
    madeAt: isoTime(clock.unixMs()),
    ...defined({ reference, expires }),
  };
}

/** Writes a sheet as a page to print. */
export function writeSheet(path: string, facts: SheetFacts): void {
  writeFileSync(path, sheetHtml(facts));
  report(`The sheet of "${facts.uid}" is in ${path}: print it and put it into the file.`);
}
