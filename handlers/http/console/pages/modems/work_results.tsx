/** What came of work on a modem: who asked for it, what was found, what differs, what to do. */
import type { Child } from "hono/jsx";
import { printable } from "../../../../../devices/printable.ts";
import type { SettingReport } from "../../../../../devices/modems/provisioning.ts";
import type { DoneWork } from "../../../../modems/last_work.ts";
import type {
  ModemTestReport,
  ProbeReport,
  ProvisionReport,
  TestStep,
} from "../../../../modems/modem_service.ts";
import { problemText } from "../../modems/modem_problem.ts";
import { NONE } from "../page.tsx";
import { CardRow, CardTable, Cell } from "../table.tsx";
import type { Locale } from "../visit.ts";
import { When } from "../when.tsx";
import { SignalText } from "./modem_badges.tsx";

interface ResultProps<T> {
  /** Absent: it was not done since the gateway started. */
  readonly done: DoneWork<T> | undefined;
  readonly title: string;
  readonly locale: Locale;
}

function Result<T>({ children, done, locale, title }: ResultProps<T> & {
  readonly children: (report: T) => Child;
}) {
  if (done === undefined) return null;
  const { messages } = locale;
  const { atUnixMs, by, result } = done;
  return (
    <section class="result">
      <h2>{title}</h2>
      <p class="quiet">
        <When locale={locale} unixMs={atUnixMs} /> ·{" "}
        {messages.modemPages.done.by.replace("{}", printable(by))}
      </p>
      {result.ok ? children(result.value) : (
        <p class="problem" role="alert">
          {problemText(result.error, locale)}{" "}
          <span class="quiet" lang="en">{result.error.message}</span>
        </p>
      )}
    </section>
  );
}

/** What was found at a port. */
export function ProbeResult(props: ResultProps<ProbeReport>) {
  const { done: words } = props.locale.messages.modemPages;
  return (
    <Result {...props}>
      {({ found, firmware, kind, model, serial, text }) => (
        <>
          <p class={found === "modem" ? "mark good" : "mark high"}>{words.found[found]}</p>
          <p>
            {[kind, model, firmware, serial].filter((it) => it !== undefined).map(printable)
              .join(" · ")}
          </p>
          {text.includes("configuration mode:") ? <p>{words.configurationMode}</p> : null}
        </>
      )}
    </Result>
  );
}

/** Each setting as it was written, or is configured, and as it reads. */
export function ProvisionResult(
  { isReadOnly = false, ...props }: ResultProps<ProvisionReport> & {
    /** Nothing was written. */
    readonly isReadOnly?: boolean;
  },
) {
  const { locale } = props;
  return (
    <Result {...props}>
      {({ done, settings }) => (
        <>
          <p class={done ? "mark good" : "mark high"}>
            {verdictOf(done, isReadOnly, settings, locale)}
          </p>
          <SettingTable settings={settings} isReadOnly={isReadOnly} locale={locale} />
        </>
      )}
    </Result>
  );
}

function verdictOf(
  done: boolean,
  isReadOnly: boolean,
  settings: readonly SettingReport[],
  { messages: { modemPages: { done: words } } }: Locale,
): string {
  if (!isReadOnly) return done ? words.setUp : words.notSetUp;
  if (settings.every(({ state }) => state === "unread")) return words.mute;
  return done ? words.same : words.otherwise;
}

const TONES = {
  "as wanted": "good",
  "otherwise": "critical",
  "refused": "critical",
  "unread": "low",
} as const;

function SettingTable({ isReadOnly, locale, settings }: {
  readonly settings: readonly SettingReport[];
  readonly isReadOnly: boolean;
  readonly locale: Locale;
}) {
  const { done: words } = locale.messages.modemPages;
  const first = isReadOnly ? words.wanted : words.written;
  return (
    <CardTable headings={[first, words.read, words.comparison]} class="compared">
      {settings.map(({ read, state, written }) => (
        <CardRow>
          <Cell label={first}>
            <code>{printable(written)}</code>
          </Cell>
          <Cell label={words.read}>
            {read === undefined ? NONE : <code>{printable(read)}</code>}
          </Cell>
          <Cell class={`mark ${TONES[state]}`}>{words.states[state]}</Cell>
        </CardRow>
      ))}
    </CardTable>
  );
}

/** Each step of a test. */
export function TestResult(props: ResultProps<ModemTestReport>) {
  const { locale } = props;
  const { done: words } = locale.messages.modemPages;
  return (
    <Result {...props}>
      {({ passed, steps }) => (
        <>
          <p class={passed ? "mark good" : "mark critical"}>
            {passed ? words.passed : words.failed}
          </p>
          <ul class="steps">
            {steps.map((step) => <Step step={step} locale={locale} />)}
          </ul>
        </>
      )}
    </Result>
  );
}

const STEP_TONES = { passed: "good", failed: "critical", unknown: "low" } as const;

function Step({ locale, step: { loop, result, signal, step, text } }: {
  readonly step: TestStep;
  readonly locale: Locale;
}) {
  const { done: words } = locale.messages.modemPages;
  const sentence = result === "passed" ? words.loop : words.noLoop;
  const name = loop === undefined
    ? words.steps[step]
    : sentence.replace("{}", loop.to).replace("{}", loop.from);
  return (
    <li>
      {name}: <span class={`mark ${STEP_TONES[result]}`}>{words.results[result]}</span>
      {signal === undefined ? null : (
        <>
          {" · "}
          <SignalText signal={signal} locale={locale} />
        </>
      )}
      {result === "passed" ? null : (
        <p>
          {words.advice[step]} <span class="quiet" lang="en">{printable(text)}</span>
        </p>
      )}
    </li>
  );
}
