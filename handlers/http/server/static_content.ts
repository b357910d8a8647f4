/** Answers that are the same as long as the process runs: made once, kept, and compressed. */
import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { HttpContext } from "./route.ts";

/** What is handed to a connection at once: a reader that is slow makes us hold no more, in bytes. */
const PIECE_BYTES = 32_768;

interface Variant {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** With its quotation marks. */
  readonly tag: string;
}

interface Made {
  readonly plain: Variant;
  readonly gzip: Variant;
}

/** One piece of content with its media type. */
export class StaticContent {
  readonly #type: string;
  readonly #make: () => Promise<Uint8Array>;
  readonly #headers: Readonly<Record<string, string>>;
  #made: Promise<Made> | undefined;

  /**
   * @param make Gives the content; called at the first request, and again only if it fails.
   * @param headers Further headers of each answer.
   */
  constructor(
    type: string,
    make: () => Promise<Uint8Array>,
    headers: Readonly<Record<string, string>> = {},
  ) {
    this.#type = type;
    this.#make = make;
    this.#headers = headers;
  }

  /** The content in the form that the client understands, or 304 when it has it already. */
  async answer(context: HttpContext): Promise<Response> {
    const made = await this.#get();
    const isPacked = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i
      .test(context.req.header("accept-encoding") ?? "");
    const { bytes, tag } = isPacked ? made.gzip : made.plain;
    // Browsers ask each time whether it has changed: after an upgrade it has.
    const headers = { ...this.#headers, etag: tag, vary: "accept-encoding", ...NO_CACHE };
    if (knows(context.req.header("if-none-match"), tag)) return context.body(null, 304, headers);
    return context.body(inPieces(bytes), 200, {
      ...headers,
      "content-type": this.#type,
      "content-length": String(bytes.length),
      ...(isPacked ? { "content-encoding": "gzip" } : {}),
    });
  }

  #get(): Promise<Made> {
    return this.#made ??= this.#prepare().catch((error) => {
      this.#made = undefined;
      throw error;
    });
  }

  async #prepare(): Promise<Made> {
    const bytes = new Uint8Array(await this.#make());
    const packed = inPieces(bytes).pipeThrough(new CompressionStream("gzip"));
    const gzip = new Uint8Array(await new Response(packed).arrayBuffer());
    return { plain: { bytes, tag: tagOf(bytes) }, gzip: { bytes: gzip, tag: tagOf(gzip) } };
  }
}

const NO_CACHE = { "cache-control": "no-cache" };

function tagOf(bytes: Uint8Array): string {
  return `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
}

function knows(ifNoneMatch: string | undefined, tag: string): boolean {
  const known = (ifNoneMatch ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  return known.includes(tag) || known.includes("*");
}

/** Bytes as a stream; between two pieces everything else that waits has its turn. */
function inPieces(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      if (at > 0) await setImmediate();
      if (at < bytes.length) controller.enqueue(bytes.subarray(at, at += PIECE_BYTES));
      if (at >= bytes.length) controller.close();
    },
  }, { highWaterMark: 0 });
}
