/** What worries about a wearable, as marks beside it. */
import type { Messages } from "../../../../i18n/messages.ts";
import type { HealthBadge } from "../../views/wearables/health.ts";

/** The text of a badge. */
export function badgeText({ name, value = 0 }: HealthBadge, { wearables }: Messages): string {
  if (name === "ends-soon") {
    return value > 0 ? wearables.days(value) : wearables.states.expired;
  }
  return wearables.badges[name].replace("{}", String(value));
}

interface BadgesProps {
  readonly badges: readonly HealthBadge[];
  readonly messages: Messages;
}

/** One after the other; nothing where nothing worries. */
export function Badges({ badges, messages }: BadgesProps) {
  return (
    <>
      {badges.map((badge) => (
        <>
          {" · "}
          <span class={`mark ${badge.tone}`}>{badgeText(badge, messages)}</span>
        </>
      ))}
    </>
  );
}
