import assert from "node:assert/strict";
import type { Clock, MonotonicMs, UnixMs } from "../../../../devices/time.ts";
import { Sessions } from "../../../../handlers/http/console/sessions.ts";
import { KeptLog } from "../../../support/kept_log.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const AN = {
  user: 1,
  account: "1".repeat(16),
  generation: 1,
  source: "192.0.2.7",
  agent: "Firefox",
};
const JAN = { ...AN, user: 2 };

class BootClock implements Clock {
  nowMs = 1_000;
  constructor(readonly bootId: string) {}
  monotonicMs = () => this.nowMs as MonotonicMs;
  unixMs = () => 0 as UnixMs;
  expiryUnixMs = () => 0 as UnixMs;
  quality = () => "ntp" as const;
}

/** Sessions of one file, as often as the gateway starts. */
class Starts implements Disposable {
  readonly folder = Deno.makeTempDirSync({ prefix: "vigil-sessions-" });
  readonly sessionsFile = `${this.folder}/console-sessions.json`;
  readonly log = new KeptLog();

  start(clock: Clock): Sessions {
    const { log, sessionsFile } = this;
    return new Sessions({ clock, log, sessionsFile });
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.folder, { recursive: true });
  }
}

/** Sessions that end with the test. */
function inMemory() {
  const clock = new BootClock("a");
  return { clock, sessions: new Sessions({ clock, log: new KeptLog() }) };
}

Deno.test("A session outlives a restart, and its file holds nothing that signs anybody in", async () => {
  using starts = new Starts();
  const clock = new BootClock("a");
  const before = starts.start(clock);
  const id = before.begin(AN)!;
  await before.settled();

  const after = starts.start(clock);
  assert.equal(after.use(id)?.user, 1);
  await after.settled();
  assert.ok(!Deno.readTextFileSync(starts.sessionsFile).includes(id));
  assert.equal(Deno.statSync(starts.sessionsFile).mode! & 0o777, 0o600);
});

Deno.test("What was ended, left idle or lasted too long is over after a restart as well", async () => {
  using starts = new Starts();
  const clock = new BootClock("a");
  const before = starts.start(clock);
  const [ended, idle] = [before.begin(AN)!, before.begin(AN)!];
  before.end(ended);
  await before.settled();
  assert.equal(starts.start(clock).use(ended), undefined);

  clock.nowMs += 14 * MINUTE_MS;
  const used = starts.start(clock);
  assert.equal(used.use(idle)?.user, 1);
  await used.settled();
  clock.nowMs += 14 * MINUTE_MS;
  const again = starts.start(clock);
  assert.equal(again.look(idle)?.user, 1, "its use was kept");
  clock.nowMs += 2 * MINUTE_MS;
  assert.equal(again.look(idle), undefined);
  await again.settled();
});

Deno.test("A session that is used all the time ends after 12 h", () => {
  const { clock, sessions } = inMemory();
  const id = sessions.begin(AN)!;
  for (let minutes = 0; minutes < 12 * 60 - 10; minutes += 10) {
    clock.nowMs += 10 * MINUTE_MS;
    assert.ok(sessions.use(id), `after ${minutes + 10} min`);
  }
  clock.nowMs += 10 * MINUTE_MS;
  assert.equal(sessions.use(id), undefined);
});

Deno.test("Looking at a session does not keep it: 15 min without use end it", () => {
  const { clock, sessions } = inMemory();
  const id = sessions.begin(AN)!;
  clock.nowMs += 10 * MINUTE_MS;
  assert.ok(sessions.look(id));
  clock.nowMs += 5 * MINUTE_MS + 1;
  assert.equal(sessions.look(id), undefined);
});

Deno.test("A ninth session of a person ends that person's first, and nobody else's", () => {
  const { sessions } = inMemory();
  const others = sessions.begin(JAN)!;
  const own = Array.from({ length: 9 }, () => sessions.begin(AN)!);
  assert.equal(sessions.look(own[0]!), undefined);
  assert.deepEqual(own.slice(1).map((id) => sessions.look(id)?.user), Array(8).fill(1));
  assert.equal(sessions.look(others)?.user, 2);
});

Deno.test("When 200 sessions are open, one more ends one of the same person or does not begin", () => {
  const { clock, sessions } = inMemory();
  const ids = Array.from({ length: 200 }, (_, at) => sessions.begin({ ...AN, user: at % 100 })!);
  assert.equal(sessions.begin({ ...AN, user: 1_000 }), undefined);
  assert.ok(ids.every((id) => sessions.look(id) !== undefined), "no session was ended for it");
  assert.ok(sessions.begin({ ...AN, user: 7 }));
  assert.equal(sessions.look(ids[7]!), undefined, "the first of the same person");
  clock.nowMs += HOUR_MS;
  assert.ok(sessions.begin({ ...AN, user: 1_000 }), "those of before are over");
});

Deno.test("A person sees where the own sessions are, and ends them one by one", () => {
  const { clock, sessions } = inMemory();
  const [first, second] = [sessions.begin(AN)!, sessions.begin({ ...AN, source: "192.0.2.8" })!];
  sessions.begin(JAN);
  clock.nowMs += MINUTE_MS;
  sessions.use(second);
  const shown = sessions.of(1).map(({ source, startedAgoMs, usedAgoMs }) => [
    source,
    startedAgoMs,
    usedAgoMs,
  ]);
  assert.deepEqual(shown, [
    ["192.0.2.7", MINUTE_MS, MINUTE_MS],
    ["192.0.2.8", MINUTE_MS, 0],
  ]);
  const { name } = sessions.of(1)[0]!;
  assert.equal(sessions.endNamed(name, 2), false, "another person's");
  assert.ok(sessions.look(first));
  assert.equal(sessions.endNamed(name, 1), true);
  assert.equal(sessions.look(first), undefined);
  assert.equal(sessions.look(name), undefined, "a name is no proof");
});

Deno.test("A reboot signs everybody out, and so does a file that is not whole or of another version", async () => {
  using starts = new Starts();
  const before = starts.start(new BootClock("a"));
  const id = before.begin(AN)!;
  await before.settled();
  assert.equal(starts.start(new BootClock("b")).use(id), undefined);

  const sealed = { startedAtMs: 1_000, usedAtMs: 1_000, sealed: "x" };
  for (const text of ["{", JSON.stringify({ bootId: "a", sessions: { x: sealed } })]) {
    Deno.writeTextFileSync(starts.sessionsFile, text);
    assert.equal(starts.start(new BootClock("a")).use(id), undefined);
  }
});

Deno.test("A file that cannot be written is reported, and ends no session", async () => {
  using starts = new Starts();
  Deno.mkdirSync(`${starts.sessionsFile}.part`);
  const sessions = starts.start(new BootClock("a"));
  const id = sessions.begin(AN)!;
  await sessions.settled();
  assert.equal(sessions.use(id)?.user, 1);
  assert.match(starts.log.lines[0]!.message, /cannot keep who is signed in/);
});

Deno.test("An open wall does not write the file at each word of its feed", async () => {
  using starts = new Starts();
  const clock = new BootClock("a");
  const sessions = starts.start(clock);
  const id = sessions.begin(AN)!;
  await sessions.settled();
  const writtenAt = () => Deno.statSync(starts.sessionsFile).mtime!.getTime();
  Deno.utimeSync(starts.sessionsFile, 1, 1);
  for (let seconds = 5; seconds < 120; seconds += 5) {
    clock.nowMs += 5_000;
    sessions.use(id);
  }
  await sessions.settled();
  assert.equal(writtenAt(), 1_000);
  clock.nowMs += 5_000;
  sessions.use(id);
  await sessions.settled();
  assert.notEqual(writtenAt(), 1_000);
});
