/** Modems that other people recorded: each answers as it did then, and OK to what it was not asked. */
import assert from "node:assert/strict";
import type { CellularEffect, CellularEvent } from "../../../../devices/modems/cellular/effects.ts";
import { CellularProtocol } from "../../../../devices/modems/cellular/protocol.ts";
import { latin1, latin1Bytes } from "../../../../devices/modems/at/line_reader.ts";
import type { MonotonicMs } from "../../../../devices/time.ts";
import transcripts from "../../../vectors/at-transcripts.json" with { type: "json" };
import { SETTINGS } from "./played_modem.ts";

interface Exchange {
  readonly modem: string;
  readonly command: string;
  readonly raw: string;
}

const EXCHANGES = (transcripts as readonly Partial<Exchange>[]).filter((it): it is Exchange =>
  it.modem !== undefined
);
const MODEMS = [...new Set(EXCHANGES.map(({ modem }) => modem))];
/** What every modem with a network says. */
const USUAL: Readonly<Record<string, string>> = { "AT+CREG?": "+CREG: 0,1\r\nOK\r\n" };

/** How long a conversation may take to be set up, in ms. */
const LIMIT_MS = 60_000;

function answerOf(modem: string, command: string): string {
  const said = command.replace("\x1b", "").replace("\r", "");
  const recorded = EXCHANGES.find((it) => it.modem === modem && it.command === `${said}\r`);
  return recorded?.raw ?? USUAL[said] ?? "OK\r\n";
}

/** Talks until the modem is configured, and gives what happened. */
function play(modem: string): CellularEvent[] {
  const protocol = new CellularProtocol(SETTINGS);
  const events: CellularEvent[] = [];
  let effects: CellularEffect[] = protocol.start(0 as MonotonicMs);
  for (
    let now = 0;
    now <= LIMIT_MS && !protocol.isConfigured;
    now = protocol.wakeAtMs ?? LIMIT_MS + 1
  ) {
    effects.push(...protocol.tick(now as MonotonicMs));
    for (let effect = effects.shift(); effect !== undefined; effect = effects.shift()) {
      if (effect.do !== "write") events.push(effect);
      else {
        const answer = latin1Bytes(answerOf(modem, latin1(effect.bytes)));
        effects = [...effects, ...protocol.feed(answer, now as MonotonicMs)];
      }
    }
  }
  return events;
}

const MODELS: Readonly<Record<string, string | undefined>> = {
  WavecomMultiband900E1800: "MULTIBAND  900E  1800",
  ZteK3565Z: "ZTE INCORPORATED K3565-Z",
  NokiaN79: "Nokia N79",
  HuaweiK3715: "huawei",
  QualcommM6280: "QUALCOMM INCORPORATED",
};

for (const modem of MODEMS) {
  Deno.test(`a recorded ${modem} is set up, and says who it is`, () => {
    const events = play(modem);
    const [configured] = events.filter((event) => event.do === "configured");
    assert.ok(configured?.do === "configured", JSON.stringify(events));
    assert.equal(configured.identity.model, MODELS[modem]);
    const imei = EXCHANGES.find((it) => it.modem === modem && it.command === "AT+CGSN\r");
    assert.equal(configured.identity.serial, imei === undefined ? undefined : "111111111111111");
  });
}
