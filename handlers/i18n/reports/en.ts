import type { ReportMessages } from "./messages.ts";

/** English. */
export const reports: ReportMessages = {
  title: "Reports",
};
