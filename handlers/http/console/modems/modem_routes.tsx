/** The addresses of modems: which there are, one of them, and what is done to it. */
import type { Result } from "../../../../devices/result.ts";
import type { ModemServiceProblem } from "../../../modems/modem_service.ts";
import { definePage, type PageCall, type PageDefinition } from "../page_definition.ts";
import { ProvisionPage, ResetPage } from "../pages/modems/modem_acts.tsx";
import { ModemPage } from "../pages/modems/modem_page.tsx";
import { ModemsPage } from "../pages/modems/modems_page.tsx";
import { MessagePage } from "../pages/pages.tsx";
import { isRefresh } from "../refresh.ts";
import { page } from "../reply.tsx";
import { findModem, readModemView } from "../views/modems/modem_view.ts";
import { modemAct } from "./modem_act.tsx";
import { SET_UP_MODEM_PAGES } from "./set_up_modem_routes.tsx";

const common = { access: { roles: ["technician"] }, shows: "nothing" } as const;

/** How long a test listens for a wearable, in ms. */
export const LISTEN_MS = 10_000;

export const MODEM_PAGES: readonly PageDefinition[] = [
  definePage({
    ...common,
    method: "GET",
    path: "/modems",
    async handle({ context, ports, visit }) {
      const modems = ports.modemService.modems();
      const listed = await ports.portService.ports(isRefresh(context));
      return page(context, <ModemsPage modems={modems} ports={listed} visit={visit} />);
    },
  }),
  // Their third part is none of the acts of a modem, so that a modem may be named "ports".
  ...SET_UP_MODEM_PAGES,
  definePage({ ...common, method: "GET", path: "/modems/{name}", handle: modemPage }),
  definePage({ ...common, method: "GET", path: "/modems/{name}/reset", handle: askReset }),
  definePage({ ...common, method: "GET", path: "/modems/{name}/provision", handle: askProvision }),
  ...actPage("probe", ({ by, ports }, modem) => ports.modemService.probe(modem, by)),
  ...actPage("read-back", ({ by, ports }, modem) => ports.modemService.readBack(modem, by)),
  ...actPage("reset", ({ by, ports }, modem) => ports.modemService.reset(modem, by)),
  ...actPage("provision", ({ by, ports }, modem, field) => {
    const isInConfigurationMode = field("configurationMode") === "yes";
    return ports.modemService.provision({ modem, isInConfigurationMode, by });
  }),
  ...actPage("test", ({ by, ports }, modem, field) => {
    const partner = field("partner");
    const request = { modem, listenMs: LISTEN_MS, by };
    return ports.modemService.test(partner === "" ? request : { ...request, partner });
  }),
];

function modemPage(call: PageCall): Response {
  const { context, ports, visit } = call;
  const view = readModemView(ports, context.req.param("name"), visit);
  if (view === undefined) return unknownModem(call);
  return page(context, <ModemPage view={view} visit={visit} />);
}

function askReset(call: PageCall): Response {
  const { context, ports, visit } = call;
  const modem = findModem(ports, context.req.param("name"));
  if (modem === undefined) return unknownModem(call);
  return page(context, <ResetPage modem={modem} visit={visit} />);
}

function askProvision(call: PageCall): Response {
  const { context, ports, visit } = call;
  const modem = findModem(ports, context.req.param("name"));
  const plan = modem && ports.modemService.plan(modem.name);
  if (modem === undefined || plan === undefined) return unknownModem(call);
  return page(context, <ProvisionPage modem={modem} plan={plan} visit={visit} />);
}

/** The form of an act, which leads back to the page of the modem. */
function actPage(
  act: string,
  run: (
    call: PageCall,
    modem: string,
    field: (name: string) => string,
  ) => Promise<Result<unknown, ModemServiceProblem>>,
): PageDefinition[] {
  const handle = (call: PageCall) => modemAct(call, run);
  return [definePage({ ...common, method: "POST", path: `/modems/{name}/${act}`, handle })];
}

function unknownModem({ context, visit }: PageCall): Response {
  const { modemPages } = visit.locale.messages;
  const back = { href: "/modems", name: modemPages.all };
  return page(
    context,
    <MessagePage visit={visit} message={modemPages.unknown} back={back} />,
    404,
  );
}
