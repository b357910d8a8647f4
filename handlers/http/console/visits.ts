/** Who reads a page, how, and what of it that reader may see and do. */
import type { Author } from "../../../db/store.ts";
import type { GatewayStatus } from "../../supervision/status.ts";
import type { HttpContext } from "../server/route.ts";
import { momentOf } from "./views/moment.ts";
import { readOpenView } from "./views/open_view.ts";
import type { Locale, Rights, Visit } from "./pages/visit.ts";
import { type PageDefinition, pageOf, pathsFor } from "./page_definition.ts";
import type { ConsolePorts } from "./ports.ts";
import { readPreferences } from "./preferences.ts";
import { reloadsItself, withoutRefresh } from "./refresh.ts";
import { DEMO_READER, type PageReader } from "./reader.ts";
import { signedInBy } from "./session_cookie.ts";
import { chooseLanguage, MESSAGES } from "../../i18n/locales.ts";

/** The header of a page that reloads itself without a person having used it since. */
const BY_ITSELF = "vigil-by-itself";

export class Visits {
  readonly #ports: ConsolePorts;
  readonly #pages: readonly PageDefinition[];

  /** @param pages All that there are. */
  constructor(ports: ConsolePorts, pages: readonly PageDefinition[]) {
    this.#ports = ports;
    this.#pages = pages;
  }

  /**
   * Who reads; undefined: a stranger. What a page asks for by itself does not extend the session, so
   * that a tab left open is signed out in the end. An open wall does: it is looked at, not touched.
   */
  reader(context: HttpContext): PageReader | undefined {
    if (this.#ports.isOpen) return DEMO_READER;
    const { path } = context.req;
    const isWall = path === "/feed"
      ? context.req.query("of") === "wall"
      : path === "/" && reloadsItself(context);
    const isUse = isWall || (path !== "/feed" && !isByItself(context));
    const found = signedInBy(context.env.incoming, this.#ports, isUse ? "use" : "look");
    return found && { ...found, roles: found.person.roles };
  }

  /** The language that a page is to be in. */
  locale(context: HttpContext): Locale {
    const { language: chosen } = readPreferences(context);
    const wishes = context.req.header("accept-language");
    const language = chooseLanguage(wishes, this.#ports.languages, chosen);
    return { language, messages: MESSAGES[language] };
  }

  /** What a page needs to know of this request. */
  of(context: HttpContext, reader = this.reader(context)): Visit {
    const rights = rightsOf(reader);
    const now = momentOf(this.#ports.clock);
    const { pathname, search } = new URL(context.req.url);
    const { map: maps } = this.#ports;
    // Strangers see none of it, so for them nothing is looked up.
    let status: GatewayStatus | undefined;
    const snapshot = () => status ??= this.#ports.status.snapshot();
    return {
      locale: this.locale(context),
      theme: readPreferences(context).theme,
      path: context.req.method === "GET"
        ? withoutRefresh(pathname + search)
        : pageOf(pathname, this.#pages),
      here: pathname,
      languages: this.#ports.languages,
      now,
      get status() {
        return snapshot();
      },
      person: reader?.person,
      session: reader?.session,
      opens: pathsFor(reader, this.#pages),
      open: rights.readsAlarms ? readOpenView(this.#ports, now) : { incidents: [], hasMore: false },
      get map() {
        return maps.shown();
      },
      rights,
    };
  }
}

/** Whether a page reads itself again without a person having used it since. */
export function isByItself(context: HttpContext): boolean {
  return context.req.header(BY_ITSELF) !== undefined || reloadsItself(context);
}

/** Who does what a page does. @param source Address that the request came from. */
export function authorOf(reader: PageReader | undefined, source: string): Author {
  const { id, name } = reader?.person ?? {};
  if (id === undefined || name === undefined) {
    return { kind: "gateway", name: "demo", from: source };
  }
  return { kind: "person", name, id, from: source };
}

function rightsOf(reader: PageReader | undefined): Rights {
  const isOperator = reader?.roles.includes("operator") ?? false;
  return {
    readsAlarms: isOperator,
    movesIncidents: isOperator,
    changesDevices: reader?.roles.includes("technician") ?? false,
  };
}
