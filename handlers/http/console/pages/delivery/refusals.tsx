import type { DestinationView } from "../../views/delivery/delivery_view.ts";
import type { Visit } from "../visit.ts";

interface RefusalsProps {
  readonly path: string;
  readonly mayAct: boolean;
  readonly refused: DestinationView["refused"];
  readonly visit: Visit;
}

/** Events that the receiver refused, with its own words, and the way to try again at once. */
export function Refusals({ mayAct, path, refused: { count, shown }, visit }: RefusalsProps) {
  const { deliveryPages: { refusals: texts } } = visit.locale.messages;
  if (count === 0) return null;
  return (
    <section aria-labelledby="refused-title" id="refused">
      <h2 id="refused-title">{texts.title}</h2>
      <p>{texts.hint}</p>
      {!mayAct ? null : (
        <form method="post" action={`${path}/retry`} class="acts">
          <button type="submit">{texts.tryAllAgain}</button>
        </form>
      )}
      <ul class="held refused">
        {shown.map(({ id, reason, times }) => (
          <li id={`refused-${id}`}>
            <span>
              <span class="id">{id.slice(0, 8)}</span> {reason}
              <span class="quiet">{texts.times.replace("{}", String(times))}</span>
            </span>
            {!mayAct ? null : (
              <form method="post" action={`${path}/retry`}>
                <input type="hidden" name="event" value={id} />
                <button type="submit" aria-label={`${texts.tryAgain}: ${id.slice(0, 8)}`}>
                  {texts.tryAgain}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {count > shown.length
        ? <p class="quiet">{texts.more.replace("{}", String(count - shown.length))}</p>
        : null}
    </section>
  );
}
