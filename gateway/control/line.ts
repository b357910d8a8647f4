/**
 * How programs on this box speak with each other: over a Unix socket, one connection a request, one
 * JSON line each way.
 */
import { rmSync } from "node:fs";
import { PendingPromises } from "../../handlers/tools/pending_promises.ts";
import { withinTime } from "../../handlers/tools/time_limit.ts";

/** Longest line either way, in bytes. */
const MAX_LINE_BYTES = 1_048_576;
const LINE_FEED = 0x0a;
/** Only the owner. */
const MODE = 0o600;

/** Gives the value that answers a line; it is cut short when the server stops. */
export type AnswerLine = (line: string, stopping: AbortSignal) => Promise<unknown>;

/** Listens until it is disposed of. */
export class LineServer implements AsyncDisposable {
  readonly #listener: Deno.UnixListener;
  readonly #answer: AnswerLine;
  readonly #onUnanswered: (cause: unknown) => void;
  readonly #open = new Set<Deno.Conn>();
  readonly #serving = new PendingPromises();
  readonly #stopping = new AbortController();
  readonly #accepting: Promise<void>;

  /**
   * @param path A socket that was left there is replaced: its program has to be known to be gone.
   * @param onUnanswered Takes why a line got no answer: who asked has gone, or it could not be given.
   * @throws Error when the socket cannot be made.
   */
  constructor(path: string, answer: AnswerLine, onUnanswered: (cause: unknown) => void = () => {}) {
    rmSync(path, { force: true });
    this.#listener = Deno.listen({ transport: "unix", path });
    Deno.chmodSync(path, MODE);
    this.#answer = answer;
    this.#onUnanswered = onUnanswered;
    this.#accepting = this.#accept();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    this.#stopping.abort();
    for (const connection of [...this.#open]) this.#close(connection);
    await this.#accepting;
    await this.#serving.settled();
    rmSync((this.#listener.addr as Deno.UnixAddr).path, { force: true });
  }

  async #accept(): Promise<void> {
    for await (const connection of this.#listener) {
      this.#open.add(connection);
      void this.#serving.add(this.#serve(connection));
    }
  }

  async #serve(connection: Deno.Conn): Promise<void> {
    try {
      const line = await readLine(connection);
      await writeLine(connection, await this.#answer(line, this.#stopping.signal));
    } catch (cause) {
      this.#onUnanswered(cause);
    } finally {
      this.#close(connection);
    }
  }

  /** Once: by who has served it, or by the end. */
  #close(connection: Deno.Conn): void {
    if (this.#open.delete(connection)) connection.close();
  }
}

/**
 * Asks a program for something.
 * @param withinMs How long to wait for the answer: a program that is stopped or hangs takes the
 * connection and says nothing. Default: for ever.
 * @returns undefined: none listens at the socket.
 * @throws DOMException `TimeoutError` when the answer does not come in time.
 */
export async function exchange(
  path: string,
  request: unknown,
  withinMs?: number,
): Promise<unknown> {
  const connection = await connect(path);
  if (connection === undefined) return undefined;
  const answer = converse(connection, request);
  // When its caller has given up, it fails by the end of the connection.
  answer.catch(() => {});
  try {
    if (withinMs === undefined) return await answer;
    const given = await withinTime(withinMs, answer);
    if (given !== undefined) return given;
    throw new DOMException("the program does not answer", "TimeoutError");
  } finally {
    connection.close();
  }
}

async function converse(connection: Deno.Conn, request: unknown): Promise<unknown> {
  await writeLine(connection, request);
  return JSON.parse(await readLine(connection));
}

/**
 * Connects to a program; undefined: none listens at the socket.
 * @throws PermissionDenied when it is another user's.
 */
export async function connect(path: string): Promise<Deno.Conn | undefined> {
  try {
    return await Deno.connect({ transport: "unix", path });
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied) throw error;
    return undefined;
  }
}

/** Reads one line. @throws Error when it is too long or the connection ends before it. */
async function readLine(connection: Deno.Conn): Promise<string> {
  const buffer = new Uint8Array(65_536);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const count = await connection.read(buffer);
    if (count === null) throw new Error("the connection ended before its line");
    const end = buffer.subarray(0, count).indexOf(LINE_FEED);
    chunks.push(buffer.slice(0, end === -1 ? count : end));
    if (end !== -1) return new TextDecoder().decode(await new Blob(chunks as BlobPart[]).bytes());
    size += count;
    if (size > MAX_LINE_BYTES) throw new Error("the line is too long");
  }
}

/** Writes one value as a line of JSON. */
async function writeLine(connection: Deno.Conn, value: unknown): Promise<void> {
  let rest = new TextEncoder().encode(`${JSON.stringify(value)}\n`);
  while (rest.length > 0) rest = rest.subarray(await connection.write(rest));
}
