/** Who reads a page, how, and what of it that reader may see and do. */
import type { Clock } from "../../../devices/time.ts";
import type { GatewayStatus, StatusSource } from "../../supervision/status.ts";
import type { Caller } from "../server/access/auth.ts";
import type { HttpContext } from "../server/route.ts";
import { momentOf } from "./views/moment.ts";
import { type OpenPorts, readOpenView } from "./views/open_view.ts";
import type { Locale, Rights, Visit } from "./pages/visit.ts";
import { readPreferences } from "./preferences.ts";
import { callerOf, type SignInPorts } from "./sign_in.tsx";
import { chooseLanguage, type Language, MESSAGES } from "../../i18n/locales.ts";

export interface VisitPorts extends OpenPorts, SignInPorts {
  readonly status: StatusSource;
  readonly clock: Clock;
  readonly languages: readonly Language[];
}

/** The header of a page that reloads itself without a person having used it since. */
const BY_ITSELF = "vigil-by-itself";

export class Visits {
  readonly #ports: VisitPorts;

  constructor(ports: VisitPorts) {
    this.#ports = ports;
  }

  /** Whether no one has to sign in. */
  get isOpen(): boolean {
    return this.#ports.authenticator === undefined;
  }

  /**
   * Who is signed in. A request that a page makes by itself does not extend the session, so that a tab
   * left open is signed out in the end.
   */
  caller(context: HttpContext): Caller | undefined {
    const isUse = context.req.path !== "/feed" && context.req.header(BY_ITSELF) === undefined;
    return callerOf(context.req.header("cookie"), this.#ports, isUse);
  }

  isSignedIn(context: HttpContext): boolean {
    return this.isOpen || this.caller(context) !== undefined;
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
    const caller = this.caller(context);
    const rights = this.#rightsOf(caller);
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
      caller,
      open: rights.readsAlarms ? readOpenView(this.#ports, now) : { incidents: [], hasMore: false },
      rights,
    };
  }

  /** In the demo everybody may try what an operator does. */
  #rightsOf(caller: Caller | undefined): Rights {
    const isOperator = caller?.roles.includes("operator") === true || this.isOpen;
    return {
      readsAlarms: isOperator,
      movesIncidents: isOperator,
      changesDevices: caller?.roles.includes("technician") === true,
    };
  }
}
