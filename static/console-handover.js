// Handing a chat over: who can take it stays current, and typed words stay while other chats come and go.
(() => {
  const room = document.getElementById("console");
  if (!room) return;
  const typed = new Map();
  const shown = (element) => element?.getClientRects().length > 0;
  const forms = () => [...room.querySelectorAll(".offer-form")];
  const valuesOf = (form) => [...new FormData(form)].filter(([, value]) => value !== "");

  function keep({ target }) {
    const form = target.closest(".offer-form");
    if (form) typed.set(form.dataset.id, valuesOf(form));
  }
  for (const kind of ["input", "change"]) room.addEventListener(kind, keep);
  function fill(form) {
    for (const [name, value] of typed.get(form.dataset.id) ?? []) {
      const field = form.elements[name];
      if (field && !field.value) field.value = value;
    }
  }

  const restMs = 2000;
  let asked = 0;
  let later = 0;
  function lookAgain() {
    clearTimeout(later);
    const open = forms().filter(shown);
    if (!open.length) return;
    const rest = asked + restMs - Date.now();
    if (rest > 0) {
      later = setTimeout(lookAgain, rest);
      return;
    }
    asked = Date.now();
    Promise.allSettled(open.map(refresh));
  }
  async function refresh(form) {
    const { id } = form.dataset;
    const answer = await fetch(form.getAttribute("action"), { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(`receivers-${id}`);
    const old = document.getElementById(`receivers-${id}`);
    if (!fresh || !old || fresh.innerHTML === old.dataset.painted) return;
    const painted = fresh.innerHTML;
    const had = document.activeElement;
    const back = old.contains(had) ? `[value="${had.value}"]` : null;
    old.replaceWith(fresh);
    fresh.dataset.painted = painted;
    fill(form);
    if (back) fresh.querySelector(back)?.focus({ preventScroll: true });
  }
  room.addEventListener("tab-shown", ({ detail }) => {
    if (detail.tab !== "handover") return;
    asked = 0;
    lookAgain();
  });

  document.addEventListener("htmx:after:swap", () => {
    for (const form of forms()) fill(form);
    const here = new Set(forms().map((form) => form.dataset.id));
    for (const pane of room.querySelectorAll(".pane")) if (!here.has(pane.dataset.id)) typed.delete(pane.dataset.id);
    lookAgain();
  });
})();
