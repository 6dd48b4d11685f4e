// Entries beside a chat: the search has the focus at once, the arrows move, Enter ticks, Ctrl + Enter sends.
// Ticks and words stay while the rest is repainted.
(() => {
  const room = document.getElementById("console");
  if (!room) return;
  const $ = (id) => document.getElementById(id);
  const panes = () => [...room.querySelectorAll(".pane:has(.find)")];
  const shown = (element) => element?.getClientRects().length > 0;
  const formOf = (pane) => pane.querySelector(".find");
  const foundIn = (form) => form.querySelector(".found");
  const boxesOf = (form) => [...form.querySelectorAll("[name=service]")];

  function dress() {
    for (const pane of panes()) {
      const foot = pane.querySelector(".on-card");
      pane.querySelector(".referrals").style.setProperty("--foot", `${foot.offsetHeight + 8}px`);
    }
  }
  room.addEventListener("tab-shown", (event) => {
    if (event.detail.tab !== "referrals") return;
    event.preventDefault();
    open(event.target, event.detail.at);
  });
  function open(pane, at) {
    dress();
    const form = formOf(pane);
    const one = at && $(at);
    if (one) {
      one.open = one.parentElement.open = true;
      return one.querySelector("summary").focus();
    }
    if (foundIn(form).dataset.words === undefined) ask(form);
    const words = form.elements.words;
    if (!shown(words)) return pane.querySelector(".side-tabs [aria-current]").focus();
    toWords(form);
    words.select();
  }
  const close = (pane) => pane.querySelector(".shut-side").click();
  room.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-shut-report]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    shutReport(link.closest(".pane"));
  });

  // --- Searching. Keys wait until what they are meant for has come.
  const asked = new Map();
  const unanswered = new Set();
  let later = [];
  const ask = (form) => htmx.trigger(form, "find");
  const isWaiting = (form) => asked.has(form) || foundIn(form).dataset.words !== form.elements.words.value;
  function toWords(form) {
    const { words } = form.elements;
    words.focus({ preventScroll: true });
    words.scrollIntoView({ block: "nearest" });
    form.querySelector(".find-scroll").scrollTop = 0;
  }
  function act(form, what) {
    if (!isWaiting(form)) return what();
    later.push(what);
    if (!asked.has(form)) ask(form);
  }
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement.matches(".find")) asked.set(ctx.sourceElement, ctx);
    else if (ctx.sourceElement.matches(".open")) askBeforeLeaving();
  });
  // The server keeps the last words too, before another chat takes this one's place.
  function askBeforeLeaving() {
    for (const form of panes().map(formOf)) {
      if (foundIn(form).dataset.words !== undefined && !asked.has(form) && isWaiting(form)) ask(form);
    }
  }
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    const form = ctx.sourceElement;
    if (asked.get(form) !== ctx) return;
    asked.delete(form);
    if (ctx.status === "swapped") unanswered.delete(form);
    else unanswered.add(form);
    if (ctx.status !== "swapped") later = [];
    while (later.length && !asked.has(form)) later.shift()();
    // Results are read from the beginning; the card beneath must not cover the row in focus.
    if ([document.body, form.elements.words].includes(document.activeElement)) toWords(form);
    else if (document.activeElement.name === "service") document.activeElement.scrollIntoView({ block: "nearest" });
  });
  room.addEventListener("input", ({ target }) => {
    if (target.name === "words") later = [];
  });
  function askAgain() {
    for (const form of unanswered) if (form.isConnected) ask(form);
    unanswered.clear();
  }
  document.addEventListener("htmx:ws:after:connection", askAgain);
  addEventListener("online", askAgain);

  function move(form, from, step) {
    const boxes = boxesOf(form);
    const place = boxes.indexOf(from) + step;
    if (place < 0) toWords(form);
    else boxes[Math.min(place, boxes.length - 1)]?.focus();
  }
  const sendButton = (form) => form.querySelector("[id^=send-cards]");
  function pressed(event, form) {
    const { target, key } = event;
    const inWords = target === form.elements.words;
    const inRow = target.name === "service";
    if (key === "Enter" && (event.ctrlKey || event.metaKey)) {
      // Nothing is sent unseen: if the card is still to come, its button has the focus when it is there.
      return isWaiting(form) ? () => sendButton(form)?.focus() : () => sendButton(form)?.click();
    }
    if (event.ctrlKey || event.metaKey || !(inWords || inRow)) return null;
    if (key === "ArrowDown" || (key === "Enter" && inWords)) {
      return () => move(form, document.activeElement, 1);
    }
    if (key === "ArrowUp" && inRow) return () => move(form, target, -1);
    if (key === "Enter") return () => document.activeElement.name === "service" && document.activeElement.click();
    return null;
  }
  room.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.isComposing || event.altKey) return;
    if (key === "Escape" && target.closest(".reporting") && !target.closest("details[open]")) {
      event.preventDefault();
      return shutReport(target.closest(".pane"));
    }
    const form = target.closest(".find");
    if (!form) return;
    const what = pressed(event, form);
    if (what) {
      event.preventDefault();
      // Enter after a waiting arrow is meant for the row it leads to.
      act(form, later.length && key === "Enter" && !event.ctrlKey ? () => document.activeElement.click() : what);
    } else if (target.name === "service" && key.length === 1 && key !== " " && !event.ctrlKey && !event.metaKey) {
      toWords(form);
      form.elements.words.select();
    }
  });

  const onCard = new WeakMap();
  function showNewest(form) {
    const ticked = boxesOf(form).flatMap((box) => (box.checked ? [box.value] : []));
    const cards = form.querySelectorAll(".preview-cards .card");
    if (cards.length !== ticked.length) return;
    const newest = cards[ticked.findIndex((id) => !onCard.get(form)?.includes(id))];
    onCard.set(form, ticked);
    if (newest) newest.parentElement.scrollTop = newest.offsetTop;
  }

  let reported = null;
  room.addEventListener("click", ({ target }) => {
    reported = target.closest(".report")?.id ?? reported;
  });
  function shutReport(pane) {
    pane.querySelector(".reporting").replaceChildren();
    const form = formOf(pane);
    ask(form);
    ($(reported) ?? form.elements.words).focus();
  }
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    dress();
    for (const pane of panes()) showNewest(formOf(pane));
    const action = ctx?.request?.action ?? "";
    if (ctx?.response?.status === 200 && action.endsWith("/referrals/send")) sent(action);
    const back = room.querySelector(".reporting [role=status] [data-shut-report]");
    if (action.endsWith("/report")) back?.focus();
  });
  function sent(action) {
    later = [];
    const pane = $(`pane-${action.match(/\d+/)[0]}`);
    if (!shown(pane.querySelector(".scroll"))) close(pane);
    else pane.querySelector("[id^=say-]")?.focus();
  }
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (ctx?.request?.action?.endsWith("/note") && ctx.response?.status === 422)
      room.querySelector(".went [aria-invalid]")?.focus();
  });
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    const one = ctx.sourceElement.closest(".went");
    if (!one || ctx.response.status !== 204) return;
    one.open = false;
    one.querySelector("summary").focus();
  });

  dress();
})();
