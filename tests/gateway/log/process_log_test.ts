import assert from "node:assert/strict";
import { ProcessLog } from "../../../gateway/log/log.ts";
import { FullPipe } from "../../support/full_pipe.ts";

class Kept {
  text = "";
  write(bytes: Uint8Array): Promise<number> {
    this.text += new TextDecoder().decode(bytes);
    return Promise.resolve(bytes.length);
  }
}

Deno.test("ProcessLog takes a flood of lines although the pipe is not read, and says later what was lost", async () => {
  const folder = await Deno.makeTempDir({ prefix: "vigil-log-" });
  await using pipe = await FullPipe.make(folder, "stderr");
  using output = await Deno.open(pipe.path, { write: true });
  await using log = new ProcessLog({ output });
  const begun = performance.now();
  for (let n = 0; n < 20_000; n++) log.warn("a flood", { n });
  assert.ok(performance.now() - begun < 2_000, "no line waits");
  const { warn: dropped } = log.counts.dropped;
  assert.ok(dropped > 10_000, `${dropped}`);
  assert.equal(log.counts.said.warn, 20_000);

  const text = await pipe.readUntil(/"message":"lines of the log were dropped".*\n/);
  const lines = text.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.equal(lines.find(({ lines }) => lines !== undefined).lines, dropped);
  assert.deepEqual(lines[0].n, 0);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("ProcessLog writes equal lines five times, and the rest as a number when it ends", async () => {
  const output = new Kept();
  const log = new ProcessLog({ output });
  for (let n = 0; n < 1_000; n++) log.error("cannot store a frame", { modem: "lora-1" });
  await log[Symbol.asyncDispose]();
  const lines = output.text.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.equal(lines.length, 6);
  assert.equal(lines[5].times, 995);
  assert.deepEqual(log.counts.folded.error, 995);
});

Deno.test("ProcessLog leaves out what matters less than its level", async () => {
  const output = new Kept();
  const log = new ProcessLog({ output, level: "warn" });
  log.debug("d");
  log.info("i");
  log.warn("w");
  log.error("e");
  await log.flush();
  assert.deepEqual(
    output.text.trimEnd().split("\n").map((line) => JSON.parse(line).message),
    ["w", "e"],
  );
});

Deno.test("ProcessLog writes words and colours on a terminal, JSON elsewhere, or the format that is set", async () => {
  const said = async (isTerminal: boolean, format: "auto" | "json" | "text") => {
    const output = Object.assign(new Kept(), { isTerminal: () => isTerminal });
    const log = new ProcessLog({ output, format });
    log.info("ready", { port: 1 });
    await log.flush();
    return output.text;
  };
  const isColoured = Deno.env.get("NO_COLOR") === undefined;
  assert.equal((await said(true, "auto")).includes("\u001b["), isColoured);
  assert.match(await said(true, "json"), /^\{"time":/);
  assert.match(await said(false, "auto"), /^\{"time":/);
  assert.match(await said(false, "text"), /^[\d:.]{12} info {2}ready {2}port=1\n$/);
});
