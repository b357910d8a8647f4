import type { ReportMessages } from "./messages.ts";

/** French. */
export const reports: ReportMessages = {
  title: "Rapports",
};
