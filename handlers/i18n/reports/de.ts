import type { ReportMessages } from "./messages.ts";

/** German. */
export const reports: ReportMessages = {
  title: "Berichte",
};
