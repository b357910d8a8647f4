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
  const failed = form.querySelector(".problem");
  failed.hidden = true;
  try {
    const answer = await fetch(`${form.getAttribute("action")}/request`, { method: "POST" });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const { options, ticket } = await answer.json();
    const credential = await ask(form.dataset.passkey, options);
    form.elements.ticket.value = ticket;
    form.elements.response.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch {
    failed.hidden = false;
  }
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
