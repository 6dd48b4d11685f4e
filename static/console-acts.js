(() => {
  const room = document.getElementById("console");
  if (!room) return;
  const $ = (id) => document.getElementById(id);
  const stop = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  const onWay = new Set();
  const opens = ({ target }) => target === "#panes" || target?.id === "panes";
  const claims = (form) => form.getAttribute("action")?.endsWith("/claim");
  let newest = null;
  let left = null;
  function mark() {
    for (const one of document.querySelectorAll("[aria-busy]")) one.removeAttribute("aria-busy");
    for (const { sourceElement: act, request } of onWay) {
      // Back names the whole page: only the conversation that comes waits then.
      if (act !== document.body) (request.submitter ?? act).setAttribute("aria-busy", "true");
    }
    // Until the other conversation is here, the earlier one takes no words: they would go to the wrong person.
    $("panes").inert = onWay.has(newest);
  }
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    // No one pressed anything: a search follows every letter, and what follows a chat comes by itself.
    if (ctx.sourceElement.matches(".find, .comes")) return;
    if (opens(ctx)) newest = ctx;
    if (!$("panes").inert) left = document.activeElement;
    onWay.add(ctx);
    mark();
  });
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    onWay.delete(ctx);
    mark();
    if (document.activeElement === document.body && left?.isConnected) left.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    // If two conversations were asked for, the last one counts, whichever answer comes last.
    if (ctx && opens(ctx) && newest && onWay.has(ctx) && ctx !== newest) event.preventDefault();
  });
  document.addEventListener("htmx:after:swap", ({ detail }) => {
    onWay.delete(detail.ctx);
    mark();
  });
  document.addEventListener("htmx:before:history:update", (event) => {
    if (event.detail.response?.status >= 400) event.preventDefault();
  });
  const isOnWay = (form) => [...onWay].some(({ sourceElement: act }) => act === form || (claims(act) && claims(form)));
  addEventListener("submit", (event) => isOnWay(event.target) && stop(event), true);
  addEventListener(
    "keydown",
    (event) => {
      const { target, key } = event;
      if (!onWay.size || event.ctrlKey || event.metaKey || event.altKey) return;
      // Letters and Enter press nothing until it is clear what they would press.
      if ((key === "Enter" || key.length === 1) && !target.matches?.("input, textarea, select")) stop(event);
    },
    true,
  );

  // --- A press on a row that has just moved under the pointer was not meant, unless pointing began after that.
  const unsureMs = 700;
  const seesMs = 150;
  const restMs = 150;
  const saysMs = 2_500;
  let setOut = 0;
  let movedAt = 0;
  addEventListener(
    "pointermove",
    () => {
      const now = Date.now();
      if (now - movedAt > restMs) setOut = now;
      movedAt = now;
    },
    true,
  );
  let stood = standing();
  let before = [];
  /** Where each row stands on the screen, for lists that are on it. */
  function standing() {
    return ["queue", "chats"].flatMap((list) =>
      [...$(list).querySelectorAll(".row")].flatMap((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return row.offsetParent ? { list, id: row.id, top, bottom } : [];
      }),
    );
  }
  function look() {
    const last = stood;
    stood = standing();
    const tops = new Map(stood.map(({ id, top }) => [id, top]));
    before = before.filter(({ at }) => Date.now() - at < unsureMs);
    if (last.some(({ id, top }) => tops.get(id) !== top)) before.push({ at: Date.now(), rows: last });
  }
  document.addEventListener("htmx:after:swap", look);
  room.addEventListener(
    "scroll",
    ({ target }) => {
      if (target.closest("#queue, #chats")) stood = standing();
    },
    true,
  );
  function isUnsure(row, y) {
    const list = row?.closest("#queue, #chats")?.id;
    const isOther = (one) => one.list === list && one.id !== row.id && one.top <= y && y < one.bottom;
    return before.some(({ at, rows }) => {
      const isFresh = Date.now() - at < unsureMs && setOut < at + seesMs;
      return isFresh && rows.some(isOther);
    });
  }
  function say(row) {
    row.dataset.moved = room.dataset.moved;
    // After the tenth of a second in which an arrival is announced there, or that would be read instead.
    setTimeout(() => {
      $("arrived").textContent = room.dataset.moved;
    }, 150);
    setTimeout(() => delete row.dataset.moved, saysMs);
  }
  addEventListener(
    "click",
    (event) => {
      if (!event.detail || !event.target.closest?.("[type=submit], .open, .beside")) return;
      const row = event.target.closest(".row");
      const unsure = isUnsure(row, event.clientY);
      if (unsure) say(row);
      // The second half of a double click would take a second person.
      if (unsure || event.detail > 1) stop(event);
    },
    true,
  );
})();
