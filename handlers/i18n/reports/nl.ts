import type { ReportMessages } from "./messages.ts";

/** Dutch. */
export const reports: ReportMessages = {
  title: "Rapporten",
};
