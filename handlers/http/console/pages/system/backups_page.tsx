/** The pages of backups: the list, and how one is put back. */
import { printable } from "../../../../../devices/printable.ts";
import type { Backup, Backups } from "../../../../backups/backups.ts";
import { Field, type FormProblem, WholeProblem } from "../field.tsx";
import { Page } from "../page.tsx";
import { CardRow, CardTable, Cell } from "../table.tsx";
import type { Visit } from "../visit.ts";
import { Ago, When } from "../when.tsx";

const MEBIBYTE = 1_048_576;

interface BackupsProps {
  readonly backups: Backups;
  readonly said: { readonly problem?: string; readonly done?: string };
  readonly visit: Visit;
}

export function BackupsPage({ backups, said, visit }: BackupsProps) {
  const { system } = visit.locale.messages;
  const its = system.backups;
  const { dir, isMaking } = backups;
  return (
    <Page visit={visit} title={its.title} styles={["system.css"]}>
      <h1>{its.title}</h1>
      {said.problem === undefined
        ? null
        : <p class="problem" role="alert">{printable(said.problem)}</p>}
      {said.done === undefined ? null : <p role="status">{said.done}</p>}
      {isMaking ? <p role="status">{its.making}</p> : null}
      <p>{its.intro}</p>
      {dir === undefined ? <p>{its.notSet}</p> : (
        <>
          <p>
            {its.folder} <code>{printable(dir)}</code>
          </p>
          <List backups={backups.list()} visit={visit} />
          <form method="post" action="/system/backups">
            <p class="acts">
              <button type="submit" class="likely">{its.make}</button>
            </p>
          </form>
        </>
      )}
      <p>
        <a class="button" href="/system">{system.back}</a>
      </p>
    </Page>
  );
}

function List({ backups, visit }: { backups: readonly Backup[]; visit: Visit }) {
  const { locale } = visit;
  const { system: { backups: its }, time } = locale.messages;
  if (backups.length === 0) return <p class="empty">{its.none}</p>;
  const restore = sentenceCase(its.restore.title.replace("{}", "").trim());
  return (
    <CardTable headings={[time, its.name, its.size, { hidden: its.check }]}>
      {backups.map(({ atUnixMs, isVerified, name, sizeBytes }) => (
        <CardRow>
          <Cell class="time">
            <When locale={locale} unixMs={atUnixMs} />{" "}
            <Ago ageMs={Math.max(0, visit.now.unixMs - atUnixMs)} locale={locale} />
          </Cell>
          <Cell label={its.name}>
            {printable(name)}
            {isVerified ? <span class="quiet">{` ${its.whole}`}</span> : null}
          </Cell>
          <Cell class="number" label={its.size}>{(sizeBytes / MEBIBYTE).toFixed(1)} MB</Cell>
          <Cell class="actions">
            <div class="acts">
              <form method="post" action={`/system/backups/${encodeURIComponent(name)}/check`}>
                <button type="submit" aria-label={`${its.check}: ${printable(name)}`}>
                  {its.check}
                </button>
              </form>
              <a
                class="button"
                href={`/system/backups/${encodeURIComponent(name)}/restore`}
                aria-label={its.restore.title.replace("{}", printable(name))}
              >
                {restore}…
              </a>
            </div>
          </Cell>
        </CardRow>
      ))}
    </CardTable>
  );
}

function sentenceCase(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

interface RestoreProps {
  readonly backup: Backup;
  readonly visit: Visit;
  readonly typed?: string;
  readonly problem?: FormProblem;
}

/** Says what a restore does, and asks for the name of the gateway. */
export function RestorePage({ backup, problem, typed, visit }: RestoreProps) {
  const { system } = visit.locale.messages;
  const { confirm, consequence, submit, title } = system.backups.restore;
  const heading = title.replace("{}", printable(backup.name));
  return (
    <Page visit={visit} title={heading} layout="form" styles={["system.css"]}>
      <h1>{heading}</h1>
      <WholeProblem problem={problem} />
      <p>
        <When locale={visit.locale} unixMs={backup.atUnixMs} />
      </p>
      <p>{consequence}</p>
      <form
        method="post"
        action={`/system/backups/${encodeURIComponent(backup.name)}/restore`}
      >
        <Field
          name="confirm"
          label={confirm.replace("{}", visit.status.name)}
          value={typed}
          problem={problem}
        />
        <p class="acts">
          <button type="submit" class="likely">{submit}</button>
          <a class="button" href="/system/backups">{system.cancel}</a>
        </p>
      </form>
    </Page>
  );
}

/** What to type on the box. */
export function ReadyPage(
  { backup, commands, visit }: { backup: Backup; commands: readonly string[]; visit: Visit },
) {
  const { backups } = visit.locale.messages.system;
  const { ready, title, why } = backups.restore;
  const heading = title.replace("{}", printable(backup.name));
  return (
    <Page visit={visit} title={heading} layout="form" styles={["system.css"]}>
      <h1>{heading}</h1>
      <p role="status">{ready}</p>
      <pre class="commands" tabindex={0}>{commands.map(printable).join("\n")}</pre>
      <p class="quiet">{why}</p>
      <p>
        <a class="button" href="/system/backups">{backups.title}</a>
      </p>
    </Page>
  );
}
