/** Who reads a page, how, and what of it that reader may see and do. */
import type { Author } from "../../../db/store.ts";
import type { GatewayStatus } from "../../supervision/status.ts";
import { credentialsOf } from "../server/access/request_credentials.ts";
import type { HttpContext } from "../server/route.ts";
import { momentOf } from "./views/moment.ts";
import { readOpenView } from "./views/open_view.ts";
import type { Locale, Rights, Visit } from "./pages/visit.ts";
import type { ConsolePorts } from "./ports.ts";
import { readPreferences } from "./preferences.ts";
import { DEMO_READER, type PageReader } from "./reader.ts";
import { personOf } from "./session_cookie.ts";
import { chooseLanguage, MESSAGES } from "../../i18n/locales.ts";

/** The header of a page that reloads itself without a person having used it since. */
const BY_ITSELF = "vigil-by-itself";

export class Visits {
  readonly #ports: ConsolePorts;
  readonly #opens: (reader: PageReader | undefined) => readonly string[];

  /** @param opens Paths of the pages that a reader may open. */
  constructor(
    ports: ConsolePorts,
    opens: (reader: PageReader | undefined) => readonly string[],
  ) {
    this.#ports = ports;
    this.#opens = opens;
  }

  /**
   * Who reads; undefined: a stranger. A request that a page makes by itself does not extend the
   * session, so that a tab left open is signed out in the end.
   */
  reader(context: HttpContext): PageReader | undefined {
    if (this.#ports.authenticator === undefined) return DEMO_READER;
    const isUse = context.req.path !== "/feed" && context.req.header(BY_ITSELF) === undefined;
    const person = personOf(context.req.header("cookie"), this.#ports, isUse);
    return person && { person, roles: person.roles };
  }

  /** Who does what a page does. */
  author(context: HttpContext): Author {
    const from = credentialsOf(context.env.incoming).source;
    const person = this.reader(context)?.person;
    if (person === undefined) return { kind: "gateway", name: "demo", from };
    return { kind: "person", name: person.name, id: person.id, from };
  }

  /** The language that a page is to be in. */
  locale(context: HttpContext): Locale {
    const { language: chosen } = readPreferences(context);
    const wishes = context.req.header("accept-language");
    const language = chooseLanguage(wishes, this.#ports.languages, chosen);
    return { language, messages: MESSAGES[language] };
  }

  /** What a page needs to know of this request. */
  of(context: HttpContext): Visit {
    const reader = this.reader(context);
    const rights = rightsOf(reader);
    const now = momentOf(this.#ports.clock);
    const { pathname, search } = new URL(context.req.url);
    // Strangers see none of it, so for them nothing is looked up.
    let status: GatewayStatus | undefined;
    const snapshot = () => status ??= this.#ports.status.snapshot();
    return {
      locale: this.locale(context),
      theme: readPreferences(context).theme,
      path: context.req.method === "GET" ? pathname + search : "/",
      languages: this.#ports.languages,
      now,
      get status() {
        return snapshot();
      },
      person: reader?.person,
      opens: this.#opens(reader),
      open: rights.readsAlarms ? readOpenView(this.#ports, now) : { incidents: [], hasMore: false },
      rights,
    };
  }
}

function rightsOf(reader: PageReader | undefined): Rights {
  const isOperator = reader?.roles.includes("operator") ?? false;
  return {
    readsAlarms: isOperator,
    movesIncidents: isOperator,
    changesDevices: reader?.roles.includes("technician") ?? false,
  };
}
