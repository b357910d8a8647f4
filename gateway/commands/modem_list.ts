/** `vigil modem list`: what is plugged in, who has it, and which configured modem it is. */
import type { ModemInfo } from "../../handlers/modems/modem_service.ts";
import { type ListedPort, listPorts } from "../modems/service/list_ports.ts";
import { modemInfo } from "../modems/service/modem_info.ts";
import { simulatorStatePath } from "../simulator/flash.ts";
import { type ModemContext, withModemContext } from "./modem_context.ts";
import { simulatedPorts } from "../simulator/press_server.ts";
import type { CommandOptions } from "./open_store.ts";
import { print, printJson, report } from "./output.ts";
import { printTable } from "./table.ts";

const TWO_G_ONLY = "knows 2G networks alone, which are switched off in Belgium from the end of " +
  "2027: replace it by a modem with 4G (LTE, LTE-M)";

/** Lists ports and modems. */
export function runModemListCommand(options: CommandOptions): Promise<number> {
  return withModemContext(options, async (context) => {
    const modems = await modemsOf(context);
    const ports = await portsOfBox(modems);
    if (options.json) printJson({ ports, modems });
    else show(ports, modems);
    return 0;
  });
}

async function modemsOf({ config, gateway, store }: ModemContext): Promise<ModemInfo[]> {
  if (gateway !== undefined) return await gateway.modems();
  return (config?.modems ?? []).map((modem) => {
    const record = store?.read.modems.all().find(({ name, port }) =>
      name === modem.name && port === modem.port
    );
    return modemInfo(modem, {
      record,
      place: record?.place ?? modem.port,
      lastChange: store?.read.modems.changes(modem.name, 1)[0],
    });
  });
}

/** All ports of this box, with the modems that `vigil simulate` plays for this user. */
export async function portsOfBox(modems: readonly ModemInfo[]): Promise<ListedPort[]> {
  return await listPorts(modems, await simulatedPorts(simulatorStatePath()));
}

function show(ports: readonly ListedPort[], modems: readonly ModemInfo[]): void {
  if (ports.length === 0) report("No serial port is plugged in.");
  else {
    printTable(
      ["PORT", "DEVICE", "USB", "ADAPTER", "MODEM", "HELD BY"],
      ports.map(({ device, heldBy, modem, port, product, usb }) => [
        port,
        device,
        usb ?? "-",
        product ?? "-",
        modem ?? "-",
        heldBy.map(({ command, pid }) => `${pid} ${command}`).join(", ") || "-",
      ]),
    );
  }
  if (modems.length === 0) {
    report('No modem is configured: "vigil modem provision" sets one up, step by step.');
    return;
  }
  print("");
  printTable(
    ["MODEM", "KIND", "STATE", "MODEL", "FIRMWARE", "SERIAL", "SIGNAL", "PORT"],
    modems.map((modem) => [
      modem.name,
      modem.foundKind === undefined || modem.foundKind === modem.kind
        ? modem.kind
        : `${modem.kind} (${modem.foundKind})`,
      modem.state ?? "no gateway runs",
      modem.model ?? "-",
      modem.firmware ?? "-",
      modem.serial ?? "-",
      modem.signal?.text ?? "-",
      modem.place,
    ]),
  );
  for (const { name, reason } of modems) if (reason !== undefined) report(`${name}: ${reason}`);
  for (const { isTwoGOnly, model, name } of modems) {
    if (isTwoGOnly === true) report(`${name}: ${model} ${TWO_G_ONLY}`);
  }
}
