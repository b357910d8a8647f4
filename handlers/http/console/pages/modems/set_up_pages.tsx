/** The first steps of setting a modem up: which port, what is there, what it is to be set to. */
import type { DoneWork } from "../../../../modems/last_work.ts";
import type { ModemInfo, ProbeReport } from "../../../../modems/modem_service.ts";
import type { PortInfo } from "../../../../modems/port_service.ts";
import { fieldsOf, modelFor, type SetUpForm } from "../../modems/set_up_form.ts";
import { Field, type FormProblem, WholeProblem } from "../field.tsx";
import { Page } from "../page.tsx";
import type { Locale, Visit } from "../visit.ts";
import { Hidden } from "./modem_acts.tsx";
import { Holders, pluggedText } from "./port_table.tsx";
import { ProbeResult } from "./work_results.tsx";

const BASE = "/modems/ports";

/** Where one is among the steps. @param props.at Counted from 0. */
export function Steps({ at, locale: { messages: { modemPages: { setUp } } } }: {
  readonly at: number;
  readonly locale: Locale;
}) {
  return (
    <ol class="wizard">
      {setUp.steps.map((name, step) => (
        <li {...(step === at ? { "aria-current": "step" } : {})}>{name}</li>
      ))}
    </ol>
  );
}

interface ChooseProps {
  /** Those that no modem of the configuration is at. */
  readonly ports: readonly PortInfo[];
  readonly visit: Visit;
  readonly problem?: FormProblem;
}

/** Which port, and whether it may be asked. */
export function ChoosePortPage({ ports, problem, visit }: ChooseProps) {
  const { locale } = visit;
  const { setUp } = locale.messages.modemPages;
  return (
    <Page visit={visit} title={setUp.title} layout="form" styles={["modems.css"]}>
      <h1>{setUp.title}</h1>
      <Steps at={0} locale={locale} />
      <WholeProblem problem={problem} />
      <p>{setUp.intro}</p>
      {ports.length === 0
        ? <p class="empty">{setUp.noPorts}</p>
        : (
          <form method="post" action={`${BASE}/ask`}>
            <fieldset>
              <legend>{setUp.choosePort}</legend>
              {ports.map((port, at) => (
                <PortChoice
                  port={port}
                  isFirst={at === 0}
                  locale={locale}
                />
              ))}
            </fieldset>
            <MakeChoice locale={locale} />
            <p class="acts">
              <button type="submit" class="likely">{setUp.ask}</button>
              <a class="button" href="/modems">{locale.messages.modemPages.all}</a>
            </p>
          </form>
        )}
    </Page>
  );
}

function PortChoice({ isFirst, locale, port }: {
  port: PortInfo;
  isFirst: boolean;
  locale: Locale;
}) {
  const plugged = pluggedText(port);
  return (
    <label class="choice">
      <input type="radio" name="port" value={port.port} required checked={isFirst} />{" "}
      <span class="id">{port.port}</span>
      <span class="quiet">
        {plugged === undefined ? "" : ` · ${plugged}`} · {locale.messages.modemPages.ports.heldBy}
        {": "}
        <Holders port={port} locale={locale} />
      </span>
    </label>
  );
}

/** An E22 in transparent mode would put every question on the air. */
function MakeChoice({ locale: { messages: { modemPages: { setUp } } } }: { locale: Locale }) {
  const makes = [
    ["any", setUp.anyMake, setUp.anyMakeHint],
    ["ebyte-e22", setUp.ebyte, setUp.ebyteHint],
  ] as const;
  return (
    <fieldset>
      <legend>{setUp.make}</legend>
      {makes.map(([value, name, hint]) => (
        <label class="choice">
          <input type="radio" name="make" value={value} checked={value === "any"} /> {name}{" "}
          <span class="quiet">{hint}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface FoundProps {
  readonly port: string;
  /** Undefined: it is not there any more. */
  readonly listed: PortInfo | undefined;
  readonly probe: DoneWork<ProbeReport> | undefined;
  /** Undefined: no modem was found that can be set up. */
  readonly form: SetUpForm | undefined;
  readonly modems: readonly ModemInfo[];
  readonly visit: Visit;
  readonly problem?: FormProblem;
}

/** What is at a port, and what it is to be set to. */
export function FoundPage({ form, listed, modems, port, probe, problem, visit }: FoundProps) {
  const { locale } = visit;
  const { setUp } = locale.messages.modemPages;
  return (
    <Page visit={visit} title={setUp.title} layout="form" styles={["modems.css"]}>
      <h1>{setUp.title}</h1>
      <Steps at={form === undefined ? 1 : 2} locale={locale} />
      <p class="id">{port}</p>
      {form === undefined && problem !== undefined ? <p class="problem">{problem.text}</p> : null}
      {probe === undefined
        ? <p>{setUp.notAsked}</p>
        : <ProbeResult done={probe} title={setUp.steps[1]} locale={locale} />}
      {form === undefined
        ? null
        : <SettingsForm form={form} modems={modems} problem={problem} locale={locale} />}
      <form method="post" action={`${BASE}/ask`}>
        <Hidden fields={{ port }} />
        {listed === undefined || form !== undefined ? null : <MakeChoice locale={locale} />}
        <p class="acts">
          {listed === undefined || form !== undefined
            ? null
            : <button type="submit">{probe === undefined ? setUp.ask : setUp.again}</button>}
          <a class="button" href={`${BASE}/set-up`}>{setUp.another}</a>
        </p>
      </form>
    </Page>
  );
}

/** Everything is filled in with what is most likely meant. */
function SettingsForm({ form, locale, modems, problem }: {
  readonly form: SetUpForm;
  readonly modems: readonly ModemInfo[];
  readonly problem: FormProblem | undefined;
  readonly locale: Locale;
}) {
  const { setUp } = locale.messages.modemPages;
  const { kind, name, pinFile, port, radio } = form;
  const isCellular = kind === "cellular";
  return (
    <section aria-labelledby="settings-title">
      <h2 id="settings-title">{setUp.settings}</h2>
      <p class="quiet">{isCellular ? setUp.cellular : originText(kind, modems, locale)}</p>
      <WholeProblem problem={problem} />
      <form method="get" action={`${BASE}/plan`}>
        <Hidden fields={{ port, kind }} />
        <Field
          name="name"
          label={setUp.name}
          hint={setUp.nameHint}
          value={name}
          maxlength={64}
          problem={problem}
        />
        {fieldsOf(kind).map((its) => (
          <Field
            name={its}
            label={setUp.fields[its].label}
            hint={setUp.fields[its].hint}
            value={radio[its]}
            inputmode="numeric"
            maxlength={9}
            problem={problem}
          />
        ))}
        {isCellular
          ? (
            <Field
              name="pin_file"
              label={setUp.fields.pin_file.label}
              hint={setUp.fields.pin_file.hint}
              value={pinFile}
              problem={problem}
            />
          )
          : null}
        <p class="acts">
          <button type="submit" class="likely">{setUp.next}</button>
        </p>
      </form>
    </section>
  );
}

function originText(
  kind: string,
  modems: readonly ModemInfo[],
  { messages: { modemPages: { setUp } } }: Locale,
): string {
  const model = modelFor(kind, modems);
  return model === undefined ? setUp.usual : setUp.sameAs.replace("{}", model.name);
}
