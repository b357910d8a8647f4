/**
 * The race: the same events through Vigil and through what a zone would otherwise use, on the same
 * machine in the same run.
 *
 *     one after the other   prepare ─▶ calm ─▶ backlog on a bare link ─▶ kill
 *     all side by side      backlog over a slow link: each has its own, and the machine is idle
 *     Vigil alone           idle ─▶ while a large store drains
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { defined } from "../../../devices/tools/defined.ts";
import { BARE, CELLULAR } from "../link_pace.ts";
import { gatewayPanics } from "../panics_while_draining.ts";
import type { Progress } from "../progress.ts";
import { type Backlog, droppedOf, pileUp, pressBehind } from "./loads/backlog.ts";
import { pressInTheCalm } from "./loads/calm.ts";
import { killInTheMidst } from "./loads/kill.ts";
import type { Peer, Settle } from "./peer.ts";
import type { RaceScale } from "./race_scale.ts";
import {
  type BacklogOutcome,
  emptyResult,
  latenciesOf,
  ownResult,
  type PeerResult,
  type RaceReport,
} from "./results.ts";
import { Stage } from "./stage.ts";
import type { Tools } from "./tools/tools.ts";

/** Between two panics behind a backlog, in ms: fast, or the backlog is gone. */
const BARE_EVERY_MS = 30;
const SLOW_EVERY_MS = 1_000;
const BARE_LIMIT_MS = 30_000;
/** Panics of Vigil against itself that are not counted: the runtime compiles what it runs often. */
const OWN_WARM_UP = 40;

export interface RacePorts {
  /** An empty folder. */
  readonly folder: string;
  readonly scale: RaceScale;
  readonly tools: Tools;
  readonly progress: Progress;
}

/** One that takes part. */
interface Entry {
  readonly peer: Peer;
  readonly result: PeerResult;
  /** Absent: it cannot be had. */
  settle?: Settle;
}

/** One whose backlog waits for the slow link. */
interface Waiting {
  readonly result: PeerResult;
  readonly stage: Stage;
  readonly backlog: Backlog;
}

export class Race {
  #stages = 0;
  readonly #ports: RacePorts;

  constructor(ports: RacePorts) {
    this.#ports = ports;
  }

  /** Runs the peers. One that cannot run is reported and does not stop the others. */
  async run(peers: readonly Peer[]): Promise<PeerResult[]> {
    const entries: Entry[] = peers.map((peer) => ({ peer, result: emptyResult(peer) }));
    for (const entry of entries) await this.#prepare(entry);
    for (const entry of entries) await this.#alone(entry);
    await this.#sideBySide(entries);
    return entries.map(({ result }) => result);
  }

  /** Vigil against itself. */
  async runOwn(): Promise<NonNullable<RaceReport["own"]>> {
    const { progress, scale } = this.#ports;
    const folder = this.#newFolder();
    progress.begin("Vigil: panics while a large store drains");
    try {
      const { ownBacklog, ownPanics: panics } = scale;
      const plan = { progress, panics, warmUp: OWN_WARM_UP };
      const idle = await gatewayPanics({ ...plan, folder: join(folder, "idle"), backlog: 0 });
      const draining = await gatewayPanics({
        ...plan,
        folder: join(folder, "draining"),
        backlog: ownBacklog,
      });
      progress.end();
      return ownResult(ownBacklog, idle, draining);
    } catch (cause) {
      progress.skip(wordsOf(cause));
      return { skipped: wordsOf(cause) };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async #prepare(entry: Entry): Promise<void> {
    const { peer, result } = entry;
    await this.#step(result, `${peer.name}: preparing`, async () => {
      entry.settle = await peer.prepare(this.#ports.tools);
    });
  }

  async #alone({ peer, result, settle }: Entry): Promise<void> {
    if (settle === undefined) return;
    await this.#step(result, `${peer.name}: alone`, async () => {
      await using stage = await Stage.build(peer, settle, this.#newFolder());
      await this.#measureAlone(stage, result);
    });
  }

  async #measureAlone(stage: Stage, result: PeerResult): Promise<void> {
    const { progress, scale } = this.#ports;
    result.idleMb = stage.residentMb();
    result.calm = latenciesOf(await pressInTheCalm(stage, scale.calmPanics));
    progress.count(1, 4);
    const backlog = await pileUp(stage, scale.backlog);
    progress.count(2, 4);
    const samples = await pressBehind(stage, {
      shape: BARE,
      panics: scale.panics,
      everyMs: BARE_EVERY_MS,
      limitMs: BARE_LIMIT_MS,
    });
    result.bare = outcomeOf(backlog, samples, await droppedOf(stage, backlog));
    noteSize(result, backlog, scale.backlog);
    progress.count(3, 4);
    result.kill = await killInTheMidst(stage, scale.killAfter);
  }

  async #sideBySide(entries: readonly Entry[]): Promise<void> {
    await using stack = new AsyncDisposableStack();
    const waiting: Waiting[] = [];
    for (const { peer, result, settle } of entries) {
      if (settle === undefined || result.calm === undefined) continue;
      await this.#step(result, `${peer.name}: a backlog for the slow link`, async () => {
        const stage = stack.use(await Stage.build(peer, settle, this.#newFolder()));
        waiting.push({ result, stage, backlog: await pileUp(stage, this.#ports.scale.backlog) });
      });
    }
    const { progress } = this.#ports;
    progress.begin("all over the slow link");
    let done = 0;
    await Promise.all(waiting.map(async (entry) => {
      await this.#overSlowLink(entry);
      progress.count(++done, waiting.length);
    }));
    progress.end();
  }

  async #overSlowLink({ backlog, result, stage }: Waiting): Promise<void> {
    const { scale } = this.#ports;
    try {
      const samples = await pressBehind(stage, {
        shape: CELLULAR,
        panics: scale.panics,
        everyMs: SLOW_EVERY_MS,
        limitMs: scale.slowLimitMs,
      });
      result.slow = outcomeOf(backlog, samples);
    } catch (cause) {
      result.failures.push(`over the slow link: ${wordsOf(cause)}`);
    }
  }

  async #step(result: PeerResult, label: string, work: () => Promise<void>): Promise<void> {
    const { progress } = this.#ports;
    progress.begin(label);
    try {
      await work();
      progress.end();
    } catch (cause) {
      result.failures.push(wordsOf(cause));
      progress.skip(wordsOf(cause));
    }
  }

  #newFolder(): string {
    const folder = join(this.#ports.folder, String(this.#stages++));
    mkdirSync(folder);
    return folder;
  }
}

function outcomeOf(
  { marks, residentMb, tookS }: Backlog,
  samples: readonly number[],
  dropped?: number,
): BacklogOutcome {
  return {
    reports: marks.length,
    tookS: Number(tookS.toPrecision(3)),
    ...defined({ dropped }),
    panics: latenciesOf(samples),
    residentMb: Math.round(residentMb),
  };
}

/** A smaller backlog makes a smaller wait: the reader has to know. */
function noteSize(result: PeerResult, { marks, tookS }: Backlog, wanted: number): void {
  if (marks.length === wanted) return;
  result.failures.push(`took only ${marks.length} of ${wanted} reports in ${Math.round(tookS)} s`);
}

function wordsOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
