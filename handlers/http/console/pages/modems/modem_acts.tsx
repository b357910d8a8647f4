/** What a technician can do with a modem, and the pages that ask before. */
import type { Child } from "hono/jsx";
import type { ModemInfo, ProvisionPlan } from "../../../../modems/modem_service.ts";
import type { ModemView } from "../../views/modems/modem_view.ts";
import { type FormProblem, WholeProblem } from "../field.tsx";
import { Page } from "../page.tsx";
import type { Locale, Visit } from "../visit.ts";

/** Forms and links, each with what it does. */
export function ModemActs({ locale, view }: { view: ModemView; locale: Locale }) {
  const { modemPages: { probe, provision, readBack, reset, test, work } } = locale.messages;
  const base = `/modems/${encodeURIComponent(view.modem.name)}`;
  const canWrite = view.plan !== undefined;
  return (
    <section aria-labelledby="work-title">
      <h2 id="work-title">{work}</h2>
      <div class="works">
        <Work hint={test.hint}>
          <TestForm action={`${base}/test`} partners={view.partners} locale={locale} />
        </Work>
        <Work hint={probe.hint}>
          <Form action={`${base}/probe`} text={probe.button} />
        </Work>
        {canWrite && view.plan.kind !== "ebyte-e22"
          ? (
            <Work hint={readBack.hint}>
              <Form action={`${base}/read-back`} text={readBack.button} />
            </Work>
          )
          : null}
        {canWrite
          ? (
            <Work hint={provision.hint}>
              <a class="button" href={`${base}/provision`}>{provision.button}</a>
            </Work>
          )
          : null}
        <Work hint={reset.hint}>
          <a class="button" href={`${base}/reset`}>{reset.button}</a>
        </Work>
      </div>
    </section>
  );
}

function Work({ children, hint }: { hint: string; children: Child }) {
  return (
    <div class="work">
      {children}
      <p class="quiet">{hint}</p>
    </div>
  );
}

function Form({ action, text }: { action: string; text: string }) {
  return (
    <form method="post" action={action}>
      <button type="submit">{text}</button>
    </form>
  );
}

/** Tests a modem, if need be with another. */
export function TestForm({ action, fields = {}, locale, partners, text }: {
  readonly action: string;
  readonly partners: readonly string[];
  readonly locale: Locale;
  /** Sent along. */
  readonly fields?: Readonly<Record<string, string>>;
  /** On the button. */
  readonly text?: string;
}) {
  const { test } = locale.messages.modemPages;
  return (
    <form method="post" action={action}>
      <Hidden fields={fields} />
      {partners.length === 0 ? null : (
        <div class="field">
          <label for="partner">{test.partner}</label>
          <select id="partner" name="partner">
            {partners.map((name) => <option value={name}>{name}</option>)}
            <option value="">{test.alone}</option>
          </select>
        </div>
      )}
      <button type="submit">{text ?? test.button}</button>
    </form>
  );
}

/** What a form sends along without asking. */
export function Hidden({ fields }: { readonly fields: Readonly<Record<string, string>> }) {
  return (
    <>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

interface AskProps {
  readonly modem: ModemInfo;
  readonly visit: Visit;
  readonly problem?: FormProblem;
}

/** Asks before a modem is restarted. */
export function ResetPage({ modem, problem, visit }: AskProps) {
  const { cancel, reset } = visit.locale.messages.modemPages;
  const title = reset.title.replace("{}", modem.name);
  const base = `/modems/${encodeURIComponent(modem.name)}`;
  return (
    <Page visit={visit} title={title} layout="form" styles={["modems.css"]}>
      <h1>{title}</h1>
      <WholeProblem problem={problem} />
      <p>{reset.consequence}</p>
      <form method="post" action={`${base}/reset`}>
        <p class="acts">
          <button type="submit" class="likely">{reset.submit}</button>
          <a class="button" href={base}>{cancel}</a>
        </p>
      </form>
    </Page>
  );
}

/** Shows what will be written to a modem, and writes nothing yet. */
export function ProvisionPage({ modem, plan, problem, visit }: AskProps & {
  readonly plan: ProvisionPlan;
}) {
  const { cancel, configurationMode, provision } = visit.locale.messages.modemPages;
  const title = provision.title.replace("{}", modem.name);
  const base = `/modems/${encodeURIComponent(modem.name)}`;
  return (
    <Page visit={visit} title={title} layout="form" styles={["modems.css"]}>
      <h1>{title}</h1>
      <WholeProblem problem={problem} />
      <p>{provision.consequence}</p>
      <SettingLines settings={plan.settings} />
      <form method="post" action={`${base}/provision`}>
        {plan.kind === "ebyte-e22"
          ? (
            <label class="choice">
              <input type="checkbox" name="configurationMode" value="yes" /> {configurationMode}
            </label>
          )
          : null}
        <p class="acts">
          <button type="submit" class="likely">{provision.submit}</button>
          <a class="button" href={base}>{cancel}</a>
        </p>
      </form>
    </Page>
  );
}

/** Commands or registers, in order. */
export function SettingLines({ settings }: { readonly settings: readonly string[] }) {
  return (
    <ol class="settings">
      {settings.map((line) => (
        <li>
          <code>{line}</code>
        </li>
      ))}
    </ol>
  );
}
