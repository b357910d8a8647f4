/**
 * How long the console takes for each of its pages in a store of a busy zone, and what a browser loads
 * to show it the first time. The floor is a server that has the same pages ready.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ownAct, type Role } from "../../../db/store.ts";
import type { UnixMs } from "../../../devices/time.ts";
import { newToken } from "../../../handlers/http/server/access/credentials.ts";
import { Child } from "../child.ts";
import { fillBusyStore } from "../console/busy_store.ts";
import { PageReader } from "../console/page_reader.ts";
import { type Place, placesOf } from "../console/places.ts";
import { signIn } from "../console/sign_in.ts";
import type { BenchContext } from "../context.ts";
import { GatewayPlace, STREAM } from "../gateway_process.ts";
import { processTree } from "../processes.ts";
import type { Delay, Figure, Part } from "../report.ts";
import { RunDelay } from "../run_delay.ts";
import { percentile } from "../statistics.ts";

const ROLES = ["operator", "technician", "auditor", "admin"] as const;
const WARM_UP = 5;
const KB = 1_000;

/** What is measured of one page. */
interface PageRun {
  readonly place: Place;
  readonly cookie: string | undefined;
  readonly html: string;
  readonly bytes: number;
  readonly ours: number[];
  readonly floor: number[];
}

export async function benchPages({ folder, progress, scale }: BenchContext) {
  mkdirSync(join(folder, "ours"));
  await using place = new GatewayPlace({ folder: join(folder, "ours") });
  const { pageReads, storedEvents: events, wearables } = scale;
  const zone = { wearables, events, incidents: wearables };
  const known = await fillBusyStore(
    place.storePath,
    zone,
    (done) => progress.count(done, zone.events),
  );
  const { cookies, token } = await prepareReaders(place);
  const things = { ...known, person: "0".repeat(16), modem: "lora-1", destination: STREAM, token };
  const places = placesOf({ ...things, day: new Date().toLocaleDateString("sv") });
  await using gateway = await place.start();
  await gateway.modemListens();
  using reader = new PageReader(gateway.consoleUrl);
  const tried = await Promise.allSettled(places.map((its) => prepare(reader, its, cookies)));
  const runs = tried.filter((its) => its.status === "fulfilled").map(({ value }) => value);
  const failed = tried.filter((its) => its.status === "rejected").map(({ reason }) =>
    reason.message
  );
  const plain = join(folder, "plain");
  mkdirSync(plain);
  for (const [n, { html }] of runs.entries()) writeFileSync(join(plain, String(n)), html);
  await using child = Child.script("gateway/bench/floors/plain_pages.ts", [plain]);
  using floor = new PageReader(await child.firstLine());
  const delays = [gateway.pid, child.pid].map((pid) => RunDelay.of(() => processTree(pid)));
  for (let n = -WARM_UP; n < pageReads; n++) {
    for (const [at, run] of runs.entries()) {
      const ours = await reader.read(run.place.address, run.cookie);
      const least = await floor.read(`/${at}`);
      if (n < 0) continue;
      run.ours.push(ours.tookMs);
      run.floor.push(least.tookMs);
    }
    progress.count(Math.max(0, n + 1), pageReads);
  }
  const [ours, theirs] = delays.map((its) => its.share());
  return figuresOf(runs, { ours: ours!, floor: theirs! }, noteOn(zone.events, failed));
}

/** A session for each role, and the token of a program. */
async function prepareReaders(place: GatewayPlace) {
  using store = place.openStore();
  const people = ROLES.map((role) => ({ name: role, role }));
  const cookies = await signIn(store, dirname(place.storePath), people);
  const { record } = newToken({ name: "desk", role: "operator" }, Date.now() as UnixMs);
  await store.write("createToken", { ...record, by: ownAct("bench") });
  return {
    cookies: new Map<Role, string>(ROLES.map((role, at) => [role, cookies[at]![0]!])),
    token: record.id,
  };
}

async function prepare(
  reader: PageReader,
  place: Place,
  cookies: ReadonlyMap<Role, string>,
): Promise<PageRun> {
  const cookie = place.role && cookies.get(place.role);
  const content = await reader.read(place.address, cookie);
  const bytes = await reader.firstLoadBytes(content);
  return { place, cookie, html: content.html, bytes, ours: [], floor: [] };
}

/** What a reader has to know: in a store of how many events, and which addresses gave no page. */
function noteOn(events: number, failed: readonly string[]): string {
  return [`of ${events.toLocaleString("en")} events`, ...failed].join(", ");
}

function figuresOf(runs: readonly PageRun[], delay: Delay, note: string) {
  const parts = (share: number): Part[] =>
    runs.map(({ floor, ours, place }) => ({
      name: place.path,
      ours: percentile(ours, share),
      floor: percentile(floor, share),
    }));
  const loads = runs.map(({ bytes, place }) => ({ name: place.path, ours: bytes / KB }));
  const slowest = (them: readonly Part[]) => them.toSorted((a, b) => b.ours - a.ours)[0]!;
  const figure = (them: readonly Part[]): Figure => {
    const { name, ...worst } = slowest(them);
    return { ...worst, delay, parts: them, note: `${name}, ${note}` };
  };
  return {
    "page-p50": figure(parts(0.5)),
    "page-p95": figure(parts(0.95)),
    "page-load": { ours: slowest(loads).ours, parts: loads, note: slowest(loads).name },
  };
}
