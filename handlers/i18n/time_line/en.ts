import type { TimeLineMessages } from "./messages.ts";

/** English. */
export const timeLine: TimeLineMessages = {
  title: "Time line",
};
