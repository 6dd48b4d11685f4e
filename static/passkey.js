// Asks the browser for a passkey, or for a new one, and sends its answer with the form.
(() => {
  const browser = globalThis.PublicKeyCredential;
  if (!browser || !navigator.credentials) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  const known = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

  /** The page has the bytes as text. */
  function asked(form) {
    const options = JSON.parse(form.dataset.key);
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    if (options.allowCredentials) options.allowCredentials = known(options.allowCredentials);
    if (options.excludeCredentials) options.excludeCredentials = known(options.excludeCredentials);
    return { publicKey: options };
  }

  function answered({ id, rawId, type, response }) {
    const said = { clientDataJSON: text(response.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[part]) said[part] = text(response[part]);
    }
    return JSON.stringify({ id, rawId: text(rawId), type, response: said, clientExtensionResults: {} });
  }

  for (const form of document.querySelectorAll("form[data-key]")) {
    const part = form.querySelector("[data-by-key]");
    const failed = form.querySelector("[data-failed]");
    part.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (event.submitter?.name !== "by") return;
      event.preventDefault();
      failed.textContent = "";
      try {
        const options = asked(form);
        part.querySelector("input").value = answered(await navigator.credentials[part.dataset.byKey](options));
      } catch {
        failed.textContent = failed.dataset.failed;
        return;
      }
      form.submit();
    });
  }
})();
