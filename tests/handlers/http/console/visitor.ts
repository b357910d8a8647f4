import { PASSWORD, type SetUpPerson, totpOf } from "../../../support/people.ts";
import { textOf } from "../../../support/visit.ts";
import type { ConsoleHarness } from "./console_harness.ts";

const IN_ENGLISH = { "accept-language": "en" };

/** A browser: it keeps cookies, and follows nothing by itself. */
export class Visitor {
  readonly cookies = new Map<string, string>();

  /** @param cookie Of a session that there is. */
  constructor(readonly gateway: ConsoleHarness, cookie?: string) {
    const [name, value] = (cookie ?? "").split("=");
    if (name !== undefined && value !== undefined) this.cookies.set(name, value);
  }

  async open(path: string) {
    return this.#read(await this.gateway.call(path, { headers: IN_ENGLISH }, this.#cookie));
  }

  async post(path: string, fields: Record<string, string>, headers = {}) {
    const all = { ...IN_ENGLISH, ...headers };
    return this.#read(await this.gateway.post(path, fields, this.#cookie, all));
  }

  /** Name and password; the second step is next. */
  password(name: string, password = PASSWORD) {
    return this.post("/sign-in", { name, password });
  }

  get #cookie(): string {
    return [...this.cookies].map((its) => its.join("=")).join("; ");
  }

  async #read(answer: Response) {
    for (const given of answer.headers.getSetCookie()) {
      const [name = "", value = ""] = given.split(";")[0]!.split("=");
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const { headers, status } = answer;
    const location = headers.get("location");
    const markup = await answer.text();
    return { status, location, headers, markup, text: textOf(markup) };
  }
}

/** The code that the app of a person shows by the gateway's clock, so many steps from now. */
export function appOf({ secret }: Pick<SetUpPerson, "secret">, gateway: ConsoleHarness, steps = 1) {
  return totpOf(secret, gateway.clock.unixMs() + steps * 30_000);
}
