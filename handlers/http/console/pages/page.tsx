/** What every page of the console has in common. */
import { defined } from "../../../../devices/tools/defined.ts";
import type { Child } from "hono/jsx";
import type { Caller } from "../../server/access/auth.ts";
import type { GatewayStatus } from "../../../supervision/status.ts";
import { clockText, dayText, type Moment, zoneName, zoneText } from "../views/moment.ts";
import type { OpenView } from "../views/open_view.ts";
import { type Theme, THEMES } from "../preferences.ts";
import type { Language } from "../../../i18n/locales.ts";
import type { Messages } from "../../../i18n/messages.ts";

/** Stands where there is nothing to say. */
export const NONE = <span class="quiet">–</span>;

/** The language of a page and its messages. */
export interface Locale {
  readonly language: Language;
  readonly messages: Messages;
}

/** What every page knows of its reader and of the moment at which it is made. */
export interface Visit {
  readonly locale: Locale;
  readonly theme: Theme;
  /** Of this page, with its query, to come back to. */
  readonly path: string;
  readonly languages: readonly Language[];
  readonly now: Moment;
  readonly status: GatewayStatus;
  /** Who is signed in; undefined where nobody is asked, as in the demo, and before signing in. */
  readonly caller: Caller | undefined;
  /** What is open at this moment; nothing for a reader who may not know. */
  readonly open: OpenView;
  /** What the reader may do: nobody reads alarms before signing in. */
  readonly rights: Rights;
}

export interface Rights {
  /** Alarms, events and incidents. */
  readonly readsAlarms: boolean;
  /** Says how far dispatch is with an incident. */
  readonly movesIncidents: boolean;
  readonly changesDevices: boolean;
}

interface DocumentProps {
  readonly locale: Locale;
  readonly theme: Theme;
  readonly title: string;
  /** It follows what happens. */
  readonly isLive?: boolean;
  /** An alarm is open: the icon says so too. */
  readonly isAlarm?: boolean;
  readonly children: Child;
}

/** The frame of a page that asks the gateway nothing. */
export function Document({ children, isAlarm, isLive, locale, theme, title }: DocumentProps) {
  const { language, messages } = locale;
  return (
    <html lang={language} data-theme={theme}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link
          rel="icon"
          type="image/svg+xml"
          href={isAlarm === true ? "/assets/icon-alarm.svg" : "/assets/icon.svg"}
        />
        <link rel="stylesheet" href="/assets/console.css" />
        {isLive === true
          ? (
            <>
              <script type="module" src="/assets/live.js"></script>
              <noscript>
                <meta http-equiv="refresh" content="10" />
              </noscript>
            </>
          )
          : null}
      </head>
      <body
        data-ago={messages.duration.ago}
        data-units={messages.duration.units.join(" ")}
        data-live={messages.frame.live}
        data-not-live={messages.link.notLive}
        data-zone={zoneName()}
      >
        {isLive === true ? <LinkBanners messages={messages} /> : null}
        {children}
      </body>
    </html>
  );
}

interface PageProps {
  readonly visit: Visit;
  readonly title: string;
  readonly isLive?: boolean;
  /** What is between head and foot. Default: what is renewed while the page is open. */
  readonly layout?: "form" | "card sign-in";
  readonly children: Child;
}

/** A page with its head and foot. Its title and icon say whether an alarm is open. */
export function Page({ children, isLive = false, layout, title, visit }: PageProps) {
  const { open, locale, theme } = visit;
  const isAlarm = open.incidents.length > 0;
  return (
    <Document
      locale={locale}
      theme={theme}
      title={`${isAlarm ? `(${openCount(open)}) ` : ""}${title} · ${nameOf(visit)}`}
      isAlarm={isAlarm}
      isLive={isLive}
    >
      {layout !== "card sign-in" && isKnown(visit)
        ? <Header visit={visit} isLive={isLive} />
        : null}
      {layout === undefined
        ? <main id="live">{children}</main>
        : <main class={layout}>{children}</main>}
      <Footer visit={visit} />
    </Document>
  );
}

/** Whether the reader has shown who he is, or need not; strangers learn nothing of the gateway. */
function isKnown({ rights }: Visit): boolean {
  return rights.readsAlarms || rights.changesDevices;
}

function nameOf(visit: Visit): string {
  return isKnown(visit) ? `Vigil ${visit.status.name}` : "Vigil";
}

/** Shown by the script when the page no longer hears from the gateway. Outside of what it renews. */
function LinkBanners({ messages: { link } }: { messages: Messages }) {
  return (
    <>
      <div class="banner" id="lost" role="alert" hidden>
        <strong>{link.lost}</strong> {link.lastWord} <time id="last-word"></time>
      </div>
      <div class="banner" id="signed-out" role="alert" hidden>
        <strong>{link.signedOut}</strong> <a href="/sign-in">{link.signInAgain}</a>
      </div>
      <div class="unseen" id="announcement" role="alert" aria-live="assertive"></div>
    </>
  );
}

/** The head of a page: where one is, where one can go, and whether the page is alive. */
function Header({ isLive, visit }: { visit: Visit; isLive: boolean }) {
  const { now, locale, status } = visit;
  const { frame } = locale.messages;
  return (
    <header id="head">
      <p class="name">
        <strong>Vigil</strong> <span class="quiet">{status.zone} · {status.name}</span>
      </p>
      <Navigation visit={visit} />
      <Announcements visit={visit} />
      <ProblemLink visit={visit} />
      <p class="pulse" id="pulse">
        <span class="dot" aria-hidden="true"></span> <span id="pulse-word">{frame.asOf}</span>{" "}
        <time id="pulse-time" data-unix-ms={now.unixMs} datetime={status.clock.time}>
          {clockText(now.unixMs, locale.language)}
        </time>
      </p>
      {isLive
        ? (
          <noscript>
            <p class="quiet">{frame.noScript}</p>
          </noscript>
        )
        : null}
    </header>
  );
}

/** What the script has said aloud when it comes in; on every page, wherever the reader is. */
function Announcements({ visit: { open, locale: { messages } } }: { visit: Visit }) {
  return (
    <ul hidden>
      {open.incidents.map(({ device, id, name }) => (
        <li
          id={`said-${id}`}
          data-announce={`${messages.open.announce} ${messages.events[name] ?? name}, ${device}`}
        >
        </li>
      ))}
    </ul>
  );
}

/** How many alarms are open, as in `50+`. */
export function openCount({ hasMore, incidents }: OpenView): string {
  return `${incidents.length}${hasMore ? "+" : ""}`;
}

/** That something does not work, on every page; leads to what it is. */
function ProblemLink({ visit: { rights, locale: { messages }, status } }: { visit: Visit }) {
  const count = status.degradations.length;
  if (count === 0 && status.store.isStoring) return null;
  const tone = status.store.isStoring ? "high" : "critical";
  return (
    <a class={`trouble ${tone}`} href={rights.readsAlarms ? "/#problems" : "/devices#problems"}>
      <span aria-hidden="true">▲</span>{" "}
      {status.store.isStoring ? messages.health.count(count) : messages.health.notStoring}
    </a>
  );
}

/** The links of every page; `aria-current` says which one this is. */
function Navigation({ visit }: { visit: Visit }) {
  const { open, path, rights, locale: { messages } } = visit;
  const links = [
    ...(rights.readsAlarms
      ? [["/", messages.frame.alarms], ["/events", messages.frame.events], [
        "/incidents",
        messages.frame.incidents,
      ]]
      : []),
    ["/devices", messages.devices.title],
  ] as const;
  const here = path.replace(/\?.*/, "");
  return (
    <nav>
      {links.map(([href, name]) => (
        <a href={href} {...(here === href ? { "aria-current": "page" as const } : {})}>
          {name}
          {href === "/" && open.incidents.length > 0
            ? <span class="count">{openCount(open)}</span>
            : null}
        </a>
      ))}
    </nav>
  );
}

/** The foot of a page: the zone of its times, its language and colours, and who reads it. */
function Footer({ visit }: { visit: Visit }) {
  const { caller, now, locale } = visit;
  const { frame, signOut } = locale.messages;
  return (
    <footer id="foot">
      <p>
        {frame.zone} <strong>{zoneText(now.unixMs)}</strong>
        {" · "}
        {dayText(now.unixMs, locale.language)}
        {now.quality === "unsynchronised"
          ? <strong class="mark high">{` · ${frame.clockUnsure}`}</strong>
          : null}
      </p>
      <Choices visit={visit} />
      {caller === undefined ? null : (
        <form method="post" action="/sign-out">
          <span>{caller.name}</span> <button type="submit">{signOut}</button>
        </form>
      )}
    </footer>
  );
}

const LANGUAGE_NAMES = { nl: "Nederlands", fr: "Français", de: "Deutsch", en: "English" } as const;

/** Language and colours; works without a script. */
function Choices({ visit: { languages, path, locale, theme } }: { visit: Visit }) {
  const { language, messages: { frame } } = locale;
  return (
    <form class="choices" method="post" action="/preferences">
      <input type="hidden" name="back" value={path} />
      <fieldset>
        <legend class="unseen">{frame.language}</legend>
        {languages.map((its) => (
          <Choice name="language" value={its} isChosen={its === language} lang={its}>
            {LANGUAGE_NAMES[its]}
          </Choice>
        ))}
      </fieldset>
      <fieldset>
        <legend class="unseen">{frame.theme}</legend>
        {THEMES.map((its) => (
          <Choice name="theme" value={its} isChosen={its === theme}>{frame.themes[its]}</Choice>
        ))}
      </fieldset>
    </form>
  );
}

function Choice(
  props: { name: string; value: string; isChosen: boolean; lang?: string; children: Child },
) {
  const { children, isChosen, lang, name, value } = props;
  return (
    <button
      type="submit"
      name={name}
      value={value}
      aria-pressed={isChosen ? "true" : "false"}
      {...defined({ lang })}
    >
      {children}
    </button>
  );
}
