import type { TimeLineMessages } from "./messages.ts";

/** German. */
export const timeLine: TimeLineMessages = {
  title: "Zeitachse",
};
