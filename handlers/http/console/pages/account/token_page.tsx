import { Page } from "../page.tsx";
import type { Visit } from "../visit.ts";

interface TokenProps {
  readonly visit: Visit;
  readonly token: string;
  /** An address of the API that its role may read. */
  readonly url: string;
}

/** A new personal token, the only time that it is shown. */
export function TokenPage({ token, url, visit }: TokenProps) {
  const { own, tokens } = visit.locale.messages.account;
  return (
    <Page visit={visit} title={tokens.fresh} layout="form">
      <h1>{tokens.fresh}</h1>
      <p>{tokens.once}</p>
      <p>{tokens.use}</p>
      <pre class="line" tabindex={0}>{`VIGIL_TOKEN=${token}
curl -H "Authorization: Bearer $VIGIL_TOKEN" ${url}`}</pre>
      <p class="acts">
        <a class="button" href="/account">{own.back}</a>
      </p>
    </Page>
  );
}
