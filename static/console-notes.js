// Notes among colleagues beside a chat: Enter sends, drafts survive repaints and are kept on the server, notes in view are read.
(() => {
  const room = document.getElementById("console");
  if (!room) return;
  const say = room.dataset;
  const $ = (id) => document.getElementById(id);
  const shown = (element) => element?.getClientRects().length > 0;
  const panes = () => [...room.querySelectorAll(".pane")];
  const fieldOf = (id) => $(`note-text-${id}`);
  const post = (id, what, fields, more) =>
    fetch(`/staff/conversation/${id}/notes${what}`, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "HX-Request": "true" },
      signal: AbortSignal.timeout(15_000),
      ...more,
    });
  const newClientId = () =>
    [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const drafts = new Map();
  function draftOf(id) {
    if (!drafts.has(id)) drafts.set(id, { id, text: null, kept: "", timer: 0, sending: false });
    return drafts.get(id);
  }
  function showDraft(id) {
    const draft = draftOf(id);
    const field = fieldOf(id);
    if (!field) return;
    if (draft.text === null) draft.text = draft.kept = field.value;
    else if (field.value !== draft.text) field.value = draft.text;
  }
  function keep(draft) {
    clearTimeout(draft.timer);
    const { text } = draft;
    if (text === null || text === draft.kept) return;
    const again = () => {
      draft.timer = setTimeout(keep, 3000, draft);
    };
    post(draft.id, "/draft", { text }, { keepalive: true }).then((answer) => {
      if (answer.ok) draft.kept = text;
      else if (answer.status >= 500) again();
    }, again);
  }
  const wrong = (id, sentence) => {
    const place = $(`note-wrong-${id}`);
    if (!place) return;
    place.textContent = sentence;
    if (sentence) fieldOf(id).setAttribute("aria-invalid", "true");
    else fieldOf(id).removeAttribute("aria-invalid");
  };
  room.addEventListener("input", ({ target }) => {
    const id = target.id.match(/^note-text-(\d+)$/)?.[1];
    if (!id) return;
    const draft = draftOf(id);
    draft.text = target.value;
    wrong(id, "");
    clearTimeout(draft.timer);
    draft.timer = setTimeout(keep, 500, draft);
  });
  function flush() {
    for (const { id, text, kept } of drafts.values()) {
      if (text === null || text === kept) continue;
      navigator.sendBeacon(`/staff/conversation/${id}/notes/draft`, new URLSearchParams({ text }));
    }
  }
  // Before leaving, so that the next page shows the words; at the end, for what came after.
  for (const moment of ["beforeunload", "pagehide"]) addEventListener(moment, flush);

  // --- Sending: words stay until they are stored; the same words keep their id, however often they are tried.
  async function send(form, id) {
    const draft = draftOf(id);
    const text = form.elements.text.value;
    if (draft.sending || !text.trim()) return;
    draft.text = text;
    draft.sending = true;
    clearTimeout(draft.timer);
    let sentence = say.notDone;
    let stored = false;
    try {
      const answer = await post(id, "", { client_id: form.elements.client_id.value, text });
      stored = answer.ok && !answer.redirected;
      if (!stored && !(answer.headers.get("content-type") ?? "").includes("html")) sentence = await answer.text();
    } catch {
      // The line is gone: they can be sent again.
    }
    draft.sending = false;
    wrong(id, stored ? "" : sentence);
    if (!stored) return;
    draft.text = draft.text.startsWith(text) ? draft.text.slice(text.length).trimStart() : draft.text;
    draft.kept = "";
    const now = $(`note-form-${id}`);
    if (now) now.elements.client_id.value = newClientId();
    showDraft(id);
    keep(draft);
  }
  room.addEventListener("submit", (event) => {
    const id = event.target.id.match(/^note-form-(\d+)$/)?.[1];
    if (!id) return;
    event.preventDefault();
    send(event.target, id);
  });
  room.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !field.matches("[id^=note-text-]")) return;
    // On a touch keyboard Enter is the only way to a new line; there the button sends.
    if (matchMedia("(pointer: coarse)").matches && !event.ctrlKey) return;
    event.preventDefault();
    if (field.value.trim()) field.form.requestSubmit();
  });

  // --- Notes in view are read, and the newest is in sight unless someone reads further up.
  const seen = new Map();
  const ends = new Map();
  const scrollOf = (pane) => pane.querySelector(".note-scroll");
  const lastSeq = (pane) => Number(pane.querySelector(".note-list > :last-child")?.dataset.seq ?? 0);
  function look() {
    for (const pane of panes()) {
      const { id } = pane.dataset;
      showDraft(id);
      const scroll = scrollOf(pane);
      if (!shown(scroll)) continue;
      const seq = lastSeq(pane);
      if ((ends.get(id) ?? 0) !== seq && seen.get(id) === ends.get(id)) scroll.scrollTop = scroll.scrollHeight;
      ends.set(id, seq);
      const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 40;
      if (!atEnd || seq <= (seen.get(id) ?? 0) || document.visibilityState !== "visible" || !document.hasFocus())
        continue;
      seen.set(id, seq);
      post(id, "/seen", { seq }).catch(() => seen.delete(id));
    }
  }
  room.addEventListener("tab-shown", look);
  room.addEventListener("scroll", ({ target }) => target.classList?.contains("note-scroll") && look(), true);
  document.addEventListener("htmx:after:swap", look);
  for (const moment of ["focus", "visibilitychange"]) addEventListener(moment, look);
  look();
})();
