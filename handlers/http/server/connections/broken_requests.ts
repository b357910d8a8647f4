/** Answers to what never becomes a request: too slow, too long, not HTTP. */
import type { Socket } from "node:net";

interface BrokenRequest {
  readonly status: string;
  readonly error: string;
  readonly message: string;
}

const TOO_SLOW: BrokenRequest = {
  status: "408 Request Timeout",
  error: "request-timeout",
  message: "The request did not arrive in time: send it again on a new connection",
};
const HEADERS_TOO_LARGE: BrokenRequest = {
  status: "431 Request Header Fields Too Large",
  error: "headers-too-large",
  message: "The headers are too long: send fewer",
};
const NOT_HTTP: BrokenRequest = {
  status: "400 Bad Request",
  error: "malformed-request",
  message: "This is not HTTP/1.1: check the address, and whether it is HTTP or HTTPS",
};

/** Gives a broken request one answer in the form of all others. Its connection is to be closed. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (socket.writable && error.code !== "ECONNRESET") socket.end(write(classify(error.code)));
  else socket.destroy();
}

function classify(code: string | undefined): BrokenRequest {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return TOO_SLOW;
  return code === "HPE_HEADER_OVERFLOW" ? HEADERS_TOO_LARGE : NOT_HTTP;
}

function write({ status, ...body }: BrokenRequest): string {
  const json = JSON.stringify(body);
  return [
    `HTTP/1.1 ${status}`,
    "connection: close",
    "content-type: application/json",
    `content-length: ${json.length}`,
    "",
    json,
  ].join("\r\n");
}
