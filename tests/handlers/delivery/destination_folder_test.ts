/** The transport that docs/adding-a-destination.md shows, under the suite of all destinations. */
import assert from "node:assert/strict";
import type { Requests } from "../../../handlers/delivery/request_transport.ts";
import type { Message, SendOutcome } from "../../../handlers/delivery/transport.ts";
import { Pause } from "../../support/pause.ts";
import { type SuiteEvent, type SuiteReceiver, testDestination } from "./destination_suite.ts";
import { FolderRequests } from "./folder_transport.ts";

/** Folders that are there, by a number of their own. */
const FOLDERS = new Map<number, Folder>();
let lastNumber = 0;

/** A folder, and what appeared in it, in its order. */
class Folder implements SuiteReceiver {
  readonly path: string;
  readonly seen: SuiteEvent[] = [];
  readonly refused = new Set<string>();
  delayMs = 0;

  constructor(readonly port = ++lastNumber) {
    this.path = Deno.makeTempDirSync({ prefix: "vigil-folder-" });
    FOLDERS.set(port, this);
  }

  take(id: string): void {
    const text = Deno.readTextFileSync(`${this.path}/${id}.json`);
    const { durable, priority } = JSON.parse(text);
    this.seen.push({ id, priority, ...(durable === undefined ? {} : { durable }) });
  }

  [Symbol.asyncDispose](): Promise<void> {
    FOLDERS.delete(this.port);
    Deno.removeSync(this.path, { recursive: true });
    return Promise.resolve();
  }
}

/** Has the folder's other side look at each file, refuse it, and take its time. */
class Watched implements Requests {
  readonly type = "webhook";
  readonly #port: number;
  /** Files appear one after the other, or their order would say nothing. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(port: number) {
    this.#port = port;
  }

  async send(message: Message, cut: AbortSignal): Promise<SendOutcome> {
    const folder = FOLDERS.get(this.#port);
    const requests = new FolderRequests(folder?.path ?? "/nonexistent");
    const sending = this.#last.then(() => requests.send(message));
    this.#last = sending;
    const outcome = await sending;
    if (outcome.result !== "delivered" || folder === undefined) return outcome;
    folder.take(message.id);
    const pause = new Pause(folder.delayMs);
    cut.addEventListener("abort", () => pause.cut());
    await pause.over;
    if (folder.refused.has(message.id)) return { result: "refused", reason: "not wanted" };
    return outcome;
  }

  probe(): Promise<string | undefined> {
    return new FolderRequests(FOLDERS.get(this.#port)?.path ?? "/nonexistent").probe();
  }

  [Symbol.dispose](): void {}
}

testDestination({
  name: "folder",
  type: "webhook",
  isSender: true,
  receive: (port) => Promise.resolve(new Folder(port)),
  start: (forwarding, { port }, { name, random = () => 0, reader, window = 16 }) =>
    forwarding.startRequests(new Watched(port), {
      ...forwarding.of(name),
      window,
      lostAfterMs: 200,
      refusedRetryMs: 300,
      random,
      ...(reader === undefined ? {} : { reader }),
    }),
});

Deno.test("The page about destinations shows this transport as it is tried here", () => {
  const page = Deno.readTextFileSync(
    new URL("../../../docs/adding-a-destination.md", import.meta.url),
  );
  const source = Deno.readTextFileSync(new URL("./folder_transport.ts", import.meta.url));
  const shown = source.slice(source.indexOf("export class")).trimEnd();
  assert.ok(page.includes(shown), "docs/adding-a-destination.md shows another text");
});
