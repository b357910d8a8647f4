/** What carries an alarm from the disk to dispatch and back to its wearable. */
import { RecoveryFiles } from "../../../db/repair/essential_state/recovery_files.ts";
import { Answers } from "../../../handlers/answers/answers.ts";
import { Confirmations } from "../../../handlers/delivery/confirmations/confirmations.ts";
import { GatewayEvents } from "../../../handlers/events/gateway_events.ts";
import { Incidents } from "../../../handlers/incidents/incidents.ts";
import type { Radio } from "../../../handlers/ports.ts";
import { StageReceipts } from "../../../handlers/incidents/stage_receipts.ts";
import { VolatileEvents } from "../../../handlers/delivery/volatile_events.ts";
import { DeviceKeyTable } from "../../../handlers/ingest/device_key_table.ts";
import { ClockWatch } from "../clock/clock_watch.ts";
import type { GatewayParts } from "../compose.ts";
import { escalationOnly } from "../escalation.ts";
import { StoreCare } from "../storage/store_maintenance.ts";
import { type Intake, openIntake } from "./intake.ts";
import { type Keeping, openKeeping } from "./keeping.ts";

/** The way from a frame to the disk and back. */
export type Core = Awaited<ReturnType<typeof openCore>>;

/** Opens the store and everything that stands on it; modems are not started. */
export async function openCore(parts: GatewayParts) {
  await using stack = new AsyncDisposableStack();
  const { config, log } = parts;
  const keeping = stack.use(await openKeeping(parts));
  const { clock, numbers, path, reader, store, wake } = keeping;
  const volatileEvents = createVolatileEvents(parts, keeping, () => confirmations);
  const events = new GatewayEvents({ ...keeping, gateway: config.gateway, volatileEvents, log });
  const { raise } = events;
  stack.defer(() => events.settled());
  const { care } = stack.use(watchOver(keeping, events, parts));
  const deviceKeys = new DeviceKeyTable(reader);
  // Modems hand frames to the intake, and the intake answers through the modems.
  const radio: Radio = { answer: (...answer) => intake.modems.answer(...answer) };
  const answers = new Answers({ store, deviceKeys, radio, clock, log, raise });
  stack.defer(() => answers.settled());
  const onReceived = answers.received;
  const confirmations = new Confirmations({ store, raise, wake, clock, onReceived });
  const incidents = new Incidents({ store, clock, wake, onDue: answers.stages.due });
  const stageReceipts = stack.use(
    new StageReceipts({ incidents, reader, volatileEvents, wake, clock, log }),
  );
  const intake: Intake = stack.use(
    openIntake(parts, { ...keeping, raise, volatileEvents, deviceKeys, answers }),
  );
  const opened = stack.move();
  return {
    ...intake,
    clock,
    path,
    store,
    reader,
    numbers,
    wake,
    events,
    volatileEvents,
    deviceKeys,
    answers,
    confirmations,
    incidents,
    stageReceipts,
    care,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Events that went out before they were stored. */
function createVolatileEvents(
  { config, log }: GatewayParts,
  { numbers, store, wake }: Keeping,
  confirmations: () => Confirmations,
): VolatileEvents {
  return new VolatileEvents({
    wake,
    onStored: ({ destination, ...acknowledgement }) =>
      void confirmations().confirm(destination, [acknowledgement]).catch((cause) =>
        log.error("cannot keep a confirmation", { cause: String(cause) })
      ),
    onLateStep: (step) =>
      void store.write("escalate", { ...step, isTaken: true }).catch((cause) =>
        log.error("cannot keep a step of escalation", { cause: String(cause) })
      ),
    escalationOnly: escalationOnly(config, numbers),
  });
}

/** Cares for the store, and tells when its disk or the clock is in trouble. */
function watchOver(keeping: Keeping, events: GatewayEvents, { log }: GatewayParts) {
  const { clock, path, store, wake, watcher } = keeping;
  const stack = new AsyncDisposableStack();
  watcher.onFault = (reason, message) =>
    events.raise({ name: "storage-degraded", reason, details: { message } });
  const care = stack.use(new StoreCare({ path, writer: store.writer, events, wake, log }));
  watcher.onReplaced = () => care.replaced();
  stack.use(
    new RecoveryFiles(
      path,
      () => clock.monotonicMs(),
      (cause) => log.warn("cannot keep the files beside the store", { cause: String(cause) }),
    ),
  );
  stack.use(new ClockWatch({ clock, store, raise: events.raise, log }));
  return { care, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
