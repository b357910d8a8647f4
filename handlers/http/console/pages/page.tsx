/** What every page of the console has in common. */
import type { Child } from "hono/jsx";
import type { Messages } from "../../../i18n/messages.ts";
import type { Theme } from "../preferences.ts";
import { withRefresh } from "../refresh.ts";
import { zoneName } from "../views/moment.ts";
import { openCount } from "../views/open_view.ts";
import { Footer } from "./footer.tsx";
import { Header } from "./header.tsx";
import { KeyList } from "./keys.tsx";
import { Silence } from "./sound_switch.tsx";
import type { Locale, Visit } from "./visit.ts";

/** Stands where there is nothing to say. */
export const NONE = <span class="quiet">–</span>;

interface DocumentProps {
  readonly locale: Locale;
  readonly theme: Theme;
  readonly title: string;
  /** It is kept up to date by the script; without one, it is read again at this address. */
  readonly isLive?: boolean;
  readonly refreshTo?: string;
  /** An alarm is open, which the icon shows as well. */
  readonly isAlarm?: boolean;
  readonly children: Child;
  /** Names of assets of this page alone, beside the style sheet that all pages have. */
  readonly styles?: readonly string[];
  /** Names of assets: modules that this page runs. */
  readonly scripts?: readonly string[];
}

/** The HTML document around a page; it needs no state of the gateway. */
export function Document(
  { children, isAlarm, isLive, locale, refreshTo, scripts = [], styles = [], theme, title }:
    DocumentProps,
) {
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
        {["console.css", ...(isLive === true ? ["wall.css"] : []), ...styles].map((name) => (
          <link
            rel="stylesheet"
            href={`/assets/${name}`}
          />
        ))}
        {isLive === true
          ? (
            <>
              <script type="module" src="/assets/live.js"></script>
              <script type="module" src="/assets/keys.js"></script>
              <script type="module" src="/assets/sound.js"></script>
              <noscript>
                <meta http-equiv="refresh" content={`10;url=${refreshTo ?? ""}`} />
              </noscript>
            </>
          )
          : null}
        {scripts.map((name) => <script type="module" src={`/assets/${name}`}></script>)}
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
        {isLive === true ? <KeyList messages={messages} /> : null}
      </body>
    </html>
  );
}

interface PageProps {
  readonly visit: Visit;
  readonly title: string;
  readonly isLive?: boolean;
  /** What is between head and foot. Default: what is renewed while the page is open. */
  readonly layout?: "form" | "report" | "card sign-in";
  readonly children: Child;
  /** Names of assets of this page alone, beside the style sheet that all pages have. */
  readonly styles?: readonly string[];
  /** Names of assets: modules that this page runs. */
  readonly scripts?: readonly string[];
}

/** A page with its head and foot. Its title and icon say whether an alarm is open. */
export function Page(props: PageProps) {
  const { children, isLive = false, layout, scripts = [], styles = [], title, visit } = props;
  const { open, locale, theme } = visit;
  const isAlarm = open.incidents.length > 0;
  return (
    <Document
      locale={locale}
      theme={theme}
      title={`${isAlarm ? `(${openCount(open)}) ` : ""}${title} · ${nameOf(visit)}`}
      isAlarm={isAlarm}
      isLive={isLive}
      refreshTo={withRefresh(visit.path)}
      scripts={scripts}
      styles={styles}
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
function isKnown({ opens }: Visit): boolean {
  return opens.length > 0;
}

function nameOf(visit: Visit): string {
  return isKnown(visit) ? `Vigil ${visit.status.name}` : "Vigil";
}

/** Shown by the script when the page no longer hears from the gateway. Outside of what it renews. */
function LinkBanners({ messages: { link, wall } }: { messages: Messages }) {
  return (
    <>
      <div class="banner" id="lost" role="alert" hidden>
        <strong>{link.lost}</strong> {link.lastWord} <time id="last-word"></time>{" "}
        <Silence what="lost" name={wall.sound.silenceLost} />
      </div>
      <div class="banner" id="signed-out" role="alert" hidden>
        <strong>{link.signedOut}</strong> <a href="/sign-in">{link.signInAgain}</a>
      </div>
      <div class="unseen" id="announcement" role="alert" aria-live="assertive"></div>
    </>
  );
}
