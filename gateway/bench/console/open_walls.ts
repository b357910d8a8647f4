/**
 * Walls that stand open: each listens to the gateway and reads its page again at each word, as the
 * script of the pages does.
 *
 *     open_walls.ts CONSOLE_URL FILE
 *
 * The file holds a cookie a line, one for each wall. Says a line once all of them have their page, and
 * then one for each alarm that comes up on the first: `{"incident":…,"atUnixMs":…}`.
 */
import { Agent, get, type IncomingMessage } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { text } from "node:stream/consumers";
import { print } from "../../commands/output.ts";
import { linesOf } from "../lines.ts";

/** Between two reads of one page, when a word came meanwhile, in ms. */
const AGAIN_MS = 100;
const OPEN_ALARM = /id="open-([0-9a-f]{32})"/g;
const BY_ITSELF = { "vigil-refresh": "1", "vigil-by-itself": "1" };

const [origin, file] = Deno.args as [string, string];
const cookies = Deno.readTextFileSync(file).trim().split("\n");

/** One wall. @param onAlarms Takes the ids of the alarms on it, each time that it was read. */
async function openWall(cookie: string, onAlarms: (ids: readonly string[]) => void) {
  const agent = new Agent({ keepAlive: true });
  const open = async (path: string, headers = {}) => {
    const { promise, reject, resolve } = Promise.withResolvers<IncomingMessage>();
    get(`${origin}${path}`, { agent, headers: { cookie, ...headers } }, resolve).on(
      "error",
      reject,
    );
    const answer = await promise;
    if (answer.statusCode === 200) return answer;
    throw new Error(`${path} was answered with ${answer.statusCode}`);
  };
  const read = async (headers = {}) => {
    const html = await text(await open("/", headers));
    onAlarms([...html.matchAll(OPEN_ALARM)].map(([, id]) => id!));
  };
  await read();
  let isReading = false;
  let mustReadAgain = false;
  const readAgain = async () => {
    mustReadAgain = isReading;
    if (isReading) return;
    isReading = true;
    await read(BY_ITSELF);
    isReading = false;
    if (mustReadAgain) void delay(AGAIN_MS).then(readAgain);
  };
  const feed = await open("/feed?of=wall");
  void (async () => {
    for await (const line of linesOf(ReadableStream.from(feed))) {
      if (line === "event: changed") void readAgain();
    }
  })();
}

const seen = new Set<string>();
/** Says what is new on the first wall. */
function report(ids: readonly string[]): void {
  const atUnixMs = Date.now();
  for (const incident of ids.filter((id) => !seen.has(id))) {
    seen.add(incident);
    if (isReady) print(JSON.stringify({ incident, atUnixMs }));
  }
}

let isReady = false;
await Promise.all(cookies.map((cookie, at) => openWall(cookie, at === 0 ? report : () => {})));
isReady = true;
print("ready");
