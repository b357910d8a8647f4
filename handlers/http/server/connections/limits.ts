/**
 * What everything that listens may cost: API and console, plain and with TLS, before and after a
 * credential is seen. Nothing else in the project decides such a limit.
 *
 * A _stranger_ is a connection on which no valid credential was seen yet.
 */
export interface HttpLimits {
  /** Connections of one listener at once. */
  readonly connections: number;
  /** Of these, places that only sources have which proved themselves lately. */
  readonly keptConnections: number;
  /** Connections of one source at once; an IPv6 source is a /64. */
  readonly connectionsPerSource: number;
  /** How long a source is known after it proved itself, in ms. */
  readonly knownForMs: number;
  /** Requests of one connection that may wait behind the one that is being answered. */
  readonly pipelinedRequests: number;
  /** Bytes of the headers of a request. */
  readonly headerBytes: number;
  /** Longest silence before a handshake is over or a first request begins, in ms. */
  readonly openingMs: number;
  /** Longest for the headers of a request, in ms. */
  readonly headersMs: number;
  /** Longest for a whole request, in ms. */
  readonly requestMs: number;
  /** Longest between two requests of a stranger, in ms. */
  readonly idleStrangerMs: number;
  /** Longest between two requests of who has proved itself, in ms. */
  readonly idleMs: number;
  /** Longest that an answer may stand still because its reader takes nothing, in ms. */
  readonly writeMs: number;
  /** What a request that was refused before it was read has left to hear so, in ms. */
  readonly refusalMs: number;
  /** Shortest between two requests of strangers, all of them together, in ms. */
  readonly strangerPaceMs: number;
  /** Shortest between two handshakes of sources that are not known, all of them together, in ms. */
  readonly handshakePaceMs: number;
  /** How often the times above are looked at, in ms. */
  readonly checkMs: number;
}

export const HTTP_LIMITS: HttpLimits = {
  connections: 512,
  keptConnections: 64,
  connectionsPerSource: 256,
  knownForMs: 3_600_000,
  pipelinedRequests: 8,
  headerBytes: 16_384,
  openingMs: 10_000,
  headersMs: 10_000,
  requestMs: 30_000,
  idleStrangerMs: 5_000,
  idleMs: 75_000,
  writeMs: 30_000,
  refusalMs: 500,
  strangerPaceMs: 5,
  handshakePaceMs: 10,
  checkMs: 500,
};

/** Bytes of the body of a request; what is longer is not read. */
export const BODY_LIMIT_BYTES = 65_536;

/**
 * What an answer that is long has more than `writeMs`, in ms a byte: a receiver behind a slow link
 * (4 KiB a second) gets its backlog, too.
 */
export const WRITE_MS_PER_BYTE = 1_000 / 4_096;
