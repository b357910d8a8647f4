/** Whether the audit log is whole, as it was just checked. */
import type { ChainVerdict } from "../../../audit/verify.ts";
import { Page } from "./page.tsx";
import type { Visit } from "./visit.ts";

/** The whole page. */
export function VerifiedPage({ found, visit }: { found: ChainVerdict; visit: Visit }) {
  const { audit } = visit.locale.messages;
  return (
    <Page visit={visit} title={audit.verify.title} layout="form">
      <h1>{audit.verify.title}</h1>
      {found.firstBad === undefined
        ? <WholeChain found={found} visit={visit} />
        : (
          <div class="problem" role="alert">
            <p>{audit.verify.broken.replace("{}", String(found.firstBad.number))}</p>
            <p>{audit.verify.brokenHint}</p>
          </div>
        )}
      <p>
        <a class="button" href="/audit">{audit.title}</a>
      </p>
    </Page>
  );
}

function WholeChain({ found: { closed, head }, visit }: {
  found: ChainVerdict;
  visit: Visit;
}) {
  const { verify } = visit.locale.messages.audit;
  if (head.number === 0) return <p>{verify.empty}</p>;
  return (
    <>
      <p class="mark good">{verify.whole.replace("{}", String(head.number))}</p>
      <p>{verify.keepHash}</p>
      <p class="id">{head.hash}</p>
      {closed === 0 ? null : <p>{verify.closed.replace("{}", String(closed))}</p>}
    </>
  );
}
