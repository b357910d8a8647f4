import type { TimeLineMessages } from "./messages.ts";

/** Dutch. */
export const timeLine: TimeLineMessages = {
  title: "Tijdlijn",
};
