/**
 * Who guesses passwords from many addresses of this box, without end, in a process of its own:
 * `sign_in_load.ts CONSOLE_PORT NAME…`. Half of the guesses are for the accounts that are named, half
 * for names that there are not; some come on connections that are kept, others on new ones, and some
 * are passkeys that are none. Says "loading" when all of it has begun. Its connections are bounded:
 * 64 at once, each of which waits for its answer.
 */
import http from "node:http";

const [consolePort, ...NAMES] = Deno.args;
const SOURCES = 64;
const KEPT = 48;
const NEW = 16;

let guesses = 0;

function guess(localAddress: string, agent: http.Agent | undefined): void {
  guesses++;
  const again = () => setTimeout(() => guess(localAddress, agent), 0);
  const name = guesses % 2 === 0 ? NAMES[guesses % NAMES.length]! : `nobody-${guesses}`;
  const isPasskey = guesses % 10 === 0;
  const fields = isPasskey
    ? { ticket: "A".repeat(96), response: '{"id":"AAAA","response":{}}' }
    : { name, password: `guess number ${guesses}` };
  const body = new URLSearchParams(Object.entries(fields)).toString();
  const request = http.request({
    port: consolePort,
    host: "127.0.0.1",
    path: isPasskey ? "/sign-in/passkey" : "/sign-in",
    method: "POST",
    localAddress,
    agent: agent ?? false,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "content-length": String(body.length),
    },
  }, (answer) => {
    answer.resume();
    answer.once("close", again);
  });
  request.on("error", again);
  request.end(body);
}

const agents = Array.from(
  { length: SOURCES },
  () => new http.Agent({ keepAlive: true, maxSockets: 1 }),
);
const addressOf = (n: number) => `127.0.0.${2 + n % SOURCES}`;
for (let n = 0; n < KEPT; n++) guess(addressOf(n), agents[n % SOURCES]);
for (let n = 0; n < NEW; n++) guess(addressOf(KEPT + n), undefined);
// deno-lint-ignore no-console -- this is how it says that it has begun
setTimeout(() => console.log("loading"), 1_000);
