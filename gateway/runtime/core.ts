/**
 * The way of an alarm from its frame to the disk, to dispatch and back to its wearable.
 *
 *     frame ▶ ingest ▶ event ▶ store ▶ delivery, polls ▶ confirmation ▶ answer
 */
import type { LiveStore } from "../../db/store.ts";
import type { StoreWriter } from "../../db/store.ts";
import { defined } from "../../devices/tools/defined.ts";
import type { Clock } from "../../devices/time.ts";
import { Accounts } from "../../handlers/accounts/accounts.ts";
import { Answers } from "../../handlers/answers/answers.ts";
import { AuditTrail } from "../../handlers/audit/audit_trail.ts";
import { ChainVerification } from "../../handlers/audit/verify.ts";
import { AttackWatch } from "../../handlers/ingest/attack_watch.ts";
import { DeliveryPauses } from "../../handlers/delivery/delivery_pauses.ts";
import { Confirmations } from "../../handlers/delivery/confirmations/confirmations.ts";
import { ForeignIntake } from "../../handlers/foreign/foreign_intake.ts";
import { LorawanIntake } from "../../handlers/foreign/lorawan_intake.ts";
import { GatewayEvents } from "../../handlers/events/gateway_events.ts";
import { Incidents } from "../../handlers/incidents/incidents.ts";
import { HeardFrames } from "../../handlers/modems/heard_frames.ts";
import { Ingest } from "../../handlers/ingest/ingest.ts";
import { MeasuredListener, Measurements } from "../../handlers/measurements/measurements.ts";
import { MessageIntake } from "../../handlers/short_messages/messages.ts";
import type { GatewayName } from "../../handlers/events/new_event.ts";
import type { Log, Reception } from "../../handlers/ports.ts";
import { RejectedFrames } from "../../handlers/ingest/rejected_frames.ts";
import { Inbox } from "../../handlers/short_messages/inbox.ts";
import { ReplyForms } from "../../handlers/short_messages/reply_forms.ts";
import { StageReceipts } from "../../handlers/incidents/stage_receipts.ts";
import { StreamPolls } from "../../handlers/delivery/streams/stream_polls.ts";
import { Supervision } from "../../handlers/supervision/supervision.ts";
import { type LateRecords, VolatileEvents } from "../../handlers/delivery/volatile_events.ts";
import { Wake } from "../../handlers/tools/wake.ts";
import { DeviceKeyTable } from "../../handlers/ingest/device_key_table.ts";
import type { Overrides } from "./parts.ts";
import type { ModemLinks } from "./radio_relay.ts";
import type { StoreFaults } from "./storage/store_faults.ts";

export interface CoreParts {
  readonly config: {
    readonly gateway: GatewayName;
    readonly destinations: readonly DestinationRule[];
  };
  readonly store: LiveStore;
  /** Of the destinations, by name. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly faults: StoreFaults;
  readonly clock: Clock;
  readonly log: Log;
  /** The modems, or what stands for them. */
  readonly radio: ModemLinks;
}

/** What is to be known of a destination before anything is owed to it. */
interface DestinationRule {
  readonly name: string;
  readonly escalationOnly?: boolean | undefined;
}

export type Core = ReturnType<typeof composeCore>;

/** Composes it on a store that is open; it begins to work with the first frame. */
export function composeCore(parts: CoreParts, overrides: Overrides = {}) {
  const stack = new AsyncDisposableStack();
  const { clock, config: { gateway }, faults, log, numbers, radio, store } = parts;
  const reader = store.read;
  const { retryMs, timers } = overrides;
  const later = defined({ timers });
  const wake = new Wake();
  const volatileEvents = new VolatileEvents({
    wake,
    escalationOnly: escalationOnly(parts),
    ...later,
  });
  const events = new GatewayEvents({ gateway, store, clock, wake, volatileEvents, log });
  const { raise = events.raise } = overrides;
  stack.defer(() => events.settled());
  faults.listen({
    onFault: (reason, message) => raise({ name: "storage-degraded", reason, details: { message } }),
  });

  const measurements = stack.use(new Measurements({ store, clock, log }));
  const recorder = measurements;
  const auditTrail = stack.use(new AuditTrail({ store, clock, log, ...later }));
  const accounts = stack.use(new Accounts({ store, clock, raise, log, ...later }));
  const deviceKeys = new DeviceKeyTable(store);
  const answers = new Answers({ store, deviceKeys, radio, clock, log, raise });
  stack.defer(() => answers.settled());
  const { onDue = answers.due, onReceived = answers.received } = overrides;
  const confirmations = new Confirmations({ store, raise, wake, clock, recorder, onReceived });
  volatileEvents.recordIn(lateRecords(store, confirmations, log));
  const incidents = new Incidents({ store, clock, wake, onDue });
  const stageReceipts = stack.use(
    new StageReceipts({
      incidents,
      reader,
      volatileEvents,
      wake,
      clock,
      log,
      ...defined({ retryMs, timers }),
    }),
  );
  const pauses = new DeliveryPauses({ reader, wake, log });
  const polls = new StreamPolls({
    reader,
    pauses,
    store,
    confirmations,
    volatileEvents,
    wake,
    clock,
    log,
    ...later,
  });

  const supervision = new Supervision({
    reader,
    store,
    clock,
    raise,
    log,
    modems: () => radio.readiness(),
    onHearing: (change) => radio.hearing(change),
  });
  stack.defer(() => supervision.settled());
  const rejections = stack.use(new RejectedFrames({ store, clock, recorder, ...later }));
  const watch = new AttackWatch(clock, raise);
  const heardFrames = new HeardFrames();
  const intake = {
    gateway,
    store,
    deviceKeys,
    answers,
    watch,
    volatileEvents,
    raise,
    wake,
    clock,
    log,
    rejections,
    recorder,
    heardFrames,
    listener: new MeasuredListener(supervision, recorder),
    ...later,
  };
  const ingest = overrides.ingest?.(intake) ?? new Ingest(intake);
  stack.defer(() => ingest.settled());
  const foreign = new ForeignIntake(intake);
  const lorawan = new LorawanIntake({ ...intake, foreign });
  stack.defer(() => lorawan.settled());
  const messages = new MessageIntake({ ingest, foreign });
  const forms = new ReplyForms();
  const onReport: ModemLinks["reported"] = (modem, report) => radio.reported(modem, report);
  const inbox = stack.use(new Inbox({ store, intake: messages, forms, clock, log, onReport }));

  return {
    gateway,
    clock,
    log,
    store,
    reader,
    numbers,
    wake,
    volatileEvents,
    events,
    raise,
    accounts,
    auditTrail,
    chainVerification: new ChainVerification(reader),
    deviceKeys,
    answers,
    confirmations,
    incidents,
    stageReceipts,
    polls,
    pauses,
    supervision,
    measurements,
    rejections,
    heardFrames,
    /** What everything that takes what was heard works with. */
    intake,
    ingest,
    messages,
    forms,
    inbox,
    /** Takes a frame that a modem heard. Resolves when what it means is stored, or rejected. */
    take: (reception: Reception): Promise<void> =>
      lorawan.take(reception) ?? ingest.take(reception),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Numbers of the destinations that get only what is escalated to them. */
function escalationOnly({ config, numbers }: CoreParts): ReadonlySet<number> {
  const names = config.destinations.filter((its) => its.escalationOnly).map(({ name }) => name);
  return new Set(names.map((name) => numbers.get(name)!));
}

/** What destinations did with events that were not stored yet. */
function lateRecords(store: StoreWriter, confirmations: Confirmations, log: Log) {
  const orReport = (message: string) => (cause: unknown) =>
    log.error(message, { cause: String(cause) });
  return {
    confirmed: ({ destination, ...acknowledgement }) =>
      void confirmations.confirm(destination, [acknowledgement])
        .catch(orReport("cannot keep a confirmation")),
    escalated: (step) =>
      void store.write("escalate", { ...step, isTaken: true })
        .catch(orReport("cannot keep a step of escalation")),
  } satisfies LateRecords;
}
