/**
 * The guided way to set a modem up: which port, what is there, to what it is to be set, written,
 * read back, and what to write into the configuration.
 */
import type { ProbeReport } from "../../handlers/modem_workshop.ts";
import { readTextFile } from "../config/text_file.ts";
import { type Ask, EBYTE_QUESTION, isYes, withTerminal } from "./ask.ts";
import { type ListedPort, listPorts } from "./modem_list.ts";
import { probe } from "./modem_probe.ts";
import { provision, readProfileOrTell, showReport } from "./modem_provision.ts";
import { meantBy, type MeantModem, type ModemBench } from "./modem_bench.ts";
import { print, tell } from "./output.ts";

/** Usual settings: the sub-band with the most air time, and a factor that carries through houses. */
const USUAL_RADIO = { frequency_hz: 869_525_000, spreading_factor: 9, bandwidth_hz: 125_000 };
/** The only settings of an Ebyte E22 that lie wholly inside a sub-band. */
const E22_RADIO = { frequency_hz: 867_125_000, spreading_factor: 11, bandwidth_hz: 500_000 };

/** Guides through one modem. Status 0 only when it is set up. */
export function guide(bench: ModemBench): Promise<number> {
  return withTerminal((ask) => setUp(ask, bench));
}

async function setUp(ask: Ask, bench: ModemBench): Promise<number> {
  const meant = await choosePort(ask, bench);
  const isEbyte = isYes(await ask(EBYTE_QUESTION, "n"));
  if (isEbyte) {
    await ask(
      "Set M0 low and M1 high, or hold its button until the LED is red; then Enter",
      "done",
    );
  }
  const found = await probe({ config: "", configMode: isEbyte }, meant, bench);
  if (found?.found !== "modem") {
    tell(`Cannot set it up: ${found?.text ?? "see above"}`);
    return 1;
  }
  tell(found.text);
  const profile = await chooseProfile(ask, meant, found);
  if (profile === null) return 1;
  if (!isYes(await ask("Write this to the modem (y/n)", "y"))) return 1;
  const report = await provision(meant, profile, isEbyte, bench);
  if (report === undefined) return 1;
  showReport(report);
  if (isEbyte) tell("Now set M0 and M1 low, or press its button until the LED is green.");
  if (report.done && profile !== undefined) await showEntry(ask, meant, profile);
  return report.done ? 0 : 1;
}

async function choosePort(ask: Ask, bench: ModemBench): Promise<MeantModem> {
  const modems = bench.gateway === undefined ? [] : await bench.gateway.modems();
  const ports = await listPorts(modems);
  ports.forEach((port, index) => tell(`${String(index + 1).padStart(3)}  ${describe(port)}`));
  const answer = await ask(
    "Which port: its number, or its name",
    ports.length === 0 ? "/dev/…" : "1",
  );
  const chosen = ports[Number(answer) - 1]?.port ?? answer;
  return await meantBy(chosen, bench);
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

/** TOML; undefined: what the configuration says; null: the problem was told. */
async function chooseProfile(
  ask: Ask,
  { modem }: MeantModem,
  { kind }: ProbeReport,
): Promise<string | undefined | null> {
  if (modem !== undefined) {
    tell(`It is set up as [modem.radio] of "${modem.name}" in the configuration says.`);
    return undefined;
  }
  const file = await ask("File with its profile, or the usual settings", "usual");
  const text = file === "usual"
    ? { ok: true as const, value: usualProfile(kind!) }
    : await readTextFile(file);
  if (!text.ok) {
    tell(`Cannot read "${file}": ${text.error}`);
    return null;
  }
  if (readProfileOrTell(text.value) === undefined) return null;
  tell(text.value);
  return text.value;
}

function usualProfile(kind: string): string {
  const radio = kind === "ebyte-e22" ? E22_RADIO : USUAL_RADIO;
  const lines = Object.entries(radio).map(([key, value]) => `${key} = ${value}`);
  return [`kind = "${kind}"`, "[radio]", ...lines].join("\n");
}

async function showEntry(ask: Ask, { path }: MeantModem, profile: string): Promise<void> {
  const name = await ask("Its name in the configuration", "lora-1");
  tell("For the configuration:");
  print(
    [
      "[[modem]]",
      `name = "${name}"`,
      `port = "${path}"`,
      profile.replace("[radio]", "[modem.radio]"),
    ]
      .join("\n"),
  );
}
