/** Where events go, each destination on a line, and the way to the page of each. */
import type { DestinationView, WaitingEvents } from "../../views/delivery/delivery_view.ts";
import { Page } from "../page.tsx";
import { CardRow, CardTable, Cell } from "../table.tsx";
import type { Visit } from "../visit.ts";
import { Ago } from "../when.tsx";

interface DeliveryPageProps {
  readonly destinations: readonly DestinationView[];
  readonly visit: Visit;
}

/** The list of destinations. */
export function DeliveryPage({ destinations, visit }: DeliveryPageProps) {
  const { deliveryPages } = visit.locale.messages;
  return (
    <Page
      visit={visit}
      title={deliveryPages.title}
      styles={["delivery.css"]}
      isLive={visit.rights.readsAlarms}
    >
      <h1>{deliveryPages.title}</h1>
      <p>
        <a href="/delivery/promise">{deliveryPages.promise.title}</a>
      </p>
      {destinations.length === 0
        ? <p class="empty">{deliveryPages.none}</p>
        : <Destinations destinations={destinations} visit={visit} />}
    </Page>
  );
}

function Destinations({ destinations, visit }: DeliveryPageProps) {
  const { deliveryPages } = visit.locale.messages;
  const { destination, refused, state, waiting } = deliveryPages;
  return (
    <CardTable headings={[destination, state, waiting, refused]} class="lines">
      {destinations.map((its) => (
        <CardRow id={`to-${its.name}`}>
          <Cell>
            <a href={`/delivery/${encodeURIComponent(its.name)}`}>{its.name}</a>
            <div class="quiet">{deliveryPages.types[its.type] ?? its.type}</div>
          </Cell>
          <Cell class="state" label={state}>
            <State destination={its} visit={visit} />
          </Cell>
          <Cell label={waiting}>
            <Waiting waiting={its.waiting} visit={visit} />
          </Cell>
          <Cell label={refused}>
            {its.refused.count === 0 ? "0" : <span class="mark high">{its.refused.count}</span>}
          </Cell>
        </CardRow>
      ))}
    </CardTable>
  );
}

/** Whether it is reached, and whether it is paused; of a stream, when it was last fetched. */
export function State({ destination, visit }: { destination: DestinationView; visit: Visit }) {
  const { deliveryPages, health } = visit.locale.messages;
  const { isReached, pause, polledAgoMs, type } = destination;
  return (
    <>
      <span class={`mark ${isReached ? "good" : "critical"}`}>
        {isReached ? deliveryPages.reached : deliveryPages.notReached}
      </span>
      {pause === undefined ? null : (
        <>
          {" · "}
          <span class="mark high">{deliveryPages.paused}</span>
        </>
      )}
      {type !== "stream" ? null : (
        <div class="quiet">
          {polledAgoMs === undefined ? health.neverPolled : (
            <>
              {health.polled} <Ago ageMs={polledAgoMs} locale={visit.locale} />
            </>
          )}
        </div>
      )}
    </>
  );
}

/** What waits, in the words of people, and since when. */
export function Waiting({ visit, waiting }: { waiting: readonly WaitingEvents[]; visit: Visit }) {
  const { deliveryPages } = visit.locale.messages;
  const some = waiting.filter(({ count }) => count > 0);
  if (some.length === 0) return <>{deliveryPages.nothingWaits}</>;
  return (
    <ul class="waiting-events">
      {some.map(({ count, oldestUnixMs, priority }) => (
        <li class={priority === "critical" ? "mark critical" : ""}>
          {deliveryPages.kinds[priority]}: {count}
          {oldestUnixMs === undefined ? null : (
            <span class="quiet">
              {" · "}
              {deliveryPages.oldest.toLowerCase()}{" "}
              <Ago ageMs={Math.max(0, visit.now.unixMs - oldestUnixMs)} locale={visit.locale} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
