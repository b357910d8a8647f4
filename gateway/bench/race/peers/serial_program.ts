import { Child } from "../../child.ts";
import type { PeerPlace, RunningPeer } from "../peer.ts";
import { SerialFeed } from "./serial_feed.ts";

/** A program for Node.js that reads events from a serial line. */
export interface SerialProgram {
  readonly args: (serialPath: string) => readonly string[];
  readonly env?: Record<string, string>;
}

/** A place for it, with a serial line that outlives it. */
export function serialPlace({ args, env = {} }: SerialProgram): PeerPlace {
  const feed = new SerialFeed();
  return {
    start() {
      feed.begin();
      const child = Child.spawn("node", args(feed.path), { env, stdout: "null" });
      return Promise.resolve<RunningPeer>({
        pid: child.pid,
        offer: (events, options) => feed.offer(events, options),
        press: (event) => feed.press(event),
        kill: () => child.kill(),
        [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
      });
    },
    [Symbol.asyncDispose]: () => feed[Symbol.asyncDispose](),
  };
}
