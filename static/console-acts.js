// What is pressed in the staff console: it acts once, on what was meant, and it shows when it is on its way.
(() => {
  const room = document.getElementById("console");
  if (!room) return;
  const $ = (id) => document.getElementById(id);
  const stop = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  // --- On its way: what was pressed says so, and nothing is pressed a second time meanwhile.
  const onWay = new Set();
  const opens = ({ target }) => target === "#panes" || target?.id === "panes";
  const claims = (form) => form.getAttribute("action")?.endsWith("/claim");
  let newest = null;
  let left = null;
  function mark() {
    for (const one of document.querySelectorAll("[aria-busy]")) one.removeAttribute("aria-busy");
    for (const { sourceElement: act, request } of onWay) {
      // Back names the whole page: what waits then is the conversation that comes, and nothing else.
      if (act !== document.body) (request.submitter ?? act).setAttribute("aria-busy", "true");
    }
    // Until the other conversation has come, the one before it takes no words: they would go to the wrong person.
    $("panes").inert = onWay.has(newest);
  }
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    // A search follows every letter, and what comes after a chat comes by itself: nobody pressed anything.
    if (ctx.sourceElement.matches(".find, .comes")) return;
    if (opens(ctx)) newest = ctx;
    if (!$("panes").inert) left = document.activeElement;
    onWay.add(ctx);
    mark();
  });
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    onWay.delete(ctx);
    mark();
    // It was refused: back to where one was.
    if (document.activeElement === document.body && left?.isConnected) left.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    // Two conversations were asked for: the last one is meant, whichever answer comes last.
    if (ctx && opens(ctx) && newest && onWay.has(ctx) && ctx !== newest) event.preventDefault();
  });
  document.addEventListener("htmx:after:swap", ({ detail }) => {
    onWay.delete(detail.ctx);
    mark();
  });
  // A refusal is no place to come back to.
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
      // Letters and Enter press nothing until it is clear what they would be pressed on.
      if ((key === "Enter" || key.length === 1) && !target.matches?.("input, textarea, select")) stop(event);
    },
    true,
  );

  // --- What was meant: not what came under the pointer a moment ago, where another row stood. Whoever began to point after that
  // has seen it.
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
  /** Where each row stands on the screen; a list that is not on it stands nowhere. */
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
  // What one scrolls oneself has moved under no pointer.
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
  /** Nothing is swallowed in silence. */
  function say(row) {
    row.dataset.moved = room.dataset.moved;
    // After the tenth of a second in which an arrival is told there, or that would be told instead.
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
