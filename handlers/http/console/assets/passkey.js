// Passkeys: what only a script can ask the browser for. Its answer goes to the gateway as the form that
// it was asked for by, so that what follows is a page like any other.

/** A passkey belongs to a name; addresses have none. */
const isNamed = !/^[\d.]+$|^\[/.test(location.hostname);
const isPossible = isSecureContext && isNamed && "PublicKeyCredential" in globalThis &&
  "parseRequestOptionsFromJSON" in PublicKeyCredential;

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !isPossible;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}
for (const hint of document.querySelectorAll("[data-without-passkeys]")) hint.hidden = isPossible;

async function send(form) {
  const failed = form.querySelector("[data-failed]");
  const generic = failed.dataset.generic ??= failed.textContent;
  failed.hidden = true;
  try {
    const { options, ticket } = await request(form);
    const credential = await ask(form.dataset.passkey, options);
    form.elements.ticket.value = ticket;
    form.elements.response.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch (error) {
    failed.textContent = error instanceof Refusal ? error.message : generic;
    failed.hidden = false;
  }
}

/** The gateway said why not, in the reader's language. */
class Refusal extends Error {}

/** What the gateway would have the browser asked for. */
async function request(form) {
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(`${form.getAttribute("action")}/request`, { method: "POST", body });
  const content = await answer.json();
  if (!answer.ok) throw new Refusal(content.message);
  return content;
}

function ask(how, options) {
  return how === "get"
    ? navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
    })
    : navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
    });
}
