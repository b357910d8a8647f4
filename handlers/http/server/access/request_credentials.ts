import type { IncomingMessage } from "node:http";
import type { TLSSocket } from "node:tls";
import type { Credentials } from "./auth.ts";
import { isLoopback, sourceOf } from "./source.ts";

/** Names that a browser cannot be made to use for an address of another party. */
const LOCAL_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;
/** What proxies add to what they hand on. */
const OF_PROXIES = /^(forwarded|via|x-forwarded(-.*)?|x-real-ip|x-client-ip|true-client-ip)$/;

/** What a request proves of who sent it. */
export function credentialsOf(incoming: IncomingMessage): Credentials {
  return {
    authorization: incoming.headers.authorization,
    commonName: verifiedCommonName(incoming.socket as TLSSocket),
    source: sourceOf(incoming.socket.remoteAddress),
    isLocal: isLocal(incoming),
  };
}

/**
 * Whether a program of this box asks by itself. What a proxy on this box hands on comes from
 * elsewhere; and so does what a page has a browser on this box send, having pointed its own name
 * to this address: its name is in the header `Host`.
 */
function isLocal({ headers, socket }: IncomingMessage): boolean {
  return isLoopback(socket.remoteAddress) && LOCAL_HOST.test(headers.host ?? "") &&
    !Object.keys(headers).some((name) => OF_PROXIES.test(name));
}

function verifiedCommonName(socket: TLSSocket): string | undefined {
  if (socket.authorized !== true) return undefined;
  const name = socket.getPeerCertificate().subject?.CN;
  return typeof name === "string" ? name : undefined;
}
