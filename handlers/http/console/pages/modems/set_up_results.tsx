/** The last steps of setting a modem up: what will be written, how it reads, what to configure. */
import type { LastWork } from "../../../../modems/last_work.ts";
import { addressOf, type SetUpForm, type SetUpPlan } from "../../modems/set_up_form.ts";
import { type FormProblem, WholeProblem } from "../field.tsx";
import { Page } from "../page.tsx";
import type { Locale, Visit } from "../visit.ts";
import { Hidden, SettingLines, TestForm } from "./modem_acts.tsx";
import { Steps } from "./set_up_pages.tsx";
import { ProvisionResult, TestResult } from "./work_results.tsx";

const BASE = "/modems/ports";

interface PlanProps {
  readonly form: SetUpForm;
  readonly planned: SetUpPlan;
  readonly visit: Visit;
  readonly problem?: FormProblem;
}

/** Shows what will be written, and writes nothing yet. */
export function PlanPage({ form, planned, problem, visit }: PlanProps) {
  const { locale } = visit;
  const { setUp } = locale.messages.modemPages;
  const { plan } = planned;
  if (plan === undefined) return <ConfigurePage {...{ form, planned, visit }} />;
  return (
    <Page visit={visit} title={setUp.planTitle} layout="form" styles={["modems.css"]}>
      <h1>{setUp.planTitle}</h1>
      <Steps at={3} locale={locale} />
      <WholeProblem problem={problem} />
      <p>
        {plan.kind} · <span class="id">{form.port}</span>
      </p>
      <p>{setUp.plan}</p>
      <SettingLines settings={plan.settings} />
      <form method="post" action={`${BASE}/write`}>
        <Hidden fields={fieldsOf(form)} />
        <p class="acts">
          <button type="submit" class="likely">{setUp.write}</button>
          <a class="button" href={addressOf(`${BASE}/set-up`, form)}>{setUp.change}</a>
        </p>
      </form>
    </Page>
  );
}

/** A modem to which nothing is written: what belongs into the configuration. */
function ConfigurePage({ form, planned, visit }: PlanProps) {
  const { locale } = visit;
  const { modemPages } = locale.messages;
  return (
    <Page
      visit={visit}
      title={modemPages.setUp.block}
      layout="form"
      styles={["modems.css"]}
      scripts={["modems.js"]}
    >
      <h1>{modemPages.setUp.title}</h1>
      <Steps at={4} locale={locale} />
      <p>{modemPages.setUp.cellular}</p>
      <Entry entry={planned.entry} locale={locale} />
      <p class="acts">
        <a class="button" href={addressOf(`${BASE}/set-up`, form)}>{modemPages.setUp.change}</a>
        <a class="button" href="/modems">{modemPages.all}</a>
      </p>
    </Page>
  );
}

interface ResultProps extends PlanProps {
  readonly work: ReturnType<LastWork["of"]>;
  /** Configured modems that it may be heard by. */
  readonly partners: readonly string[];
}

/** What was written, how it reads, a test, and what belongs into the configuration. */
export function ResultPage({ form, partners, planned, problem, visit, work }: ResultProps) {
  const { locale } = visit;
  const { modemPages } = locale.messages;
  const { setUp } = modemPages;
  const { provision } = work;
  const isDone = provision?.result.ok === true && provision.result.value.done;
  return (
    <Page
      visit={visit}
      title={setUp.resultTitle}
      layout="form"
      styles={["modems.css"]}
      scripts={["modems.js"]}
    >
      <h1>{setUp.resultTitle}</h1>
      <Steps at={4} locale={locale} />
      <WholeProblem problem={problem} />
      {provision === undefined
        ? <p>{setUp.nothingWritten}</p>
        : <ProvisionResult done={provision} title={modemPages.done.written} locale={locale} />}
      {isDone && form.kind === "ebyte-e22" ? <p>{setUp.ebyteBack}</p> : null}
      {isDone ? <Test form={form} partners={partners} locale={locale} /> : null}
      <TestResult done={work.test} title={modemPages.test.button} locale={locale} />
      {isDone ? <Entry entry={planned.entry} locale={locale} /> : null}
      <p class="acts">
        <a class="button" href={addressOf(`${BASE}/plan`, form)}>{setUp.writeAgain}</a>
        <a class="button" href="/modems">{modemPages.all}</a>
      </p>
    </Page>
  );
}

function Test({ form, locale, partners }: {
  form: SetUpForm;
  partners: readonly string[];
  locale: Locale;
}) {
  const { setUp } = locale.messages.modemPages;
  return (
    <section aria-labelledby="test-title">
      <h2 id="test-title">{setUp.test}</h2>
      <p class="quiet">{setUp.testHint}</p>
      <TestForm
        action={`${BASE}/try`}
        partners={partners}
        fields={fieldsOf(form)}
        locale={locale}
      />
    </section>
  );
}

/** For the configuration, which is not the gateway's to write. */
function Entry({ entry, locale }: { entry: string; locale: Locale }) {
  const { setUp } = locale.messages.modemPages;
  return (
    <section aria-labelledby="entry-title">
      <h2 id="entry-title">{setUp.block}</h2>
      <p>{setUp.blockHint}</p>
      <pre class="line" id="entry">{entry}</pre>
      <p class="acts">
        <button type="button" data-copy="entry" data-copied={setUp.copied} hidden>
          {setUp.copy}
        </button>
      </p>
    </section>
  );
}

/** What the next page needs. */
function fieldsOf(form: SetUpForm): Record<string, string> {
  return Object.fromEntries(new URL(addressOf("http://form/", form)).searchParams);
}
