/**
 * What is typed while a modem is set up that is in no configuration. It stands in the address of the
 * page, so that each step survives that it is read again; nothing in it is personal.
 */
import { defined } from "../../../../devices/tools/defined.ts";
import { fail, ok, type Result } from "../../../../devices/result.ts";
import type { ModemInfo, ProvisionPlan } from "../../../modems/modem_service.ts";
import type { PortService } from "../../../modems/port_service.ts";
import type { FormProblem } from "../pages/field.tsx";
import type { Locale } from "../pages/visit.ts";

/** Settings of a LoRa modem, by the keys of the configuration. */
export const RADIO_FIELDS = [
  "frequency_hz",
  "spreading_factor",
  "bandwidth_hz",
  "coding_rate",
  "sync_word",
  "network_id",
] as const;
export type RadioField = (typeof RADIO_FIELDS)[number];

/** The usual settings: the sub-band with the most air time, and a factor that carries through houses. */
const USUAL: Readonly<Record<RadioField, string>> = {
  frequency_hz: "869525000",
  spreading_factor: "9",
  bandwidth_hz: "125000",
  coding_rate: "5",
  sync_word: "18",
  network_id: "18",
};
/** The settings of an Ebyte E22 that lie wholly inside a sub-band. */
const USUAL_E22 = {
  ...USUAL,
  frequency_hz: "867125000",
  spreading_factor: "11",
  bandwidth_hz: "500000",
};

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** Quotes and backslashes would end the text that it becomes. */
const FILE = /^\/[^"\\\p{Cc}]{0,4000}$/u;
/** Of a SIM that does not ask. */
export const NO_PIN = "none";

/** One modem as it is being set up. */
export interface SetUpForm {
  readonly port: string;
  readonly kind: string;
  readonly name: string;
  /** Those that this make has. */
  readonly radio: Readonly<Partial<Record<RadioField, string>>>;
  /** Of a cellular modem. */
  readonly pinFile: string;
}

/** What is complete and makes sense. */
export interface SetUpPlan {
  /** Undefined: nothing is written to it, as to a cellular modem. */
  readonly plan: ProvisionPlan | undefined;
  /** TOML of a profile; empty for a cellular modem. */
  readonly profile: string;
  /** TOML of its `[[modem]]`. */
  readonly entry: string;
}

/** The settings that a make has. */
export function fieldsOf(kind: string): readonly RadioField[] {
  if (kind === "cellular") return [];
  const common = ["frequency_hz", "spreading_factor", "bandwidth_hz"] as const;
  if (kind === "ebyte-e22") return common;
  return [...common, "coding_rate", kind === "rylr998" ? "network_id" : "sync_word"];
}

/** The configured modem whose settings a new one of this kind takes over; undefined: none fits. */
export function modelFor(kind: string, modems: readonly ModemInfo[]): ModemInfo | undefined {
  const isEbyte = (its: string | undefined) => its === "ebyte-e22";
  return modems.find(({ foundKind, kind: configured, radio }) =>
    radio !== undefined && isEbyte(foundKind ?? configured) === isEbyte(kind)
  );
}

/** What was typed; where nothing was, what is most likely meant. */
export function readSetUpForm(
  port: string,
  kind: string,
  field: (name: string) => string | undefined,
  modems: readonly ModemInfo[],
): SetUpForm {
  const usual = kind === "ebyte-e22" ? USUAL_E22 : USUAL;
  const model = modelFor(kind, modems)?.radio;
  const radio = fieldsOf(kind).map((name) => {
    const taken = model?.[name];
    return [name, field(name)?.trim() ?? (taken === undefined ? usual[name] : String(taken))];
  });
  const name = field("name")?.trim() ?? freeName(kind === "cellular" ? "sms" : "lora", modems);
  const pinFile = field("pin_file")?.trim() ?? NO_PIN;
  return { port, kind, name, radio: Object.fromEntries(radio), pinFile };
}

function freeName(stem: string, modems: readonly ModemInfo[]): string {
  const taken = modems.map(({ name }) => name);
  for (let number = 1;; number++) {
    const name = `${stem}-${number}`;
    if (!taken.includes(name)) return name;
  }
}

/** The address that holds a form. */
export function addressOf(path: string, { kind, name, pinFile, port, radio }: SetUpForm): string {
  const own = kind === "cellular" ? { pin_file: pinFile } : radio;
  return `${path}?${new URLSearchParams({ port, kind, name, ...own })}`;
}

/** What will be written and configured, or the first thing that is wrong. */
export function planSetUp(
  form: SetUpForm,
  { modems, portService, locale: { messages } }: {
    readonly modems: readonly ModemInfo[];
    readonly portService: Pick<PortService, "plan">;
    readonly locale: Locale;
  },
): Result<SetUpPlan, FormProblem> {
  const { setUp } = messages.modemPages;
  if (!NAME.test(form.name)) return fail({ field: "name", text: setUp.wrongName });
  if (modems.some(({ name }) => name === form.name)) {
    return fail({ field: "name", text: setUp.takenName });
  }
  if (form.kind === "cellular") {
    const isPath = form.pinFile === NO_PIN || FILE.test(form.pinFile);
    if (!isPath) return fail({ field: "pin_file", text: setUp.wrongPath });
    return ok({ plan: undefined, profile: "", entry: entryOf(form) });
  }
  const wrong = fieldsOf(form.kind).find((name) => !/^\d{1,9}$/.test(form.radio[name] ?? ""));
  if (wrong !== undefined) return fail({ field: wrong, text: setUp.noNumber });
  const profile = profileOf(form);
  const plan = portService.plan(profile);
  if (plan.ok) return ok({ plan: plan.value, profile, entry: entryOf(form) });
  const [{ key, text } = { key: "", text: "" }] = plan.error;
  const field = fieldsOf(form.kind).find((name) => key === `radio.${name}`);
  return fail(defined({ field, text: `${setUp.wrongValue} ${text}` }));
}

/** TOML; values are digits by then. */
function profileOf({ kind, radio }: SetUpForm): string {
  return [`kind = ${JSON.stringify(kind)}`, "[radio]", ...linesOf(radio)].join("\n");
}

function entryOf({ kind, name, pinFile, port, radio }: SetUpForm): string {
  const own = kind === "cellular"
    ? ["[modem.sim]", ...(pinFile === NO_PIN ? [] : [`pin_file = ${JSON.stringify(pinFile)}`])]
    : ["[modem.radio]", ...linesOf(radio)];
  const entry = Object.entries({ name, port, kind })
    .map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  return ["[[modem]]", ...entry, ...own].join("\n");
}

function linesOf(radio: SetUpForm["radio"]): string[] {
  return Object.entries(radio).map(([key, value]) => `${key} = ${Number(value)}`);
}
