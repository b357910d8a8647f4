/**
 * The only wiring: everything that lives as long as the gateway is made here, from the disk to the
 * radio, and ends in the opposite order.
 *
 *     store ▶ registry ▶ answers ▶ ingest ▶ HTTP, console ▶ destinations ▶ modems
 *
 * Modems start last and stop first: nothing is heard that could not be stored.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Safekeeping } from "../db/recovery/safekeeping.ts";
import { Store, type StoreWatcher } from "../db/store.ts";
import type { Clock } from "../devices/time.ts";
import { Answers } from "../handlers/answers.ts";
import { AttackWatch } from "../handlers/attack_watch.ts";
import { Confirmations } from "../handlers/confirmations.ts";
import type { Escalation } from "../handlers/escalation.ts";
import type { Destination } from "../handlers/forward/destination.ts";
import { ForeignIntake } from "../handlers/foreign/foreign_intake.ts";
import { LorawanIntake } from "../handlers/foreign/lorawan_intake.ts";
import { GatewayEvents } from "../handlers/gateway_events.ts";
import { ApiServer } from "../handlers/http/api.ts";
import { Authenticator } from "../handlers/http/auth.ts";
import { ConsoleServer } from "../handlers/http/console/server.ts";
import type { ListenSettings } from "../handlers/http/listener.ts";
import { Incidents } from "../handlers/incidents.ts";
import { Ingest } from "../handlers/ingest.ts";
import { MessageIntake } from "../handlers/messages.ts";
import type { Log, Radio } from "../handlers/ports.ts";
import { type Stream, StreamPolls } from "../handlers/streams/stream_polls.ts";
import { StreamWatch } from "../handlers/streams/stream_watch.ts";
import { Inbox } from "../handlers/short_messages/inbox.ts";
import { ReplyForms } from "../handlers/short_messages/reply_forms.ts";
import { StageReceipts } from "../handlers/stage_receipts.ts";
import { AssignmentWatch } from "../handlers/supervision/assignment_watch.ts";
import { Supervision } from "../handlers/supervise.ts";
import { Unstored } from "../handlers/unstored.ts";
import { Wake } from "../handlers/wake.ts";
import { Wearables } from "../handlers/wearables.ts";
import { StoredAirtime } from "./airtime_ledger.ts";
import { ClockWatch } from "./clock_watch.ts";
import type { Config } from "./config.ts";
import { isLoopback } from "./config/rules.ts";
import { FlooredClock } from "./floored_clock.ts";
import { makeDataFolder } from "./data_folder.ts";
import { ControlServer } from "./control/server.ts";
import { createDestination } from "./destinations.ts";
import { eraserOf } from "./eraser.ts";
import { createEscalation, escalationOnly } from "./escalation.ts";
import { escalationMetrics } from "./forward_metrics.ts";
import { FolderLock } from "./folder_lock.ts";
import { Housekeeping } from "./housekeeping.ts";
import { programMetrics } from "./metrics.ts";
import type { OpenPort } from "./modem_port.ts";
import { StoredInventory } from "./modem_inventory.ts";
import { Modems } from "./modems.ts";
import { RetentionJob } from "./retention_job.ts";
import { keepSigningKey } from "./signing_key.ts";
import { StatusReport } from "./status_report.ts";
import { StoreCare } from "./store_care.ts";
import { STORE_FILE } from "./store_file.ts";
import { SupervisionJob } from "./supervision_job.ts";
import { VERSION } from "./version.ts";
import { Workshop } from "./workshop/workshop.ts";

/** What comes from outside of the program. */
export interface GatewayParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
  readonly openPort: OpenPort;
  /** The console asks nobody who he is; for the demo only. */
  readonly isConsoleOpen?: boolean;
}

/** A gateway that takes alarms. Disposing of it stops it; what is owed stays stored. */
export interface Gateway extends AsyncDisposable {
  readonly store: Store;
  readonly wake: Wake;
  readonly modems: Modems;
  readonly status: StatusReport;
  readonly httpPort: number;
  readonly consolePort: number;
  /** Takes new keys and certificates. */
  reloadTls(): void;
}

/**
 * Starts a gateway.
 * @throws Error with what to do, when the store cannot be opened or an address cannot be used;
 * nothing is left running then.
 */
export async function startGateway(parts: GatewayParts): Promise<Gateway> {
  await using stack = new AsyncDisposableStack();
  const { config, log } = parts;
  const core = stack.use(await openCore(parts));
  const { clock, events, store, wake } = core;
  const polls = new StreamPolls({ ...core, log });
  const stopping = new AbortController();
  const destinations: Destination[] = [];
  let escalation: Escalation | undefined = undefined;
  const streams = new StreamWatch({
    ...core,
    raise: events.raise,
    polls,
    streams: requiredStreams(config, core),
  });
  const status = new StatusReport({
    config,
    store,
    clock,
    modems: core.modems,
    destinations,
    polls,
    watches: [streams, core.supervision, core.care],
  });
  const ports = { reader: store.reader, clock, wake, log, raise: events.raise, status };
  const workshop = new Workshop({ ...core, stopping: stopping.signal });
  const api = stack.use(
    await ApiServer.listen({
      ...ports,
      store,
      polls,
      incidents: core.incidents,
      eraser: eraserOf(config.gateway.dataDir, "beside"),
      workshop,
      version: VERSION,
      extraMetrics: () => [
        ...programMetrics(core.modems, destinations),
        ...escalationMetrics(escalation?.counts),
      ],
    }, apiSettings(config)),
  );
  const console = stack.use(
    await ConsoleServer.listen({
      ...ports,
      store,
      languages: config.console.languages,
      stopping: stopping.signal,
      ...(parts.isConsoleOpen === true ? {} : { authenticator: new Authenticator(ports) }),
    }, consoleSettings(config)),
  );
  for (const destination of config.destinations) {
    const number = core.numbers.get(destination.name)!;
    const created = createDestination(destination, number, {
      ...core,
      ...ports,
      gateway: config.gateway,
      random: parts.random,
      language: config.console.languages[0]!,
      smsModems: core.modems.cellular.map(({ sender }) => sender),
      onSent: (number, id) => escalation?.sent(number, id),
      onStage: core.stageReceipts.take,
    });
    if (created !== undefined) destinations.push(stack.use(created));
  }
  escalation = stack.use(createEscalation(config, { ...core, log, destinations }));
  stack.use(new Housekeeping({ ...core, log }));
  stack.use(new RetentionJob({ store, clock, log, settings: config.retention }));
  const assignments = new AssignmentWatch({ reader: store.reader, clock, log });
  stack.use(new SupervisionJob(log, [core.supervision, streams, assignments]));
  stack.use(core.modems);
  stack.use(ControlServer.listen(config.gateway.dataDir, workshop, log));
  stack.defer(() => {
    status.state = "stopping";
    stopping.abort();
  });
  events.raise({ name: "gateway-started", reason: "start", details: { version: VERSION } });
  core.inbox.resume();
  core.modems.start();
  core.care.begin();
  status.state = "running";
  const running = stack.move();
  return {
    store,
    wake,
    modems: core.modems,
    status,
    httpPort: api.port,
    consolePort: console.port,
    reloadTls: () => {
      api.reloadTls();
      console.reloadTls();
    },
    [Symbol.asyncDispose]() {
      store.writer.hurry();
      return running.disposeAsync();
    },
  };
}

/** Telemetry may be so late on the disk: it is still answered while its wearable listens (10 s). */
const WRITING = { lingerMs: 8_000, replacesUnusable: true };

/** The way from a frame to the disk and back. */
type Core = Awaited<ReturnType<typeof openCore>>;

async function openCore({ clock: systemClock, config, log, openPort }: GatewayParts) {
  await using stack = new AsyncDisposableStack();
  const { gateway } = config;
  makeDataFolder(gateway.dataDir);
  stack.use(new FolderLock(gateway.dataDir));
  keepSigningKey(gateway.dataDir, log);
  const watcher: StoreWatcher = {};
  const path = join(gateway.dataDir, STORE_FILE);
  const store = stack.use(await Store.open(path, watcher, WRITING));
  const clock = new FlooredClock(systemClock, store.reader.timeFloor());
  const numbers = await store.run("settleDestinations", {
    destinations: config.destinations,
    atUnixMs: clock.unixMs(),
  });
  const wake = new Wake();
  const unstored = new Unstored({
    wake,
    onStored: ({ destination, ...acknowledgement }) =>
      void confirmations.confirm(destination, [acknowledgement]).catch((cause) =>
        log.error("cannot keep a confirmation", { cause: String(cause) })
      ),
    onLateStep: (step) =>
      void store.run("escalate", { ...step, isTaken: true }).catch((cause) =>
        log.error("cannot keep a step of escalation", { cause: String(cause) })
      ),
    escalationOnly: escalationOnly(config, numbers),
  });
  const events = new GatewayEvents({ gateway, store, clock, wake, unstored, log });
  watcher.onTrouble = (reason, message) =>
    events.raise({ name: "storage-degraded", reason, details: { message } });
  stack.defer(() => events.settled());
  const { raise } = events;
  const care = stack.use(new StoreCare({ path, writer: store.writer, events, wake, log }));
  watcher.onReplaced = () => care.replaced();
  stack.use(
    new Safekeeping(
      path,
      () => clock.monotonicMs(),
      (cause) => log.warn("cannot keep the files beside the store", { cause: String(cause) }),
    ),
  );
  stack.use(new ClockWatch({ clock, store, raise, log }));
  const wearables = new Wearables(store.reader);
  // Modems hand frames to the intake, and the intake answers through the modems.
  const radio: Radio = { answer: (...answer) => modems.answer(...answer) };
  const answers = new Answers({ store, wearables, radio, clock, log });
  stack.defer(() => answers.settled());
  const confirmations = new Confirmations({
    store,
    raise,
    wake,
    clock,
    onReceived: answers.received,
  });
  const incidents = new Incidents({ store, clock, wake, onDue: answers.stages.due });
  const { reader } = store;
  const stageReceipts = stack.use(
    new StageReceipts({ incidents, reader, unstored, wake, clock, log }),
  );
  const watch = new AttackWatch(clock, raise);
  const supervision = new Supervision({
    reader: store.reader,
    store,
    clock,
    raise,
    log,
    modems: () =>
      modems.sessions.map(({ name, status }) => ({ name, isReady: status.state === "ready" })),
    onHearing: (change) => modems.healers.hearing(change),
  });
  const intake = { gateway, store, wearables, answers, watch, unstored, raise, wake, clock, log };
  const ingest = new Ingest({ ...intake, listener: supervision });
  stack.defer(() => ingest.settled());
  const foreign = new ForeignIntake({ ...intake, listener: supervision });
  const lorawan = new LorawanIntake({ ...intake, foreign });
  stack.defer(() => lorawan.settled());
  const messages = new MessageIntake({ ingest, foreign });
  const forms = new ReplyForms();
  const inbox = stack.use(
    new Inbox({
      store,
      intake: messages,
      forms,
      clock,
      log,
      onReport: (modem, report) => modems.reported(modem, report),
    }),
  );
  const modems: Modems = new Modems(config.modems, {
    cellular: {
      inbox,
      forms,
      dataDir: gateway.dataDir,
      wantsReports: config.destinations.some(({ type }) => type === "sms"),
      onTime: (unixMs) => clock.networkTime(unixMs),
    },
    openPort,
    ledger: new StoredAirtime(store, clock, log),
    inventory: new StoredInventory(store, log),
    clock,
    log,
    raise,
    onFrame: (reception) => void (lorawan.take(reception) ?? ingest.take(reception)),
    onRadioError: (modem) => supervision.sawRadioError(modem),
  });
  const opened = stack.move();
  return {
    clock,
    store,
    reader: store.reader,
    numbers,
    wake,
    events,
    unstored,
    wearables,
    confirmations,
    incidents,
    stageReceipts,
    ingest,
    inbox,
    modems,
    supervision,
    care,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** The streams whose polls are supervised. */
function requiredStreams({ destinations }: Config, { numbers }: Core): Stream[] {
  return destinations.filter(({ required, type }) => required && type === "stream")
    .map(({ name }) => ({ name, number: numbers.get(name)! }));
}

function apiSettings({ http }: Config): ListenSettings {
  return { ...http, ...tlsOf(http, http.clientCa) };
}

/** Beyond this box the console speaks TLS, with the certificate of the API; people have none. */
function consoleSettings({ console, http }: Config): ListenSettings {
  return isLoopback(console.host) ? console : { ...console, ...tlsOf(http) };
}

function tlsOf(
  { tlsCert, tlsKey }: Config["http"],
  clientCa?: string,
): Pick<ListenSettings, "tls"> {
  if (tlsCert === undefined || tlsKey === undefined) return {};
  const read = (path: string) => readFileSync(path, "utf8");
  return {
    tls: () => ({
      cert: read(tlsCert),
      key: read(tlsKey),
      ...(clientCa === undefined ? {} : { clientCa: read(clientCa) }),
    }),
  };
}
