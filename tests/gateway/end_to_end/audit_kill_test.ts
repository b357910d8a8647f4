/** The audit chain of a gateway that is killed while people and programs act, and of one that was tampered with. */
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { join } from "node:path";
import { Connection } from "../../../db/sqlite/connection.ts";
import { DirectStore } from "../../../db/store.ts";
import { LOOK_WAIT_MS } from "../../../handlers/audit/audit_trail.ts";
import { bearer, GatewayBox, type RunningGateway } from "../../support/running_gateway.ts";
import { addPerson } from "../../support/signed_in.ts";
import { fillWithAlarms } from "../../support/stored_alarms.ts";

const KILLS = 6;
/** Longest life from the first act on, in ms; the shortest is a fifth of it. */
const LIFE_MS = 1_500;
/** Every fourth opens an incident. */
const ALARMS = 160;
const MOVES = ["accepted", "underway", "on-scene"] as const;

/** What was answered as done or shown. */
interface Answered {
  readonly moves: string[];
  readonly looks: string[];
}

Deno.test("Killed at any instant, a gateway has an entry for each act that it answered, none without its act, and a whole chain", async () => {
  await using box = boxWithAlarms();
  const person = await addPerson(box, "operator");
  const token = await box.token("operator");
  const answered: Answered = { moves: [], looks: [] };
  const asked = movesToAsk(box);
  let cookie: string | undefined;
  for (let kill = 1; kill <= KILLS; kill++) {
    const gateway = await box.start();
    cookie ??= await person.cookie(gateway);
    const end = new AbortController();
    const acting = [
      actAsPerson(gateway, cookie, asked, answered, end.signal),
      actAsProgram(gateway, token, asked, answered, end.signal),
    ];
    await delay(LIFE_MS * (0.2 + 0.8 * Math.random()));
    await gateway.kill();
    end.abort();
    await Promise.all(acting);
  }
  const verdict = await box.json("audit", "verify");
  assert.equal(verdict.ok, true, JSON.stringify(verdict));
  assert.ok(answered.moves.length > KILLS, `${answered.moves.length} moves were answered`);
  assert.ok(answered.looks.length > 0, "looks were answered");

  const entries = entriesOf(box);
  const moved = entries.filter(({ what }) => what === "incident-moved").map(moveOf);
  assert.deepEqual(notIn(answered.moves, moved), [], "each that was answered has its entry");
  assert.deepEqual(
    moved.toSorted(),
    transitionsOf(box),
    "each entry has its act, each act its entry",
  );
  const looked = entries.filter(({ what }) => what === "incident-viewed")
    .map(({ subjects }) => subjects[0]!.id);
  assert.deepEqual(notIn(answered.looks, looked), [], "each look that was answered has its entry");
});

Deno.test("A chain that somebody has changed, thinned or added to says at which number", async () => {
  await using box = boxWithAlarms();
  await addPerson(box, "operator");
  for (let n = 0; n < 6; n++) await box.command("device", "show", "d-1");
  const whole = await box.json("audit", "verify");
  const head = `${whole.head.number}:${whole.head.hash}`;
  const original = join(box.folder, "original.db");
  await box.json("db", "backup", original);
  const last = entriesOf(box).length;
  const shown = entriesOf(box).findIndex(({ what }) => what === "wearable-viewed") + 1;
  const faults: [string, string, unknown][] = [
    [
      "changed",
      `update audit set entry = replace(entry, '"d-1"', '"d-2"') where number = ${shown}`,
      {
        number: shown,
        reason: "changed",
      },
    ],
    ["thinned", `delete from audit where number = ${shown + 1}`, {
      number: shown + 1,
      reason: "missing",
    }],
    [
      "added to",
      `insert into audit (number, entry, hash) select number + 1, replace(entry, '"number":' || number,
       '"number":' || (number + 1)), hash from audit order by number desc limit 1`,
      { number: last + 1, reason: "changed" },
    ],
    ["cut off", `delete from audit where number > ${whole.head.number - 2}`, {
      number: whole.head.number - 1,
      reason: "cut-off",
    }],
  ];
  for (const [how, sql, fault] of faults) {
    replaceStore(box, original);
    tamper(box, sql);
    const { code, stdout } = await box.command("audit", "verify", "--head", head, "--json");
    assert.deepEqual([code, JSON.parse(stdout).firstBad], [1, fault], how);
  }
});

/** Each act is asked for once, by whoever comes first. */
function movesToAsk(box: GatewayBox): { id: string; to: string }[] {
  using store = new DirectStore(storePath(box));
  const ids = store.read.incidents.open(ALARMS).map(({ id }) => id);
  return MOVES.flatMap((to) => ids.map((id) => ({ id, to })));
}

async function actAsPerson(
  { consoleUrl }: RunningGateway,
  cookie: string,
  asked: { id: string; to: string }[],
  answered: Answered,
  end: AbortSignal,
): Promise<void> {
  await untilKilled(end, async () => {
    const { id, to } = asked.shift()!;
    const page = `${consoleUrl}/incidents/${id}`;
    const startedAtMs = performance.now();
    const look = await fetch(page, { headers: { cookie }, redirect: "manual" });
    // Beyond it an alarm is shown although the disk has not taken the entry yet.
    if (look.status === 200 && performance.now() - startedAtMs < LOOK_WAIT_MS) {
      answered.looks.push(id);
    }
    await look.body?.cancel();
    const moved = await fetch(`${page}/transitions`, {
      method: "POST",
      headers: { cookie },
      body: new URLSearchParams({ to, back: "/" }),
      redirect: "manual",
    });
    await moved.body?.cancel();
    const isDone = moved.status === 303 && moved.headers.get("location") === "/";
    if (isDone) answered.moves.push(`${id} ${to} an.operator`);
  });
}

async function actAsProgram(
  { url }: RunningGateway,
  token: string,
  asked: { id: string; to: string }[],
  answered: Answered,
  end: AbortSignal,
): Promise<void> {
  await untilKilled(end, async () => {
    const { id, to } = asked.shift()!;
    const moved = await fetch(`${url}/v1/incidents/${id}/transitions`, {
      method: "POST",
      body: JSON.stringify({ to, by: "somebody else" }),
      ...bearer(token),
    });
    await moved.body?.cancel();
    if (moved.status === 200) answered.moves.push(`${id} ${to} operator-1`);
  });
}

/** Acts until the gateway is gone: an act that was cut off may have been done or not. */
async function untilKilled(end: AbortSignal, act: () => Promise<void>): Promise<void> {
  while (!end.aborted) {
    try {
      await act();
    } catch {
      await delay(5);
    }
  }
}

function boxWithAlarms(): GatewayBox {
  const box = new GatewayBox();
  box.configure([]);
  Deno.mkdirSync(join(box.folder, "data"), { mode: 0o700 });
  using store = new DirectStore(storePath(box));
  fillWithAlarms(store, ALARMS, 0);
  return box;
}

function storePath(box: GatewayBox): string {
  return join(box.folder, "data", "vigil.db");
}

interface Entry {
  readonly what: string;
  readonly by: { readonly name: string };
  readonly subjects: readonly { readonly kind: string; readonly id: string }[];
  readonly details: Readonly<Record<string, unknown>>;
}

function entriesOf(box: GatewayBox): Entry[] {
  using db = new Connection(storePath(box), "read");
  return db.all("select entry from audit order by number").map(({ entry }) => JSON.parse(entry));
}

function moveOf({ by, details, subjects }: Entry): string {
  return `${subjects.find(({ kind }) => kind === "incident")!.id} ${details["to"]} ${by.name}`;
}

/** What the store says was done. */
function transitionsOf(box: GatewayBox): string[] {
  using db = new Connection(storePath(box), "read");
  return db.all("select lower(hex(incident)) as id, state, by from incident_transition")
    .map(({ by, id, state }) => `${id} ${state} ${by}`).sort();
}

/** Of a list what another has not as often. */
function notIn(wanted: readonly string[], found: readonly string[]): string[] {
  const left = [...found];
  return wanted.filter((one) => {
    const at = left.indexOf(one);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

function replaceStore(box: GatewayBox, original: string): void {
  for (const rest of ["-wal", "-shm"]) {
    try {
      Deno.removeSync(storePath(box) + rest);
    } catch {
      // It is not there.
    }
  }
  Deno.copyFileSync(original, storePath(box));
}

/** As who has the file can: what guards the table is taken away and put back. */
function tamper(box: GatewayBox, sql: string): void {
  using db = new Connection(storePath(box), "write");
  const guards = db.all(
    "select name, sql from sqlite_schema where type = 'trigger' and tbl_name = 'audit'",
  );
  for (const { name } of guards) db.run(`drop trigger ${name}`);
  db.run(sql);
  for (const { sql } of guards) db.run(sql as string);
}
