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

  // --- What was meant: not what came under the pointer a moment ago.
  const unsureMs = 700;
  const shifted = new Map();
  // A list that is not on the screen stands nowhere.
  const topOf = (row) => (row.offsetParent ? row.offsetTop : undefined);
  let stood = standing();
  function standing() {
    return ["queue", "chats"].map((id) => [...$(id).querySelectorAll(".row")].map((row) => [row.id, topOf(row)]));
  }
  function look() {
    const before = stood;
    stood = standing();
    stood.forEach((rows, list) => {
      const tops = new Map(before[list]);
      rows.forEach(([id, top], place) => {
        const other = before[list][place];
        const isOther = other !== undefined && other[0] !== id;
        if (isOther || ![undefined, top].includes(tops.get(id))) shifted.set(id, Date.now());
      });
    });
    for (const [id, at] of shifted) if (Date.now() - at > unsureMs) shifted.delete(id);
  }
  document.addEventListener("htmx:after:swap", look);
  addEventListener(
    "click",
    (event) => {
      if (!event.detail || !event.target.closest?.("[type=submit], .open, .beside")) return;
      // The second half of a double click would take a second person.
      const isSecond = event.detail > 1;
      const isUnsure = Date.now() - (shifted.get(event.target.closest(".row")?.id) ?? 0) < unsureMs;
      if (isSecond || isUnsure) stop(event);
    },
    true,
  );
})();
