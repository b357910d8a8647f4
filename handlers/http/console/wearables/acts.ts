/** What a technician asks for by the forms of one wearable, and what is wrong with it. */
import type { Author, DeviceRecord } from "../../../../db/store.ts";
import { MAX_REFERENCE_CHARACTERS, parseDay } from "../../../../devices/assignment.ts";
import { DRILL_MINUTES_MAX } from "../../../../devices/drill.ts";
import { isPrintable } from "../../../../devices/printable.ts";
import { fail, ok, type Result } from "../../../../devices/result.ts";
import { defined } from "../../../../devices/tools/defined.ts";
import { setDrill } from "../../../ingest/drills.ts";
import { assignDevice, rotateKey } from "../../../registry/life.ts";
import { retireDevice } from "../../../registry/retirement.ts";
import { swapDevice } from "../../../registry/swap.ts";
import type { ActInput, WearableAct } from "../pages/wearables/act_page.tsx";
import type { FormProblem } from "../pages/field.tsx";
import type { Locale } from "../pages/visit.ts";
import type { ConsolePorts } from "../ports.ts";

export interface ActCall {
  readonly act: WearableAct;
  readonly device: DeviceRecord;
  readonly by: Author;
  /** What was entered, without blanks around it. */
  readonly value: (name: ActInput | "becomes") => string;
  readonly ports: ConsolePorts;
  readonly locale: Locale;
}

/** Why it was not done. */
export interface ActFailure {
  readonly status: 404 | 409 | 422;
  readonly problem: FormProblem;
}
/** UID of the wearable that is looked at next. */
type Done = Result<string, ActFailure>;

const REASON_LIMIT = 200;

/** Does it, or says why not. Nothing is half done. */
export function actOnWearable(call: ActCall): Promise<Done> {
  return ACTS[call.act](call);
}

const ACTS: Readonly<Record<WearableAct, (call: ActCall) => Promise<Done>>> = {
  async assign(call) {
    const reference = call.value("reference");
    const isLong = reference.length > MAX_REFERENCE_CHARACTERS;
    if (reference === "" || isLong || !isPrintable(reference)) return wrong(call, "reference");
    const text = call.value("expires");
    const expires = text === "never" ? "never" as const : parseDay(text);
    const isPast = typeof expires === "number" && expires <= call.ports.clock.expiryUnixMs();
    if ((text !== "" && expires === undefined) || isPast) return wrong(call, "expires");
    const request = { uid: call.device.uid, by: call.by, reference, ...defined({ expires }) };
    return answer(call, await assignDevice(lifeOf(call.ports), request));
  },
  async swap(call) {
    const reason = reasonOf(call);
    if (reason === undefined) return wrong(call, "reason");
    const becomes = call.value("becomes") === "retired" ? "retired" as const : "suspended" as const;
    const replacement = call.value("replacement");
    const request = { uid: call.device.uid, by: call.by, replacement, becomes, ...reason };
    const swapped = await swapDevice({ ...lifeOf(call.ports), eraser: call.ports.eraser }, request);
    return answer(call, swapped, replacement, "replacement");
  },
  async drill(call) {
    const minutes = /^\d{1,3}$/.test(call.value("minutes")) ? Number(call.value("minutes")) : -1;
    if (minutes < 0 || minutes > DRILL_MINUTES_MAX) return wrong(call, "minutes");
    const { name, zone } = call.ports.status.snapshot();
    const ports = { ...lifeOf(call.ports), gateway: { name, zone } };
    await setDrill(ports, { device: call.device, minutes, by: call.by });
    call.ports.wake.notify();
    return ok(call.device.uid);
  },
  async "rotate-key"(call) {
    return answer(
      call,
      await rotateKey(lifeOf(call.ports), { uid: call.device.uid, by: call.by }),
    );
  },
  async retire(call) {
    if (call.value("confirm") !== call.device.uid) return wrong(call, "confirm");
    const reason = reasonOf(call);
    if (reason === undefined) return wrong(call, "reason");
    const ports = { ...lifeOf(call.ports), eraser: call.ports.eraser };
    const request = { uid: call.device.uid, by: call.by, ...reason };
    return answer(call, await retireDevice(ports, request));
  },
};

function lifeOf({ clock, reader, store }: ConsolePorts) {
  return { clock, store: { read: reader, write: store.write.bind(store) } };
}

/** Undefined: it cannot be kept. */
function reasonOf({ value }: ActCall): { readonly reason?: string } | undefined {
  const reason = value("reason");
  if (reason === "") return {};
  return reason.length > REASON_LIMIT || !isPrintable(reason) ? undefined : { reason };
}

function wrong(
  { locale }: ActCall,
  field: keyof Locale["messages"]["wearables"]["wrong"],
): Result<never, ActFailure> {
  const text = locale.messages.wearables.wrong[field];
  return fail({ status: 422, problem: { field, text } });
}

function answer(
  { device, locale }: ActCall,
  done: Result<
    unknown,
    { readonly code: keyof Locale["messages"]["wearables"]["problems"] }
  >,
  next = device.uid,
  field?: string,
): Done {
  if (done.ok) return ok(next);
  const { code } = done.error;
  const text = locale.messages.wearables.problems[code];
  const isOfField = code === "unknown-device" || code === "device-in-use";
  const problem = field !== undefined && isOfField ? { field, text } : { text };
  return fail({ status: code === "unknown-device" ? 404 : 409, problem });
}
