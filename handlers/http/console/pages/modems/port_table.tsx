/** Serial ports: what is plugged in, and who holds each. */
import { printable } from "../../../../../devices/printable.ts";
import type { PortInfo } from "../../../../modems/port_service.ts";
import { NONE } from "../page.tsx";
import { CardRow, CardTable, Cell } from "../table.tsx";
import type { Locale } from "../visit.ts";

/** The table of ports. */
export function PortTable({ locale, ports }: {
  readonly ports: readonly PortInfo[];
  readonly locale: Locale;
}) {
  const { ports: words } = locale.messages.modemPages;
  return (
    <CardTable headings={[words.port, words.plugged, words.modem, words.heldBy]} class="ports">
      {ports.map((port) => <PortRow port={port} locale={locale} />)}
    </CardTable>
  );
}

function PortRow({ locale, port }: { port: PortInfo; locale: Locale }) {
  const { ports: words } = locale.messages.modemPages;
  const { device, modem } = port;
  return (
    <CardRow>
      <Cell class="subject">
        <span class="id">{printable(port.port)}</span>
        {device === port.port ? null : <span class="quiet">{` · ${printable(device)}`}</span>}
      </Cell>
      <Cell label={words.plugged}>{pluggedText(port) ?? NONE}</Cell>
      <Cell label={words.modem}>
        {modem === undefined
          ? (
            <>
              <span class="quiet">{words.unconfigured}</span>{" "}
              <a class="button" href={setUpAddress(port)}>{words.what}</a>
            </>
          )
          : <a href={`/modems/${encodeURIComponent(modem)}`}>{modem}</a>}
      </Cell>
      <Cell label={words.heldBy}>
        <Holders port={port} locale={locale} />
      </Cell>
    </CardRow>
  );
}

/** Where a port is set up. */
function setUpAddress({ port }: PortInfo): string {
  return `/modems/ports/set-up?port=${encodeURIComponent(port)}`;
}

/** What an adapter calls itself; undefined: it says nothing. */
export function pluggedText({ adapterSerial, product, usb }: PortInfo): string | undefined {
  const said = [product, usb, adapterSerial].filter((it) => it !== undefined).map(printable);
  return said.length === 0 ? undefined : said.join(" · ");
}

/** Which processes have it open. */
export function Holders({ locale, port: { heldBy, modem } }: {
  readonly port: PortInfo;
  readonly locale: Locale;
}) {
  const { ports: words } = locale.messages.modemPages;
  if (heldBy.length === 0) return <span class="quiet">{words.free}</span>;
  const isAsked = heldBy.some(({ command }) => /ModemManager/i.test(command));
  return (
    <>
      {heldBy.map(({ command, isThisGateway, pid }) => (
        <span class="holder">
          {isThisGateway
            ? `${words.thisGateway}${modem === undefined ? "" : ` (${modem})`}`
            : `${printable(command)} (${pid})`}
        </span>
      ))}
      {isAsked ? <p class="mark high">{words.modemManager}</p> : null}
    </>
  );
}
