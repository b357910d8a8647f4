/** What can be done about a wearable in its state: at once, or on a page that says what it means. */
import { LANGUAGES } from "../../../../i18n/locales.ts";
import type { Messages } from "../../../../i18n/messages.ts";
import type { DeviceDescription } from "../../../../registry/describe.ts";
import type { WearableAct } from "./act_page.tsx";

interface ActsProps {
  readonly device: DeviceDescription;
  readonly messages: Messages;
}

export function WearableActs({ device, messages }: ActsProps) {
  const { actions, acts, own } = messages.wearables;
  const address = `/devices/${encodeURIComponent(device.device)}`;
  return (
    <>
      <p class="acts">
        {AT_ONCE.filter(({ isFor }) => isFor(device)).map(({ name }) => (
          <form method="post" action={`${address}/${name}?from=own`}>
            <button type="submit">{actions[name]}</button>
          </form>
        ))}
        {isServing(device) && device.state !== "suspended"
          ? <a class="button" href={`${address}/suspend`}>{actions.suspend}</a>
          : null}
        {actsFor(device).map((act) => (
          <a class="button" href={`${address}/${act}`}>{acts[act].name}</a>
        ))}
      </p>
      <p>
        {own.sheet}: {LANGUAGES.map((language) => (
          <>
            <a href={`${address}/sheet?language=${language}`} lang={language} hreflang={language}>
              {language.toUpperCase()}
            </a>
            {" "}
          </>
        ))}
      </p>
    </>
  );
}

const AT_ONCE = [
  {
    name: "extend",
    isFor: (device: DeviceDescription) => isServing(device) && device.expires !== undefined,
  },
  { name: "resume", isFor: ({ state }: DeviceDescription) => state === "suspended" },
] as const;

function isServing({ state }: DeviceDescription): boolean {
  return state !== "none" && state !== "retired";
}

function actsFor(device: DeviceDescription): WearableAct[] {
  if (device.state === "retired") return [];
  return [
    "assign",
    ...(isServing(device) ? ["swap"] as const : []),
    "drill",
    ...(device.keys.length > 0 ? ["rotate-key"] as const : []),
    "retire",
  ];
}
