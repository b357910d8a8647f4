import type { RecentWrites } from "../../../db/store.ts";
import type { Fetch } from "./connections/listener.ts";

/** Answers each request once what dispatch may have been told of can be read as well. */
export function onceReadable({ recent }: { readonly recent: RecentWrites }, fetch: Fetch): Fetch {
  return async (request, env) => {
    await recent.readable();
    return await fetch(request, env);
  };
}
