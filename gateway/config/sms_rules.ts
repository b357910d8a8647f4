/** What a destination of type `sms` needs of the rest of the file. */
import { keyOf } from "./lines.ts";
import { isTable, type Table } from "./part.ts";
import type { Problems } from "./problem.ts";

/** Short messages leave by a cellular modem, one of the file's; each phone is named once. */
export function checkSms(
  destinations: readonly unknown[],
  modems: readonly unknown[],
  problems: Problems,
): void {
  const senders = modems.filter(isTable).filter(({ kind, sim }) =>
    kind === "cellular" || (kind === "auto" && sim !== undefined)
  );
  destinations.forEach((entry, index) => {
    if (!isTable(entry) || entry.type !== "sms") return;
    const key = keyOf("destination", [index]);
    checkModem(key, entry, senders, problems);
    checkPhones(key, entry, problems);
  });
}

function checkModem(
  key: string,
  { modem }: Table,
  senders: readonly Table[],
  problems: Problems,
): void {
  if (senders.length === 0) {
    problems.add(
      `${key}.type`,
      '"sms" needs a modem that can send: add a [[modem]] with kind = "cellular"',
    );
  } else if (modem !== undefined && !senders.some(({ name }) => name === modem)) {
    const names = senders.map(({ name }) => `"${name}"`).join(", ");
    problems.add(`${key}.modem`, `"${modem}" is no [[modem]] of kind "cellular": use ${names}`);
  }
}

function checkPhones(key: string, { to }: Table, problems: Problems): void {
  if (!Array.isArray(to)) return;
  to.forEach((number, index) => {
    if (to.indexOf(number) === index) return;
    problems.add(keyOf(`${key}.to`, [index]), `"${number}" is there already: name each phone once`);
  });
}
