// The room of those on shift: one key opens it and gives the focus back; drafts are kept on the server, words to all are heard.
(() => {
  const room = document.getElementById("console");
  const shift = document.getElementById("shift");
  if (!room || !shift) return;
  const $ = (id) => document.getElementById(id);
  const text = $("shift-text");
  const wrong = $("shift-wrong");
  const post = (address, fields, more) =>
    fetch(address, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "HX-Request": "true" },
      signal: AbortSignal.timeout(15_000),
      ...more,
    });
  const newClientId = () =>
    [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  let from = null;
  let seen = 0;
  function look() {
    const scroll = shift.querySelector(".shift-scroll");
    const last = Number($("shift-notes").lastElementChild?.dataset.seq ?? 0);
    if (!shift.open || last <= seen) return;
    scroll.scrollTop = scroll.scrollHeight;
    if (document.visibilityState !== "visible" || !document.hasFocus()) return;
    const before = seen;
    seen = last;
    post("/staff/shift/seen", { note: last }).catch(() => {
      seen = before;
    });
  }
  function open() {
    from = document.activeElement;
    if (!shift.open) shift.show();
    text.focus();
    look();
  }
  function close() {
    shift.close();
    const back = from?.isConnected && from !== document.body ? from : document.querySelector("#to-shift button");
    back.focus({ preventScroll: true });
  }
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "to-shift") return;
    event.preventDefault();
    if (shift.open) close();
    else open();
  });
  shift.addEventListener("click", (event) => {
    if (!event.target.closest("#shut-shift")) return;
    event.preventDefault();
    close();
  });
  shift.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
    if (event.key !== "Enter" || event.shiftKey || event.target !== text) return;
    if (matchMedia("(pointer: coarse)").matches && !event.ctrlKey) return;
    event.preventDefault();
    if (text.value.trim()) text.form.requestSubmit();
  });

  let kept = text.value;
  let onWay = 0;
  let timer;
  function keep() {
    clearTimeout(timer);
    const now = text.value;
    if (now === kept || sending) return;
    const again = () => {
      timer = setTimeout(keep, 3000);
    };
    onWay += 1;
    post("/staff/shift/draft", { text: now }, { keepalive: true })
      .then((answer) => {
        if (answer.ok) kept = now;
        else if (answer.status >= 500) again();
      }, again)
      .finally(() => {
        onWay -= 1;
      });
  }
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 500);
  });
  addEventListener("pagehide", () => {
    if (text.value !== kept) navigator.sendBeacon("/staff/shift/draft", new URLSearchParams({ text: text.value }));
  });

  let sending = false;
  $("shift-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const said = text.value;
    if (sending || !said.trim()) return;
    sending = true;
    let sentence = room.dataset.notDone;
    let stored = false;
    try {
      const answer = await post("/staff/shift", new FormData(form));
      stored = answer.ok && !answer.redirected;
      if (!stored && !(answer.headers.get("content-type") ?? "").includes("html")) sentence = await answer.text();
    } catch {
      // The line is gone: they can be sent again.
    }
    sending = false;
    wrong.textContent = stored ? "" : sentence;
    if (!stored) return keep();
    // The server holds no draft any more, except one that may have come since.
    kept = onWay ? null : "";
    text.value = text.value.startsWith(said) ? text.value.slice(said.length).trimStart() : text.value;
    form.elements.client_id.value = newClientId();
    if (form.elements.all) form.elements.all.checked = false;
    keep();
  });

  const told = () => ($("to-all")?.dataset.ids ?? "").split(" ").filter(Boolean);
  let known = told();
  document.addEventListener("htmx:after:swap", () => {
    const now = told();
    if (now.some((id) => !known.includes(id)))
      document.dispatchEvent(new CustomEvent("signal", { detail: "colleagues" }));
    known = now;
    look();
  });
  for (const moment of ["focus", "visibilitychange"]) addEventListener(moment, look);
})();
