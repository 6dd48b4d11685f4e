// The page of opening hours in the browser: while somebody types, the picture of the next days and what is said beside
// the fields follow. The server paints them from the form as it stands; without this script its button does.
(() => {
  // What arrives is HTML of our own views, which escape every word typed; Trusted Types want a policy for it.
  globalThis.trustedTypes?.createPolicy("default", { createHTML: (html) => html });

  const form = document.getElementById("hours");
  if (!form) return;
  const pauseMs = 300;
  let timer;
  let asking = null;
  // Typed since the server last said whether there is anything to save.
  let touched = false;
  let sending = false;

  async function repaint(left) {
    asking?.abort();
    asking = new AbortController();
    const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    try {
      const answer = await fetch("/admin/hours/draft", {
        method: "POST",
        headers: { "X-Chat": "1" },
        body: fields,
        signal: asking.signal,
      });
      // Sent on to another page, as to the one for signing in: this one knows nothing new.
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of document.querySelectorAll("[data-live]")) show(part, page.getElementById(part.id), left);
      touched = false;
    } catch {
      // Cut off, or asked anew meanwhile: the next letter asks again.
    }
  }

  function show(part, painted, left) {
    if (!painted || part.isEqualNode(painted)) return;
    const field = document.querySelector(`[aria-describedby~="${part.id}"]`);
    const wrong = painted.classList.contains("wrong");
    // Nobody wants to read that "16-" is no time while they go on to write it, nor how what stood there was understood.
    if (wrong && field && field === document.activeElement && !left) {
      part.className = "note";
      part.textContent = "";
      field.removeAttribute("aria-invalid");
      return;
    }
    if (wrong) field?.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
    part.replaceWith(document.importNode(painted, true));
  }

  // What is typed and not saved is not lost by a slip of the hand.
  form.addEventListener("submit", () => {
    sending = true;
  });
  addEventListener("pageshow", () => {
    sending = false;
  });
  addEventListener("beforeunload", (event) => {
    if (!sending && (touched || document.getElementById("unsaved")?.textContent)) event.preventDefault();
  });

  form.addEventListener("input", () => {
    touched = true;
    clearTimeout(timer);
    timer = setTimeout(repaint, pauseMs);
  });
  form.addEventListener("change", () => {
    clearTimeout(timer);
    timer = setTimeout(repaint, pauseMs, true);
  });
  document.documentElement.classList.add("follows");
})();
