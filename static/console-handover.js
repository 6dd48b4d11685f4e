// Handing a chat over: who can take it stays current; what is typed survives repaints and other chats, and is kept on the server.
(() => {
  const room = document.getElementById("console");
  if (!room) return;
  const shown = (element) => element?.getClientRects().length > 0;
  const forms = () => [...room.querySelectorAll(".offer-form")];

  // --- What is typed, by chat: `typed` is null until someone types here, `kept` is what the server has.
  const drafts = new Map();
  function draftOf({ id }) {
    if (!drafts.has(id)) drafts.set(id, { id, typed: null, kept: "", timer: 0 });
    return drafts.get(id);
  }
  // A choice that is shut for now is not sent with the form, but it is still the choice.
  const chosen = (form, name) => form.querySelector(`[name=${name}]:checked`)?.value ?? "";
  function valuesOf(form) {
    const { summary, reason } = form.elements;
    return { to: chosen(form, "to"), summary: summary.value, agreed: chosen(form, "agreed"), reason: reason.value };
  }
  const asForm = (values) => new URLSearchParams(values);
  const unkept = ({ typed, kept }) => typed !== null && asForm(typed).toString() !== kept;
  function soon(draft, ms = 500) {
    clearTimeout(draft.timer);
    draft.timer = setTimeout(keep, ms, draft);
  }
  function keep(draft) {
    draft.timer = 0;
    if (!unkept(draft)) return;
    const body = asForm(draft.typed);
    const words = body.toString();
    const again = () => soon(draft, 3000);
    fetch(`/staff/conversation/${draft.id}/handover/draft`, {
      method: "POST",
      body,
      headers: { "HX-Request": "true" },
      signal: AbortSignal.timeout(15_000),
      keepalive: true,
    }).then((answer) => {
      if (answer.ok && !answer.redirected) draft.kept = words;
      else if (answer.status >= 500) again();
    }, again);
  }
  function typing({ target }) {
    const form = target.closest(".offer-form");
    if (!form) return;
    const draft = draftOf(form.dataset);
    draft.typed = valuesOf(form);
    soon(draft);
  }
  for (const kind of ["input", "change"]) room.addEventListener(kind, typing);
  function flush() {
    for (const draft of drafts.values()) {
      if (!unkept(draft)) continue;
      navigator.sendBeacon(`/staff/conversation/${draft.id}/handover/draft`, asForm(draft.typed));
    }
  }
  // Before leaving, so that the next page shows the words; at the end, for what came after.
  for (const moment of ["beforeunload", "pagehide"]) addEventListener(moment, flush);

  function fill(form) {
    const draft = draftOf(form.dataset);
    const { typed } = draft;
    if (typed === null) {
      draft.kept = asForm(valuesOf(form)).toString();
      return;
    }
    for (const radio of form.querySelectorAll("[type=radio]")) radio.checked = typed[radio.name] === radio.value;
    for (const name of ["summary", "reason"]) {
      const field = form.elements[name];
      if (field.value !== typed[name]) field.value = typed[name];
    }
  }
  function look() {
    for (const form of forms()) fill(form);
    const here = new Set(forms().map((form) => form.dataset.id));
    for (const { dataset } of room.querySelectorAll(".pane")) {
      if (here.has(dataset.id)) continue;
      clearTimeout(drafts.get(dataset.id)?.timer);
      drafts.delete(dataset.id);
    }
  }

  // --- Who can take it.
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
    look();
    lookAgain();
  });
  look();
})();
