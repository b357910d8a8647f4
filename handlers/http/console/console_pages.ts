import { ACCOUNT_PAGES } from "./account/account_routes.tsx";
import { SET_UP_PAGES } from "./account/set_up_routes.tsx";
import { SIGN_IN_PAGES } from "./account/sign_in_routes.tsx";
import { ALARM_PAGES } from "./alarm_routes.tsx";
import { openAssets } from "./assets.ts";
import { AUDIT_PAGES } from "./audit_routes.tsx";
import { DELIVERY_PAGES } from "./delivery_routes.tsx";
import { DEVICE_PAGES } from "./devices.tsx";
import { MAP_PAGES } from "./map/map_routes.tsx";
import { INCIDENT_PAGES } from "./incident_routes.tsx";
import { NOTE_PAGES } from "./notes_routes.tsx";
import { MODEM_PAGES } from "./modems/modem_routes.tsx";
import { definePage, type PageDefinition } from "./page_definition.ts";
import { PEOPLE_PAGES } from "./people.tsx";
import { REPORT_PAGES } from "./reports_routes.tsx";
import { SYSTEM_PAGES } from "./system/system_routes.tsx";
import { PREFERENCE_PAGES } from "./preference_routes.ts";

/** Every address of the console; what is not here is not served. */
export const CONSOLE_PAGES: readonly PageDefinition[] = [
  definePage({
    method: "GET",
    path: "/assets/{name}",
    access: "anyone",
    shows: "nothing",
    handle: openAssets(),
  }),
  ...SIGN_IN_PAGES,
  ...SET_UP_PAGES,
  ...ACCOUNT_PAGES,
  ...PREFERENCE_PAGES,
  ...ALARM_PAGES,
  ...INCIDENT_PAGES,
  ...NOTE_PAGES,
  ...MAP_PAGES,
  ...DEVICE_PAGES,
  ...MODEM_PAGES,
  ...DELIVERY_PAGES,
  ...REPORT_PAGES,
  ...PEOPLE_PAGES,
  ...AUDIT_PAGES,
  ...SYSTEM_PAGES,
];
