// The page of opening hours: the picture of the next days and the messages follow while someone types.
// The server paints them from the form; without this script its button does.
(() => {
  // HTML of our own views, which escape every typed word; Trusted Types want a policy for it.
  globalThis.trustedTypes?.createPolicy("default", { createHTML: (html) => html });

  const form = document.getElementById("hours");
  if (!form) return;
  const pauseMs = 300;
  let timer;
  let asking = null;
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
      // Redirected, as to sign-in: this page knows nothing new.
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of document.querySelectorAll("[data-live]")) show(part, page.getElementById(part.id), left);
      touched = false;
    } catch {
      // Cut off, or asked anew: the next letter asks again.
    }
  }

  function show(part, painted, left) {
    if (!painted || part.isEqualNode(painted)) return;
    const field = document.querySelector(`[aria-describedby~="${part.id}"]`);
    const wrong = painted.classList.contains("wrong");
    // No one wants to read that "16-" is no time while still writing it.
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

  // A slip of the hand must not lose unsaved words.
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
