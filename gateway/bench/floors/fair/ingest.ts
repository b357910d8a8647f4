/**
 * Durable intake of the fair script: all frames, so many in one transaction, each answer sealed. Says
 * how many a second on one line of JSON.
 *
 *     ingest.ts STORE FRAMES GROUP        FRAMES: a file with a frame in hex on each line
 */
import { readFileSync } from "node:fs";
import { Buffer } from "node:buffer";
import { print } from "../../../commands/output.ts";
import { RunDelay } from "../../run_delay.ts";
import { perSecond } from "../../statistics.ts";
import { FairScript } from "./script.ts";

const [path, file, group] = Deno.args as [string, string, string];
const frames = readFileSync(file, "latin1").split("\n").map((line) => Buffer.from(line, "hex"));
using script = new FairScript(path);
const delay = RunDelay.of([Deno.pid]);
const startedAtMs = performance.now();
let sealedBytes = 0;
for (let at = 0; at < frames.length; at += Number(group)) {
  for (const { answer } of script.take(frames.slice(at, at + Number(group)))) {
    sealedBytes += answer().length;
  }
}
const rate = perSecond(frames.length, performance.now() - startedAtMs);
print(JSON.stringify({ rate, sealedBytes, delay: delay.share() }));
