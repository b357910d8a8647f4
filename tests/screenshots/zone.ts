/**
 * A busy zone for pictures: people, wearables, two days of their messages, alarms in all states. All of
 * it is invented, and the same each time.
 */
import { decodeHex } from "../../devices/hex.ts";
import type { MonotonicMs, UnixMs } from "../../devices/time.ts";
import { randomFix, simulatedIdentity } from "../../gateway/simulator/population.ts";
import { type Report, SimulatedWearable } from "../../gateway/simulator/wearable.ts";
import { confirmAll } from "../../gateway/bench/full_store.ts";
import { newToken } from "../../handlers/http/server/access/credentials.ts";
import { ReportDays } from "../../handlers/reports/report_days.ts";
import type { GatewayStatus } from "../../handlers/supervision/status.ts";
import { ConsoleHarness } from "../handlers/http/console/console_harness.ts";
import { boxUser } from "../support/authors.ts";
import { destinationOf } from "../support/temporary_store.ts";
import { WELL } from "../support/visit.ts";
import { holdStill, NOW } from "./still_clock.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const WEARABLES = 24;
/** Messages of each of them, every two hours. */
const ROUNDS = 32;
const ROUND_MS = 2 * HOUR_MS;

/** What pictures are taken of. */
export interface Zone {
  readonly gateway: ConsoleHarness;
  /** UID of the wearable whose alarm waits. */
  readonly wearable: string;
  /** 32 hex digits. */
  readonly incident: string;
  /** Of who has all roles. */
  readonly cookie: string;
  /** Id of the token of a program. */
  readonly token: string;
  /** Id of an account. */
  readonly person: string;
}

/** Makes it; it is ended by disposing of its gateway. */
export async function makeZone(): Promise<Zone> {
  const gateway = await ConsoleHarness.start();
  const setClock = holdStill(gateway.clock);
  const zone = new InventedZone(gateway, setClock);
  setClock(NOW - ROUNDS * ROUND_MS);
  const people = await zone.addPeople();
  await zone.addWearables();
  await zone.live();
  const incident = await zone.alarms();
  setClock(NOW);
  gateway.status = () => zone.status();
  await new ReportDays({ store: gateway.store, clock: gateway.clock, keptDays: 365 }).catchUp();
  await gateway.core.measurements.flush();
  return { gateway, incident, wearable: zone.names[0]!, ...people };
}

class InventedZone {
  readonly names = Array.from(
    { length: WEARABLES },
    (_, n) => `d-${(n * 7_919 + 4_242).toString(36)}`,
  );
  readonly #random = randomFrom(5_415);
  readonly #wearables: SimulatedWearable[] = [];
  #sealed = new Uint8Array();
  #atMs = NOW;

  constructor(readonly gateway: ConsoleHarness, readonly setClock: (unixMs: number) => void) {}

  async addPeople(): Promise<Pick<Zone, "cookie" | "person" | "token">> {
    const { gateway } = this;
    const roles = ["operator", "technician", "auditor", "admin"] as const;
    const all = [
      ["an.peeters", "An Peeters", roles],
      ["lien.maes", "Lien Maes", ["operator"]],
      ["karim.aziz", "Karim Aziz", ["operator", "technician"]],
      ["chief", "Inspecteur De Wit", ["auditor"]],
    ] as const;
    const { setUpPerson } = await import("../support/people.ts");
    const made = [];
    for (const [name, fullName, its] of all) {
      const account = { name, fullName, roles: [...its] };
      made.push(await setUpPerson(gateway.accounts, account, gateway.clock.unixMs()));
    }
    this.setClock(NOW);
    const cookie = gateway.sessionOf(made[0]!.person);
    this.setClock(NOW - ROUNDS * ROUND_MS);
    const { record } = newToken(
      { name: "cad-1", role: "operator" },
      NOW - 40 * 24 * HOUR_MS as UnixMs,
    );
    await gateway.store.write("createToken", { ...record, by: boxUser("root") });
    return { cookie, person: made[2]!.person.id, token: record.id };
  }

  async addWearables(): Promise<void> {
    const { store } = this.gateway;
    await store.write("settleDestinations", {
      destinations: [
        destinationOf("dispatch-pull", { required: true }),
        destinationOf("dispatch-mqtt", { type: "mqtt" }),
      ],
      atUnixMs: this.gateway.clock.unixMs(),
    });
    for (const [n, uid] of this.names.entries()) {
      const identity = { ...simulatedIdentity("pictures", n), uid };
      const { epoch, kid, rootKey } = identity;
      const createdAtUnixMs = NOW - (40 + n) * 24 * HOUR_MS;
      await store.write("addDevice", {
        uid,
        epoch,
        kid,
        rootKey,
        createdAtUnixMs,
        heartbeatS: n === 20 ? 0 : 10_800,
      });
      if (n === 23) continue;
      const change = {
        what: "assigned",
        reference: `2026/${String(112 + n * 7).padStart(5, "0")}`,
        expiresAtUnixMs: NOW + (n * 11 - 4) * 24 * HOUR_MS,
      } as const;
      await store.write("changeDevice", {
        uid,
        change,
        by: boxUser("root"),
        atUnixMs: createdAtUnixMs,
      });
      this.#wearables.push(
        new SimulatedWearable(identity, {
          transmit: (frame) => void (this.#sealed = new Uint8Array(frame)),
          after: () => () => {},
          nowMs: () => this.#atMs - NOW + 100 * 24 * HOUR_MS,
        }),
      );
    }
  }

  /** Two days: nearly all are heard, charged at night and tested in the morning. */
  async live(): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      for (const [n, wearable] of this.#wearables.entries()) {
        const atMs = NOW - (ROUNDS - round) * ROUND_MS + n * 2 * MINUTE_MS;
        if (n === 17 && round > 25) continue; // it has fallen silent
        const hour = new Date(atMs).getUTCHours();
        const isCharging = hour < 5 && n !== 9;
        const batteryPercent = Math.max(9, n === 9 ? 92 - round * 2 : 96 - ((hour + 19) % 24) * 2);
        const report: Report = { batteryPercent, flags: isCharging ? ["charging"] : [] };
        this.#at(atMs);
        if (round % 12 === 8 && n % 6 !== 5) wearable.test(report);
        else if (round % 3 === 0) wearable.position({ ...report, fix: randomFix(this.#random) });
        else wearable.status(report);
        await this.#hear(n);
      }
    }
  }

  /** One that waits, one that is cared for, a drill, and closed ones. @returns The one that waits. */
  async alarms(): Promise<string> {
    const by = { kind: "person", name: "lien.maes", id: "0".repeat(16) } as const;
    const move = (id: string, to: "accepted" | "closed", more = {}) =>
      this.gateway.store.write("moveIncident", {
        ...{ incident: decodeHex(id)!, to, by, way: "http", via: "console" },
        ...{ atUnixMs: this.#atMs, ...more },
      } as never);
    for (const [n, outcome] of (["false", "test", "real", "false"] as const).entries()) {
      const id = await this.#press(3 + n, NOW - (30 - n * 5) * HOUR_MS);
      this.#at(this.#atMs + 90_000);
      await move(id, "accepted");
      this.#at(this.#atMs + 20 * MINUTE_MS);
      await move(id, "closed", {
        outcome,
        reason: outcome === "real" ? "Patrol spoke with her" : "Pressed by accident",
      });
    }
    confirmAll(this.gateway.store.read.path);
    const accepted = await this.#press(2, NOW - 11 * MINUTE_MS);
    this.#at(NOW - 10 * MINUTE_MS);
    await move(accepted, "accepted");
    const waiting = await this.#press(0, NOW - 134_000);
    for (const [n, agoMs] of [104_000, 74_000, 44_000, 12_000].entries()) {
      this.#at(NOW - agoMs);
      const fix = {
        lat: 51.1932 + n * 0.0004,
        lon: 4.3634 + n * 0.0006,
        accuracyM: 17 - n * 2,
        fixAgeS: 3,
      };
      this.#wearables[0]!.position({ fix, batteryPercent: 81, flags: ["moving"] }, true);
      await this.#hear(0);
    }
    return waiting;
  }

  async #press(n: number, atMs: number): Promise<string> {
    this.#at(atMs);
    const fix = {
      lat: 51.1932743 + n * 0.003,
      lon: 4.363482 + n * 0.004,
      accuracyM: 17,
      fixAgeS: 12,
    };
    this.#wearables[n]!.press({ fix, batteryPercent: 81, flags: ["moving"] });
    await this.#hear(n);
    return this.gateway.store.read.incidents.before(Number.MAX_SAFE_INTEGER, 1)[0]!.id;
  }

  #at(unixMs: number): void {
    this.#atMs = unixMs;
    this.setClock(unixMs);
  }

  /** Both modems hear what was sent, the second a little less well. */
  async #hear(n: number): Promise<void> {
    const payload = this.#sealed;
    for (const [at, modem] of ["lora-1", "lora-2"].entries()) {
      if (at === 1 && n % 3 === 0) continue;
      await this.gateway.core.take({
        modem,
        payloadForm: "bytes",
        payload,
        receivedAtUnixMs: this.gateway.clock.unixMs() as UnixMs,
        receivedAtMs: this.gateway.clock.monotonicMs() as MonotonicMs,
        rssiDbm: -84 - n - at * 9,
        snrDb: 9 - n / 2 - at,
      });
    }
  }

  status(): GatewayStatus {
    const { store } = this.gateway;
    const iso = (agoMs: number) => new Date(NOW - agoMs).toISOString();
    const none = { critical: 0, high: 0, normal: 0, low: 0 };
    return {
      ...WELL,
      version: "1.0.0",
      uptimeMs: 9 * 24 * HOUR_MS,
      clock: { ...WELL.clock, time: iso(0) },
      degradations: [{
        code: "not-supervised",
        message:
          "1 of 23 assigned wearables is not supervised: no period of its heartbeats was set",
      }],
      modems: [
        { name: "lora-1", kind: "rak3172", state: "ready", lastHeardAt: iso(12_000) },
        { name: "lora-2", kind: "wio-e5", state: "ready", lastHeardAt: iso(44_000) },
        { name: "sms-1", kind: "cellular", state: "ready", lastHeardAt: iso(3 * HOUR_MS) },
      ],
      destinations: [
        { name: "dispatch-mqtt", type: "mqtt", required: false, isReachable: true, pending: none },
        { name: "dispatch-pull", type: "stream", required: true, pending: none },
      ],
      streams: [{ name: "dispatch-pull", polledAgoMs: 4_000, refused: [] }],
      supervision: { assigned: 23, unsupervised: 1 },
      store: { ...WELL.store, newestSequence: store.read.events.newestSequence(), freeBytes: 61e9 },
    } as GatewayStatus;
  }
}

/** The same numbers from 0 to 1 each time (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = state + 0x6d2b79f5 | 0;
    let mixed = Math.imul(state ^ state >>> 15, 1 | state);
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed;
    return ((mixed ^ mixed >>> 14) >>> 0) / 4_294_967_296;
  };
}
