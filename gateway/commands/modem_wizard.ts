/**
 * The guided way to set a modem up: which port, what is there, to what it is to be set, written,
 * read back, and what to write into the configuration. What cannot be meant is asked again.
 */
import { existsSync } from "node:fs";
import { isAbsolute } from "node:path";
import { readTextFile } from "../config/text_file.ts";
import { isModemName } from "../config/schema_values.ts";
import { fail, ok, type Result } from "../../devices/result.ts";
import type { ProbeReport } from "../../handlers/modems/modem_service.ts";
import { type Ask, askUntil, askYesNo, EBYTE_QUESTION, withTerminal } from "./ask.ts";
import type { ListedPort } from "../modems/service/list_ports.ts";
import { portsOfBox } from "./modem_list.ts";
import { probe } from "./modem_probe.ts";
import { provision, readProfileOrReport, showReport } from "./modem_settings.ts";
import { meantBy, type MeantModem, type ModemContext } from "./modem_context.ts";
import { print, report } from "./output.ts";

/** Usual settings: the sub-band with the most air time, and a factor that carries through houses. */
const USUAL_RADIO = { frequency_hz: 869_525_000, spreading_factor: 9, bandwidth_hz: 125_000 };
/** The only settings of an Ebyte E22 that lie wholly inside a sub-band. */
const E22_RADIO = { frequency_hz: 867_125_000, spreading_factor: 11, bandwidth_hz: 500_000 };

/** Guides through one modem. Status 0 only when it is set up. */
export function guide(context: ModemContext): Promise<number> {
  return withTerminal((ask) => setUp(ask, context));
}

async function setUp(ask: Ask, context: ModemContext): Promise<number> {
  const meant = await choosePort(ask, context);
  const isEbyte = await askYesNo(ask, EBYTE_QUESTION, false);
  if (isEbyte) {
    await ask(
      "Set M0 low and M1 high, or hold its button until the LED is red; then Enter",
      "done",
    );
  }
  const found = await probe({ configMode: isEbyte }, meant, context);
  if (found?.found !== "modem") {
    report(`Cannot set it up: ${found?.text ?? "see above"}`);
    return 1;
  }
  report(found.text);
  return found.kind === "cellular"
    ? await setUpCellular(ask, meant, context)
    : await setUpLora(ask, meant, found, isEbyte, context);
}

/** Its settings are written by the gateway at each start: what it needs to know is in the file. */
async function setUpCellular(ask: Ask, { modem, path }: MeantModem, context: ModemContext) {
  if (modem !== undefined) {
    report(`It is "${modem.name}" in the configuration: the gateway sets it up when it starts.`);
    return 0;
  }
  report("A cellular modem is set up by the gateway at each start; nothing is written now.");
  const pinFile = await askUntil(
    ask,
    "File that holds the PIN of its SIM, or none",
    "none",
    readPin,
  );
  const sim = pinFile === "none" ? [] : [`pin_file = "${pinFile}"`];
  await showEntry(ask, context, path, "sms-1", ['kind = "cellular"', "[modem.sim]", ...sim]);
  return 0;
}

function readPin(answer: string): Result<string, string> {
  if (answer === "none") return ok(answer);
  if (!isAbsolute(answer) || /["\\]/.test(answer)) {
    return fail(`"${answer}" is no absolute path, beginning with /: write none without a PIN`);
  }
  if (!existsSync(answer)) report(`${answer} is not there yet: write the PIN into it, mode 600.`);
  return ok(answer);
}

async function setUpLora(
  ask: Ask,
  meant: MeantModem,
  found: ProbeReport,
  isEbyte: boolean,
  context: ModemContext,
): Promise<number> {
  const profile = await chooseProfile(ask, meant, found);
  if (!await askYesNo(ask, "Write this to the modem (y/n)", true)) return 1;
  const provisioned = await provision(meant, profile, isEbyte, context);
  if (provisioned === undefined) return 1;
  showReport(provisioned);
  if (isEbyte) report("Now set M0 and M1 low, or press its button until the LED is green.");
  if (provisioned.done && profile !== undefined) {
    await showEntry(ask, context, meant.path, "lora-1", [
      profile.trimEnd().replace("[radio]", "[modem.radio]"),
    ]);
  }
  return provisioned.done ? 0 : 1;
}

async function choosePort(ask: Ask, context: ModemContext): Promise<MeantModem> {
  const modems = context.gateway === undefined ? [] : await context.gateway.modems();
  const ports = await portsOfBox(modems);
  ports.forEach((port, index) => report(`${String(index + 1).padStart(3)}  ${describe(port)}`));
  if (ports.length === 0) report("No port is plugged in; a port can be named all the same.");
  const fallback = ports.length === 0 ? "/dev/ttyUSB0" : "1";
  const names = (context.config?.modems ?? []).map(({ name }) => name);
  const chosen = await askUntil(
    ask,
    "Which port: its number, or its name",
    fallback,
    (answer) => readPort(answer, ports, names),
  );
  return await meantBy(chosen, context);
}

function readPort(
  answer: string,
  ports: readonly ListedPort[],
  names: readonly string[],
): Result<string, string> {
  if (/^\d+$/.test(answer)) {
    const port = ports[Number(answer) - 1]?.port;
    return port === undefined
      ? fail(`There is no port ${answer}: ${numbersOf(ports)} its name`)
      : ok(port);
  }
  return names.includes(answer) || existsSync(answer)
    ? ok(answer)
    : fail(`There is no port "${answer}": ${numbersOf(ports)} a name such as /dev/ttyUSB0`);
}

function numbersOf({ length }: readonly ListedPort[]): string {
  return length === 0 ? "write" : `write 1${length === 1 ? "" : ` to ${length}`} or`;
}

function describe({ device, heldBy, modem, port, product, usb }: ListedPort): string {
  const what = [usb, product].filter((it) => it !== undefined).join(" ");
  const who = heldBy.map(({ command, pid }) => `${command} (${pid})`).join(", ");
  return [
    port === device ? port : `${port} (${device})`,
    what,
    modem === undefined ? "" : `modem ${modem}`,
    who === "" ? "" : `held by ${who}`,
  ].filter((it) => it !== "").join(", ");
}

/** TOML; undefined: what the configuration says. */
async function chooseProfile(
  ask: Ask,
  { modem }: MeantModem,
  { kind }: ProbeReport,
): Promise<string | undefined> {
  if (modem !== undefined) {
    report(`It is set up as [modem.radio] of "${modem.name}" in the configuration says.`);
    return undefined;
  }
  const question = "File with its profile, or the usual settings";
  const text = await askUntil(ask, question, "usual", async (answer) => {
    const read = answer === "usual" ? ok(usualProfile(kind!)) : await readTextFile(answer);
    if (!read.ok) return fail(`Cannot read "${answer}": ${read.error}`);
    return readProfileOrReport(read.value) === undefined
      ? fail("Correct it, or take another")
      : read;
  });
  report(text);
  return text;
}

function usualProfile(kind: string): string {
  const radio = kind === "ebyte-e22" ? E22_RADIO : USUAL_RADIO;
  const lines = Object.entries(radio).map(([key, value]) => `${key} = ${value}`);
  return [`kind = "${kind}"`, "[radio]", ...lines].join("\n");
}

async function showEntry(
  ask: Ask,
  { config }: ModemContext,
  path: string,
  fallback: string,
  lines: readonly string[],
): Promise<void> {
  const taken = (config?.modems ?? []).map(({ name }) => name);
  const name = await askUntil(ask, "Its name in the configuration", fallback, (answer) => {
    if (!isModemName(answer)) {
      return fail(
        "A name is letters, digits, dots, dashes or underscores, and begins with a letter or digit",
      );
    }
    return taken.includes(answer) ? fail(`There is a modem "${answer}" already`) : ok(answer);
  });
  report("For the configuration:");
  print(["[[modem]]", `name = "${name}"`, `port = "${path}"`, ...lines].join("\n"));
}
