import assert from "node:assert/strict";
import type { Clock, MonotonicMs, UnixMs } from "../../../../devices/time.ts";
import { Sessions } from "../../../../handlers/http/console/sessions.ts";
import { KeptLog } from "../../../support/kept_log.ts";

const MINUTE_MS = 60_000;
const TOKEN = "Bearer vgl_secret";

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

Deno.test("A session outlives a restart, and its file holds nothing that signs anybody in", async () => {
  using starts = new Starts();
  const clock = new BootClock("a");
  const before = starts.start(clock);
  const id = before.begin(TOKEN);
  await before.settled();

  const after = starts.start(clock);
  assert.equal(after.use(id), TOKEN);
  await after.settled();
  const text = Deno.readTextFileSync(starts.sessionsFile);
  assert.ok(!text.includes("vgl_secret") && !text.includes(id));
  assert.equal(Deno.statSync(starts.sessionsFile).mode! & 0o777, 0o600);
});

Deno.test("What was ended, left idle or lasted too long is over after a restart as well", async () => {
  using starts = new Starts();
  const clock = new BootClock("a");
  const before = starts.start(clock);
  const [ended, idle] = [before.begin(TOKEN), before.begin(TOKEN)];
  before.end(ended);
  await before.settled();
  assert.equal(starts.start(clock).use(ended), undefined);

  clock.nowMs += 14 * MINUTE_MS;
  const used = starts.start(clock);
  assert.equal(used.use(idle), TOKEN);
  await used.settled();
  clock.nowMs += 14 * MINUTE_MS;
  const again = starts.start(clock);
  assert.equal(again.look(idle), TOKEN, "its use was kept");
  clock.nowMs += 2 * MINUTE_MS;
  assert.equal(again.look(idle), undefined);
  await again.settled();
});

Deno.test("A reboot signs everybody out, and so does a file that is not whole", async () => {
  using starts = new Starts();
  const before = starts.start(new BootClock("a"));
  const id = before.begin(TOKEN);
  await before.settled();
  assert.equal(starts.start(new BootClock("b")).use(id), undefined);

  Deno.writeTextFileSync(starts.sessionsFile, "{");
  assert.equal(starts.start(new BootClock("a")).use(id), undefined);
});

Deno.test("A file that cannot be written is reported, and ends no session", async () => {
  using starts = new Starts();
  Deno.mkdirSync(`${starts.sessionsFile}.part`);
  const sessions = starts.start(new BootClock("a"));
  const id = sessions.begin(TOKEN);
  await sessions.settled();
  assert.equal(sessions.use(id), TOKEN);
  assert.match(starts.log.lines[0]!.message, /cannot keep who is signed in/);
});
