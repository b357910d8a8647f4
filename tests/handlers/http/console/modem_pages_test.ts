/** The pages of modems over services that say what a test wants. */
import assert from "node:assert/strict";
import { fail, ok } from "../../../../devices/result.ts";
import type {
  ModemInfo,
  ModemServiceProblem,
  ProvisionPlan,
} from "../../../../handlers/modems/modem_service.ts";
import type { PortInfo } from "../../../../handlers/modems/port_service.ts";
import { parseConfig } from "../../../../gateway/config/config.ts";
import { readProfile } from "../../../../gateway/modems/service/profile.ts";
import { IdleModemService, IdlePortService } from "../../../support/idle_modem_service.ts";
import { textOf } from "../../../support/visit.ts";
import { ConsoleHarness } from "./console_harness.ts";

const LORA: ModemInfo = {
  name: "lora-1",
  kind: "rak3172",
  port: "/dev/ttyUSB0",
  place: "/dev/ttyUSB0",
  state: "lost",
  reason: "no answer to <b>AT</b>",
  radio: { frequency_hz: 869_525_000, spreading_factor: 9, bandwidth_hz: 125_000 },
};
const OLD: ModemInfo = {
  name: "sms-1",
  kind: "cellular",
  port: "/dev/ttyUSB2",
  place: "/dev/ttyUSB2",
  state: "ready",
  isTwoGOnly: true,
  cellular: { registration: "searching", isRegistered: false, technology: "2G", storages: [] },
};
const PLAN: ProvisionPlan = { kind: "rak3172", radio: {}, settings: ["AT+NWM=0"] };

class Modems extends IdleModemService {
  problem: ModemServiceProblem | undefined;
  readonly done: string[] = [];
  override modems() {
    return [LORA, OLD];
  }
  override plan(): ProvisionPlan {
    return PLAN;
  }
  override probe(...[modem]: readonly unknown[]): Promise<never> {
    this.done.push(`probe ${modem}`);
    const answer = this.problem === undefined ? ok({}) : fail(this.problem);
    return Promise.resolve(answer) as Promise<never>;
  }
}

class Ports extends IdlePortService {
  readonly profiles: string[] = [];
  override ports(): Promise<readonly PortInfo[]> {
    const heldBy = [{ pid: 7, command: "ModemManager", isThisGateway: false }];
    const names = { byId: [], byPath: [] };
    return Promise.resolve([{ port: "/dev/ttyUSB9", device: "/dev/ttyUSB9", heldBy, ...names }]);
  }
  override plan(profile: string) {
    this.profiles.push(profile);
    const read = readProfile(profile);
    return read.ok ? ok(PLAN) : fail(read.error.map(({ key, text }) => ({ key, text })));
  }
}

async function start() {
  const [modemService, portService] = [new Modems(), new Ports()];
  const gateway = await ConsoleHarness.start({}, false, { modemService, portService });
  const cookie = await gateway.session("technician");
  const read = async (path: string, language = "en") => {
    const headers = { "accept-language": language };
    const answer = await gateway.call(path, { headers }, cookie);
    return { status: answer.status, html: await answer.text() };
  };
  return { gateway, modemService, portService, cookie, read };
}

Deno.test("The pages of modems are in the reader's language, and a modem's own words stand as they are, in English", async () => {
  const { gateway, read } = await start();
  await using _ = gateway;
  const said = {
    nl: ["alleen 2G", "ModemManager bevraagt", "eind 2027", "zoekt een netwerk", "Herstarten"],
    fr: ["2G seulement", "ModemManager interroge", "fin 2027", "cherche un réseau", "Redémarrer"],
    de: ["nur 2G", "ModemManager fragt", "Ende 2027", "sucht ein Netz", "Neu starten"],
    en: ["2G only", "ModemManager asks", "end of 2027", "searching for a network", "Restart"],
  };
  for (const [language, [only, asks, end, network, restart]] of Object.entries(said)) {
    const { html } = await read("/modems", language);
    for (const text of [only!, asks!, end!]) assert.ok(textOf(html).includes(text), text);
    assert.match(html, /lang="en">no answer to &lt;b&gt;AT&lt;\/b&gt;</);
    const own = textOf((await read("/modems/sms-1", language)).html);
    for (const text of [only!, end!, network!, restart!]) assert.ok(own.includes(text), text);
  }
});

Deno.test("An act that is refused leaves the page with why, in the reader's language, and of a modem that is not there nothing is done", async () => {
  const { cookie, gateway, modemService } = await start();
  await using _ = gateway;
  const ask = async (path = "/modems/lora-1/probe") => {
    const answer = await gateway.post(path, {}, cookie, { "accept-language": "fr" });
    return { answer, text: textOf(await answer.text()) };
  };
  assert.equal((await ask()).answer.headers.get("location"), "/modems/lora-1");
  modemService.problem = { code: "too-often", message: "wait", retryAfterS: 12 };
  const often = await ask();
  assert.equal(often.answer.status, 429);
  assert.equal(often.answer.headers.get("retry-after"), "12");
  assert.match(often.text, /Cela vient d’être fait.* Attendez 12 s/);
  modemService.problem = { code: "alarm-open", message: "an alarm" };
  const near = await ask();
  assert.equal(near.answer.status, 409);
  assert.match(near.text, /une alarme est arrivée il y a moins d’une minute/);
  assert.equal((await ask("/modems/lora-7/probe")).answer.status, 404);
  assert.deepEqual(modemService.done, Array(3).fill("probe lora-1"));
});

Deno.test("What is typed into the guide becomes the configuration that it says, and no other", async () => {
  const { gateway, portService, read } = await start();
  await using _ = gateway;
  const radio = { frequency_hz: "869525000", spreading_factor: "9", bandwidth_hz: "125000" };
  const typed = { port: "/dev/ttyUSB9", kind: "rak3172", name: "lora-2", ...radio };
  const plan = (changes: Record<string, string>) =>
    read(
      `/modems/ports/plan?${new URLSearchParams({
        ...typed,
        coding_rate: "5",
        sync_word: "18",
        ...changes,
      })}`,
    );
  const good = await plan({});
  assert.equal(good.status, 200);
  assert.match(good.html, /AT\+NWM=0/);
  const wrong = [
    { spreading_factor: '9\nduty_cycle = "none"' },
    { name: 'lora-2"\n[console]' },
    { name: "lora-1" },
    { kind: 'rak3172"\n[radio]' },
    { kind: "cellular", pin_file: '/etc/"\nstorage' },
    { kind: "cellular", pin_file: "etc/pin" },
  ];
  for (const changes of wrong) {
    assert.equal((await plan(changes)).status, 422, JSON.stringify(changes));
  }
  assert.ok(portService.profiles.every((profile) => !profile.includes("none")));
  const cellular = await plan({ kind: "cellular", pin_file: "/etc/vigil/pin" });
  const [, entry] = /id="entry">([^<]*)</.exec(cellular.html)!;
  const file = `[gateway]\nzone = "1"\nname = "g"\n${entry!.replaceAll("&quot;", '"')}`;
  const config = parseConfig(file, {});
  assert.ok(config.ok, JSON.stringify(config));
  assert.equal(config.value.modems[0]!.port, "/dev/ttyUSB9");
});
