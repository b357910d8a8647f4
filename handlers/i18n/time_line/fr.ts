import type { TimeLineMessages } from "./messages.ts";

/** French. */
export const timeLine: TimeLineMessages = {
  title: "Chronologie",
};
