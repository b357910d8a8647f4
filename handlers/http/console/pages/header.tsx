/** The head of every page, with its links, and what a screen reader hears of open alarms. */
import { clockText } from "../views/moment.ts";
import { openCount } from "../views/open_view.ts";
import { SoundSwitch } from "./sound_switch.tsx";
import type { Visit } from "./visit.ts";

/** The head of a page: where one is, where one can go, and whether the page is alive. */
export function Header({ isLive, visit }: { visit: Visit; isLive: boolean }) {
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
      {isLive && visit.rights.readsAlarms ? <SoundSwitch messages={locale.messages} /> : null}
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
      {open.incidents.map(({ device, id, isDrill, name, state }) => (
        <li
          id={`said-${id}`}
          {...(state === "new" || state === "received"
            ? { "data-sounds": isDrill ? "drill" : "alarm" }
            : {})}
          data-announce={`${messages.open.announce} ${messages.events[name] ?? name}, ${device}`}
        >
        </li>
      ))}
    </ul>
  );
}

/** That something does not work, on every page; leads to what it is. */
function ProblemLink({ visit: { opens, locale: { messages }, status } }: { visit: Visit }) {
  const count = status.degradations.length;
  if (count === 0 && status.store.isStoring) return null;
  const tone = status.store.isStoring ? "high" : "critical";
  const shown = ["/", "/devices"].find((path) => opens.includes(path));
  const text = (
    <>
      <span aria-hidden="true">▲</span>{" "}
      {status.store.isStoring ? messages.health.count(count) : messages.health.notStoring}
    </>
  );
  return shown === undefined
    ? <span class={`trouble ${tone}`}>{text}</span>
    : <a class={`trouble ${tone}`} href={`${shown}#problems`}>{text}</a>;
}

/** The links that the reader may open, on every page; `aria-current` says which one this is. */
function Navigation({ visit }: { visit: Visit }) {
  const { here, open, opens, locale: { messages } } = visit;
  const links = [
    ["/", messages.frame.alarms],
    ["/map", messages.map.title],
    ["/events", messages.frame.events],
    ["/incidents", messages.frame.incidents],
    ["/devices", messages.wearables.title],
    ["/modems", messages.modemPages.title],
    ["/delivery", messages.deliveryPages.title],
    ["/reports", messages.reports.title],
    ["/system", messages.system.title],
    ["/people", messages.people.title],
    ["/audit", messages.audit.title],
  ] as const;
  return (
    <nav>
      {links.filter(([href]) => opens.includes(href)).map(([href, name]) => (
        <a href={href} {...currentAt(here, href)}>
          {name}
          {href === "/" && open.incidents.length > 0
            ? <span class="count">{openCount(open)}</span>
            : null}
        </a>
      ))}
    </nav>
  );
}

/** Whether a link leads to the page that this is, or to the one that this is a part of. */
function currentAt(here: string, href: string): { "aria-current"?: "page" | "true" } {
  if (here === href) return { "aria-current": "page" };
  return href !== "/" && here.startsWith(`${href}/`) ? { "aria-current": "true" } : {};
}
