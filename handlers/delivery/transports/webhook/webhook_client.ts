/** HTTP requests to one address: bounded in time and size, never redirected. */
import { Agent as HttpAgent, type ClientRequest, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { connect as tcpConnect } from "node:net";
import { connect as tlsConnect } from "node:tls";
import { defined } from "../../../../devices/tools/defined.ts";
import { oldestTls, type TlsVersion } from "../../../tools/tls_version.ts";
import type { WebhookAnswer } from "./webhook_answer.ts";

/** From the first packet to the end of the answer, in ms. */
const TIMEOUT_MS = 10_000;
/** Of an answer no more is read. */
const ANSWER_BYTES_LIMIT = 16_384;

/** PEM texts. */
export interface TlsTexts {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export class WebhookClient implements Disposable {
  readonly #url: URL;
  readonly #agent: HttpAgent;
  readonly #request: typeof httpRequest;

  readonly #oldest: ReturnType<typeof oldestTls>;

  /**
   * @param connections Kept open at most.
   * @param tlsMin Oldest TLS version that is spoken.
   */
  constructor(url: URL, connections: number, tlsMin?: TlsVersion) {
    this.#url = url;
    const isTls = url.protocol === "https:";
    const options = { keepAlive: true, maxSockets: connections };
    this.#oldest = oldestTls(tlsMin);
    this.#agent = isTls ? new HttpsAgent({ ...options, ...this.#oldest }) : new HttpAgent(options);
    this.#request = isTls ? httpsRequest : httpRequest;
  }

  /** @throws Error when there is no answer; an answer of any status is returned. */
  post(
    body: string,
    headers: Readonly<Record<string, string | number>>,
    tls: TlsTexts,
    cut: AbortSignal,
  ): Promise<WebhookAnswer> {
    const { ca, cert, key } = tls;
    const options = { method: "POST", headers: { ...headers }, ...defined({ ca, cert, key }) };
    // A kept connection that the receiver closes as it is used again is replaced by the runtime.
    return exchange(this.#request(this.#url, { ...options, agent: this.#agent }), body, cut);
  }

  /** Opens a connection and closes it. @throws Error when that does not work. */
  connect(tls: TlsTexts, cut: AbortSignal): Promise<void> {
    const isTls = this.#url.protocol === "https:";
    const host = this.#url.hostname.replace(/^\[|\]$/g, "");
    const port = Number(this.#url.port || (isTls ? 443 : 80));
    const { ca, cert, key } = tls;
    const socket = isTls
      ? tlsConnect({
        host,
        port,
        servername: host,
        ...this.#oldest,
        ...defined({ ca, cert, key }),
      })
      : tcpConnect({ host, port });
    return new Promise((resolve, reject) => {
      const stop = limit((cause) => socket.destroy(cause), cut);
      socket.once(isTls ? "secureConnect" : "connect", () => {
        resolve();
        socket.destroy();
      });
      socket.once("error", reject);
      socket.once("close", () => {
        stop();
        reject(new Error("the connection was closed"));
      });
    });
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}

/** Sends a body and reads the answer. What the status says holds, however its body ends. */
function exchange(request: ClientRequest, body: string, cut: AbortSignal): Promise<WebhookAnswer> {
  return new Promise((resolve, reject) => {
    const stop = limit((cause) => request.destroy(cause), cut);
    let failure: Error = new Error("the connection was closed");
    let answer: WebhookAnswer | undefined;
    request.once("response", (response) => {
      const { headers, statusCode } = response;
      const chunks: Uint8Array[] = [];
      let size = 0;
      answer = { status: statusCode!, retryAfter: headers["retry-after"], body: "" };
      response.on("data", (chunk: Uint8Array) => {
        chunks.push(chunk);
        size += chunk.length;
        answer = { ...answer!, body: textOf(chunks) };
        if (size > ANSWER_BYTES_LIMIT) request.destroy();
      });
      response.on("error", () => {});
      // An ended answer frees its connection for the next request.
      response.once("end", () => settle());
    });
    const settle = () => {
      stop();
      if (answer === undefined) reject(failure);
      else resolve(answer);
    };
    request.on("error", (cause) => failure = cause);
    request.once("close", settle);
    request.end(body);
  });
}

/** Ends something after its time or when it is cut; the returned function takes that back. */
function limit(end: (cause: Error) => void, cut: AbortSignal): () => void {
  const timer = setTimeout(
    () => end(new Error(`no answer within ${TIMEOUT_MS / 1_000} s`)),
    TIMEOUT_MS,
  );
  const onCut = () => end(new Error("the gateway stops"));
  if (cut.aborted) onCut();
  else cut.addEventListener("abort", onCut);
  return () => {
    clearTimeout(timer);
    cut.removeEventListener("abort", onCut);
  };
}

function textOf(chunks: readonly Uint8Array[]): string {
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return new TextDecoder().decode(bytes);
}
