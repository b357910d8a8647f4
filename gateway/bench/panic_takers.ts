/** What takes panics while a store drains: a gateway, or the fair script. */
import { dirname, join } from "node:path";
import { DirectStore } from "../../db/store.ts";
import { topicsOf } from "../../handlers/formats/mqtt_topics.ts";
import type { WearableIdentity } from "../simulator/wearable.ts";
import { type BodyForm, fillStore } from "./fill_store.ts";
import { GatewayPlace } from "./gateway_process.ts";
import type { Progress } from "./progress.ts";
import { BENCH_GATEWAY } from "./sample_events.ts";
import { ScriptProcess } from "./script_process.ts";
import { benchIdentities, register } from "./wearables.ts";

const WEARABLES = 80;
/** As in the usual configuration. */
const WINDOW = 16;
/** Where panics are published. */
export const CRITICAL: string = topicsOf(BENCH_GATEWAY).events.critical;

/** What one of them is started on. */
export interface Backlog {
  /** An empty folder. */
  readonly folder: string;
  readonly brokerUrl: string;
  /** Reports that its store owes. */
  readonly backlog: number;
  readonly progress: Progress;
  /** A command that the gateway is run by, with arguments. Default: none. */
  readonly under?: readonly string[];
}

/** What takes the panics. */
export interface Taker extends AsyncDisposable {
  readonly pid: number;
  readonly storePath: string;
  /** Hears a frame; when its last byte was handed over. */
  hear(frame: Uint8Array): Promise<number>;
}

/** Starts a gateway. */
export async function startGateway(backlog: Backlog): Promise<Taker> {
  await using stack = new AsyncDisposableStack();
  const { brokerUrl, folder } = backlog;
  const place = stack.use(new GatewayPlace({ folder, brokerUrl }));
  {
    using store = place.openStore();
    await fill(store, place.storePath, backlog, "packed");
  }
  const gateway = stack.use(await place.start(backlog.under));
  await gateway.modemListens();
  const running = stack.move();
  return {
    pid: gateway.pid,
    storePath: place.storePath,
    hear: (frame) => gateway.hear(frame),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** Starts the fair script. */
export async function startScript(backlog: Backlog): Promise<Taker> {
  const storePath = join(backlog.folder, "script.db");
  {
    using store = new DirectStore(storePath);
    await fill(store, storePath, backlog, "text");
  }
  const script = await ScriptProcess.start({
    storePath,
    brokerUrl: backlog.brokerUrl,
    topics: dirname(CRITICAL),
    window: WINDOW,
    onTransmit: () => {},
  });
  return {
    pid: script.pid,
    storePath,
    hear: (frame) => script.hear(frame),
    [Symbol.asyncDispose]: () => script[Symbol.asyncDispose](),
  };
}

async function fill(
  store: DirectStore,
  path: string,
  { backlog, progress }: Backlog,
  form: BodyForm,
): Promise<void> {
  await register(store, takerIdentities());
  await fillStore(store, path, backlog, (done) => progress.count(done, backlog), form);
}

/** Wearables that its store knows, all different. */
export function takerIdentities(): WearableIdentity[] {
  return benchIdentities(WEARABLES);
}
