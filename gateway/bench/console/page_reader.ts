/** Reads pages as a browser does, over one connection that stays, and counts what they load. */
import { Agent, get, type IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";
import { buffer } from "node:stream/consumers";

/** What is not counted in a first load: the map, which only some pages have. */
const OF_THE_MAP = /^(map|maplibre|leaflet|pmtiles)/;
const ASSET = /(?:href|src)="\/assets\/([^"]+)"/g;
const IMPORT = /(?:from|import)\s*["']\.\/([^"']+)["']/g;

/** What came from an address. */
export interface Content {
  readonly html: string;
  /** Over the wire, packed where the server packs. */
  readonly bytes: number;
}

/** A page as it came. */
export interface ReadPage extends Content {
  /** From the request until the last byte, in ms. */
  readonly tookMs: number;
}

/** What a browser says that it can unpack. */
const UNPACKS = { "accept-encoding": "gzip" };

export class PageReader implements Disposable {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #assets = new Map<string, Promise<Content>>();

  constructor(readonly origin: string) {}

  /** @throws when there is no page at the address. */
  async read(address: string, cookie?: string): Promise<ReadPage> {
    const startedAtMs = performance.now();
    const content = await this.#get(address, cookie);
    return { ...content, tookMs: performance.now() - startedAtMs };
  }

  /** Bytes of a page with all that it loads, each file once, as they come over the wire. */
  async firstLoadBytes(page: Content): Promise<number> {
    const assets = await Promise.all(
      [...await this.assetsOf(page)].map((name) => this.#asset(name)),
    );
    return assets.reduce((sum, asset) => sum + asset.bytes, page.bytes);
  }

  /** Names of what a page loads, modules of modules included. */
  async assetsOf({ html }: Content): Promise<ReadonlySet<string>> {
    const names = new Set<string>();
    const add = async (name: string) => {
      if (names.has(name) || OF_THE_MAP.test(name)) return;
      names.add(name);
      if (!name.endsWith(".js")) return;
      for (const [, next] of (await this.#asset(name)).html.matchAll(IMPORT)) await add(next!);
    };
    for (const [, name] of html.matchAll(ASSET)) await add(name!);
    return names;
  }

  #asset(name: string): Promise<Content> {
    const known = this.#assets.get(name) ?? this.#get(`/assets/${name}`);
    this.#assets.set(name, known);
    return known;
  }

  async #get(address: string, cookie?: string): Promise<Content> {
    const headers = { ...UNPACKS, ...(cookie === undefined ? {} : { cookie }) };
    const { promise, reject, resolve } = Promise.withResolvers<IncomingMessage>();
    get(`${this.origin}${address}`, { agent: this.#agent, headers }, resolve).on("error", reject);
    const answer = await promise;
    const bytes = await buffer(answer);
    if (answer.statusCode !== 200) {
      throw new Error(`${address} was answered with ${answer.statusCode}`);
    }
    const isPacked = answer.headers["content-encoding"] === "gzip";
    const html = (isPacked ? gunzipSync(bytes) : bytes).toString();
    return { html, bytes: bytes.length };
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}
