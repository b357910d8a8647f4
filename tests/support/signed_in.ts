/** People with an account of a gateway that runs in a process of its own. */
import { once } from "node:events";
import http, { type IncomingMessage } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { DirectStore, type Role } from "../../db/store.ts";
import { Accounts } from "../../handlers/accounts/accounts.ts";
import { RunningClock } from "./clocks.ts";
import { BOX, PASSWORD, setUpPerson } from "./people.ts";
import type { GatewayBox, RunningGateway } from "./running_gateway.ts";

/** Somebody who has set up an account, and signs in as people do. */
export class BoxPerson {
  readonly #recoveryCodes: string[];
  #cookie: Promise<string> | undefined;

  constructor(
    readonly name: string,
    /** Base32, of the authenticator app. */
    readonly secret: string,
    recoveryCodes: readonly string[],
  ) {
    this.#recoveryCodes = [...recoveryCodes];
  }

  /**
   * Signs in with password and a recovery code, of which there are ten; the cookie of the session.
   * @param source Address of this box to come from.
   */
  async signIn({ consoleUrl }: RunningGateway, source = "127.0.0.1"): Promise<string> {
    const fields = { name: this.name, password: PASSWORD };
    const password = await post(`${consoleUrl}/sign-in`, fields, source);
    const recovery = this.#recoveryCodes.pop()!;
    const code = `${consoleUrl}/sign-in/code`;
    return cookieOf(await post(code, { recovery }, source, cookieOf(password)));
  }

  /** Takes all roles away but this one. */
  async become(box: GatewayBox, role: Role): Promise<void> {
    await withAccounts(box, (accounts) => accounts.setRoles(this.name, [role], BOX));
  }

  /** The cookie of one session for all that ask; the first signs in. */
  cookie(gateway: RunningGateway): Promise<string> {
    return this.#cookie ??= this.signIn(gateway);
  }
}

/** Adds an account to the store of a gateway, whether that runs or not, and sets it up. */
export function addPerson(box: GatewayBox, ...roles: [Role, ...Role[]]): Promise<BoxPerson> {
  const name = `an.${roles[0]}`;
  const account = { name, fullName: "An Peeters", roles };
  return withAccounts(box, async (accounts) => {
    const { recoveryCodes, secret } = await setUpPerson(accounts, account, Date.now());
    return new BoxPerson(name, secret, recoveryCodes);
  });
}

/** Uses the accounts of a gateway as a command on its box does. */
export async function withAccounts<T>(
  box: GatewayBox,
  use: (accounts: Accounts) => Promise<T>,
): Promise<T> {
  const folder = join(box.folder, "data");
  Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
  using store = new DirectStore(join(folder, "vigil.db"));
  const ports = { store, clock: new RunningClock(), raise() {}, log: NO_LOG };
  await using accounts = new Accounts(ports);
  return await use(accounts);
}

const NO_LOG = { debug() {}, info() {}, warn() {}, error() {} };

async function post(
  url: string,
  fields: Record<string, string>,
  localAddress: string,
  cookie = "",
): Promise<IncomingMessage> {
  const headers = { cookie, "content-type": "application/x-www-form-urlencoded" };
  const request = http.request(url, { method: "POST", headers, localAddress, agent: false });
  request.end(new URLSearchParams(fields).toString());
  const [answer] = await once(request, "response") as [IncomingMessage];
  const content = await text(answer);
  if (answer.statusCode !== 303) throw new Error(`${url}: ${answer.statusCode} ${content}`);
  return answer;
}

/** What the browser would send from now on. */
function cookieOf({ headers }: IncomingMessage): string {
  const given = headers["set-cookie"]!.map((its) => its.split(";")[0]!);
  return given.filter((its) => !its.endsWith("=")).join("; ");
}
