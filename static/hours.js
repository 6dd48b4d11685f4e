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

  async function repaint(left) {
    asking?.abort();
    asking = new AbortController();
    const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    try {
      const answer = await fetch("/admin/hours/draft", { method: "POST", body: fields, signal: asking.signal });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of document.querySelectorAll("[data-live]")) show(part, page.getElementById(part.id), left);
    } catch {
      // Cut off, or asked anew meanwhile: the next letter asks again.
    }
  }

  function show(part, painted, left) {
    if (!painted || part.isEqualNode(painted)) return;
    const field = document.querySelector(`[aria-describedby~="${part.id}"]`);
    const wrong = painted.classList.contains("wrong");
    // Nobody wants to read that "16-" is no time while they go on to write it.
    if (wrong && field && field === document.activeElement && !left) return;
    if (wrong) field?.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
    part.replaceWith(document.importNode(painted, true));
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(repaint, pauseMs);
  });
  form.addEventListener("change", () => {
    clearTimeout(timer);
    timer = setTimeout(repaint, pauseMs, true);
  });
  document.documentElement.classList.add("follows");
})();
