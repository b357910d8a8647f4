/** A program that reads the store for ever keeps its log from being emptied. */
import assert from "node:assert/strict";
import { DirectStore } from "../../db/store.ts";
import { until } from "../support/until.ts";
import { hasPrograms } from "./programs_here.ts";
import { Scene } from "./scene.ts";

const MEGABYTE = 1 << 20;
/** What goes into the log; the gateway tells of one that is longer than 64 MiB. */
const WRITTEN_MEGABYTES = 70;

const ignore = !hasPrograms("a reader that holds the log", "sqlite3", "mosquitto");

Deno.test({
  name:
    "A log that a reader holds is reported, alarms go on, and it is emptied when the reader leaves",
  ignore,
  async fn() {
    await using scene = await Scene.start();
    const reader = await startReader(scene.storePath);
    try {
      growLog(scene.storePath);
      await scene.degraded("log-grows");
      await scene.pressStored();
    } finally {
      reader.kill("SIGKILL");
      await reader.stdin.abort().catch(() => {});
      await reader.stdout.cancel();
      await reader.status;
    }
    const log = `${scene.storePath}-wal`;
    await until("the log is emptied", () => Deno.statSync(log).size < MEGABYTE, 15_000);
    assert.equal(scene.gateway.status, undefined);
  },
});

/** The command line of SQLite in the middle of a transaction that reads. */
async function startReader(path: string): Promise<Deno.ChildProcess> {
  const process = new Deno.Command("sqlite3", {
    args: ["-readonly", path],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = process.stdin.getWriter();
  await writer.write(new TextEncoder().encode("begin; select count(*) from event;\n"));
  writer.releaseLock();
  const answers = process.stdout.getReader();
  await answers.read();
  answers.releaseLock();
  return process;
}

/** Long frames that are refused, as a command beside the gateway would store them. */
function growLog(path: string): void {
  using store = new DirectStore(path);
  for (let count = 0; count < WRITTEN_MEGABYTES; count++) {
    store.writeNow("rejectFrames", [{
      atUnixMs: 0,
      modem: "lora-1",
      reason: "length",
      carrier: "bytes",
      payload: new Uint8Array(MEGABYTE),
    }]);
  }
}
