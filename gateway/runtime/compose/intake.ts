/** What is heard, from the modems to the store, and who notices what is not. */
import type { Answers } from "../../../handlers/answers/answers.ts";
import { AttackWatch } from "../../../handlers/ingest/attack_watch.ts";
import { ForeignIntake } from "../../../handlers/foreign/foreign_intake.ts";
import { LorawanIntake } from "../../../handlers/foreign/lorawan_intake.ts";
import type { Raise } from "../../../handlers/events/gateway_events.ts";
import { Ingest } from "../../../handlers/ingest/ingest.ts";
import { MessageIntake } from "../../../handlers/short_messages/messages.ts";
import { RejectedFrames } from "../../../handlers/ingest/rejected_frames.ts";
import { Inbox } from "../../../handlers/short_messages/inbox.ts";
import { ReplyForms } from "../../../handlers/short_messages/reply_forms.ts";
import { Supervision } from "../../../handlers/supervision/supervision.ts";
import type { VolatileEvents } from "../../../handlers/delivery/volatile_events.ts";
import type { DeviceKeyTable } from "../../../handlers/ingest/device_key_table.ts";
import { StoredAirtime } from "../../modems/airtime_ledger.ts";
import type { GatewayParts } from "../compose.ts";
import { StoredInventory } from "../../modems/inventory.ts";
import { Modems } from "../../modems/modems.ts";
import type { Keeping } from "./keeping.ts";

interface IntakeParts extends Keeping {
  readonly raise: Raise;
  readonly volatileEvents: VolatileEvents;
  readonly deviceKeys: DeviceKeyTable;
  readonly answers: Answers;
}

export type Intake = ReturnType<typeof openIntake>;

/** Modems are made and not started: they come last. */
export function openIntake({ config, log, openPort }: GatewayParts, parts: IntakeParts) {
  const { clock, raise, reader, store } = parts;
  const { gateway } = config;
  const stack = new AsyncDisposableStack();
  const supervision = new Supervision({
    reader,
    store,
    clock,
    raise,
    log,
    modems: () =>
      modems.sessions.map(({ name, status }) => ({ name, isReady: status.state === "ready" })),
    onHearing: (change) => modems.recovery.hearing(change),
  });
  const watch = new AttackWatch(clock, raise);
  const rejections = stack.use(new RejectedFrames({ store, clock }));
  const ports = { ...parts, gateway, watch, log, listener: supervision, rejections };
  const ingest = new Ingest(ports);
  stack.defer(() => ingest.settled());
  const foreign = new ForeignIntake(ports);
  const lorawan = new LorawanIntake({ ...ports, foreign });
  stack.defer(() => lorawan.settled());
  const forms = new ReplyForms();
  const inbox = stack.use(
    new Inbox({
      store,
      intake: new MessageIntake({ ingest, foreign }),
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
  return {
    ingest,
    rejections,
    inbox,
    modems,
    supervision,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
