// The room around the conversations: arrivals, times that stay true, sound, keys, and the three views of a phone.
(() => {
  const room = document.getElementById("console");
  if (!room) return;
  const $ = (id) => document.getElementById(id);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const shown = (element) => element?.getClientRects().length > 0;

  let keysOn = (localStorage.getItem("porchlight.keys") ?? "on") === "on";

  const write = (element, text) => {
    if (element && element.textContent !== text) element.textContent = text;
  };
  const helpline = document.title.split(" · ").pop();
  const empty = document.title;
  function tick() {
    const now = Date.now();
    for (const row of all("#queue .row"))
      row.toggleAttribute("data-fresh", now - arrivals.get(row.dataset.wait) < 60_000);
    const waiting = all("#queue .row").length;
    const unread = all("#chats .unread").length;
    write($("tally-queue"), waiting ? String(waiting) : "");
    write($("tally-chats"), unread ? String(unread) : "");
    const name = document.querySelector(".pane h2")?.textContent;
    const rest = name ? `${name} · ${helpline}` : empty;
    const counted = waiting + unread ? `(${waiting + unread}) ${rest}` : rest;
    // A young person of an open chat is in danger.
    const wanted = room.querySelector("#chats .in-danger") ? `${room.dataset.urgent} · ${counted}` : counted;
    if (document.title !== wanted) document.title = wanted;
  }

  // --- An arrival: a word for screen readers, a steady mark for a minute, two soft notes if wanted.
  const arrivals = new Map(all("#queue .row").map((row) => [row.dataset.wait, 0]));
  function watchArrivals() {
    const fresh = all("#queue .row").filter((row) => !arrivals.has(row.dataset.wait));
    for (const row of fresh) arrivals.set(row.dataset.wait, Date.now());
    if (!fresh.length) return;
    $("arrived").textContent = "";
    setTimeout(write, 100, $("arrived"), room.dataset.arrived);
    document.dispatchEvent(new CustomEvent("signal", { detail: "arrived" }));
  }
  function show(view) {
    room.dataset.view = view;
    for (const link of all(".views a")) {
      if (link.hash === `#${view}`) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
  const openNow = () =>
    all(".pane, #overview")
      .map((pane) => pane.id)
      .join();
  let open = openNow();
  show(open ? "panes" : "queue");

  // --- After each repaint, what the server does not know is put back.
  let toField = false;
  let joined = "";
  let held = null;
  let heldIn = null;
  let torn = 0;
  room.addEventListener("focusin", ({ target }) => {
    held = target;
    heldIn = target.closest(".pane");
  });
  document.addEventListener("htmx:after:swap", () => {
    dress();
    watchArrivals();
    tick();
    // Painted alike for everyone: only this page knows which conversation stands beside it.
    for (const form of all('form[action$="/close"]')) {
      const other = all(".pane").find((pane) => !pane.contains(form));
      if (!other || form.elements.open) continue;
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: "open" });
      field.value = other.dataset.id;
      form.append(field);
    }
    for (const foot of all(".comes:not([data-asked])")) fetchRest(foot);
    // If the focused field or button is gone or hidden, stay in that conversation: at the top of the page the next letter
    // would be a command.
    const on = document.activeElement;
    const isGone = held && (held.getClientRects().length === 0 || held.closest("[inert]:is(.head, .pane-acts)"));
    if (isGone && (on === document.body || on === held)) {
      // Whoever sent a record away wrote nothing more in it.
      if (held.matches("textarea, input") && !held.closest("[data-sent]")) torn = Date.now();
      const menu = held.closest("#line") && document.querySelector("#line > summary");
      const pane = heldIn?.isConnected ? heldIn : here();
      (menu ?? pane?.querySelector(".scroll") ?? $("panes")).focus({ preventScroll: true });
    }
    const field = $(`say-${joined}`);
    if (field) {
      field.focus();
      joined = "";
    }
    if (openNow() === open) return;
    const before = open.split(",");
    open = openNow();
    show(open ? "panes" : "queue");
    const pane = all(".pane").find((one) => !before.includes(one.id)) ?? document.querySelector(".pane");
    if (toField) pane?.querySelector("[id^=say-]")?.focus();
    toField = false;
  });
  /** A chat ended, as a sentence told: what comes after is fetched, and its head does nothing until then. */
  function fetchRest(foot) {
    foot.dataset.asked = "";
    const id = foot.id.slice("foot-".length);
    for (const part of ["head", "acts"]) $(`${part}-${id}`).inert = true;
    const around = ["head", "alarm", "acts", "typing", "back", "prompts"].map((name) => `#${name}-${id}:outerMorph`);
    const whole = { source: foot, target: foot, select: `#${foot.id}`, swap: "outerMorph", selectOOB: around.join() };
    htmx.ajax("GET", foot.querySelector("a").pathname, whole);
  }
  function dress() {
    $("show-keys").hidden = false;
    $("keys-on").checked = keysOn;
    document.documentElement.dataset.keys = keysOn ? "on" : "off";
  }
  room.addEventListener("submit", ({ target }) => {
    const action = target.getAttribute("action");
    if (action?.endsWith("/claim")) toField = true;
    // Its field is there when they may write in it.
    joined = action?.match(/(\d+)\/(?:join|take-over|help\/answer)$/)?.[1] ?? joined;
  });
  // With two chats open, the row or the number of one of them leads to its field, and the other stays.
  room.addEventListener(
    "click",
    (event) => {
      const id = event.target.closest(".open[aria-current]")?.closest("[data-id]").dataset.id;
      const log = id && all(".pane")[1] && $(`scroll-${id}`);
      if (!shown(log) || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      ($(`say-${id}`) ?? log).focus();
    },
    true,
  );
  document.addEventListener("click", (event) => {
    const { target } = event;
    const leads = target.closest(":is(a, button)[data-tab]");
    for (const menu of all("details.menu[open]")) if (leads || !menu.contains(target)) menu.open = false;
    if (target.closest("[data-shut]")) shut(target.closest("details"));
    if (target.closest("#show-keys")) $("keys").showModal();
    if (target === $("keys")) $("keys").close();
    const view = target.closest(".views a");
    if (view) {
      event.preventDefault();
      show(view.hash.slice(1));
      return;
    }
    // A phone shows one conversation: another one shows when it is here, never the one before it.
    const row = target.closest(".open")?.closest("[data-id]");
    if (row && document.querySelector(".pane")?.dataset.id === row.dataset.id) show("panes");
  });
  $("keys-on").addEventListener("change", ({ target }) => {
    keysOn = target.checked;
    localStorage.setItem("porchlight.keys", keysOn ? "on" : "off");
    dress();
  });

  // --- A menu closes when its act is done; a refusal leaves it open.
  // What was pressed may be repainted before the answer is here.
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    ctx.menu = ctx.sourceElement.closest?.("details.menu[open]");
  });
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    const { menu } = ctx;
    if (!menu?.open || ctx.request.method !== "POST" || !(ctx.response?.status < 400) || menu.id === "line") return;
    const isIn = menu.contains(document.activeElement);
    menu.open = false;
    if (isIn) menu.querySelector("summary").focus({ preventScroll: true });
  });

  // --- A line is decided: focus on the form's first field, and a typed time is the end that is meant.
  document.addEventListener("htmx:after:swap", ({ detail }) => {
    if (detail.ctx?.target?.id !== "decide" && detail.ctx?.target !== "#decide") return;
    const found = (selector) => document.querySelector(`#line ${selector}`);
    (found("[aria-invalid]") ?? found("[name=end]:checked") ?? found("summary")).focus();
  });
  // A form that comes back says what is wrong beside the field, so console.js need not repeat it above.
  const isSaid = ({ ctx }) => ctx.response.status === 422 && ctx.sourceElement.hasAttribute("hx-status:422");
  room.addEventListener("htmx:response:error", (event) => isSaid(event.detail) && event.stopPropagation());
  room.addEventListener("input", ({ target }) => {
    if (!target.closest("#decide")) return;
    const { end, time } = target.form.elements;
    if (target === time) end.value = "time";
    else if (target.name === "end" && target.value !== "time") time.value = "";
  });

  room.addEventListener("click", ({ target }) => {
    const ready = target.closest("[data-say]");
    const field = ready && $(`say-${ready.dataset.id}`);
    if (field) {
      field.value = [field.value.trimEnd(), ready.dataset.say].filter(Boolean).join("\n");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    }
  });

  // --- Keys: single letters, outside fields, only while they are switched on.
  const shut = (menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  };
  const here = () => {
    const focused = (document.activeElement ?? document.body).closest(".pane");
    return focused ?? all(".pane").find(shown) ?? document.querySelector(".pane");
  };
  function move(step) {
    const stops = all(".lists .open, .lists .link").filter(shown);
    const now = stops.indexOf(document.activeElement);
    stops[now < 0 ? 0 : Math.min(Math.max(now + step, 0), stops.length - 1)]?.focus();
  }
  // A letter may come before htmx has processed what was painted, and the button would load a whole page.
  function press(element, leadsToField = false) {
    if (!element) return;
    toField ||= leadsToField;
    htmx.process(element.form ?? element);
    element.click();
  }
  const keys = {
    n: () => press($("take-next"), true),
    j: () => move(1),
    k: () => move(-1),
    b: () => press(all(".beside").find(shown), true),
    w: () => {
      show("panes");
      here()?.querySelector("[id^=say-]")?.focus();
    },
    o: () => press($("to-overview")),
    y: () => press($("ready")),
    a: () => press(document.querySelector('#availability [aria-pressed="false"]')),
    e: () => {
      const end = here()?.querySelector(".pane-acts:not([inert]) .end");
      if (!end) return;
      end.open = true;
      // On the way back, not on the end: letters meant for the field, and Enter, must not end a chat.
      end.querySelector("[data-shut]").focus();
    },
    x: () => {
      const aside = here()?.querySelector(".more .aside");
      if (!aside) return;
      aside.closest(".more").open = aside.open = true;
      aside.querySelector("button").focus();
    },
    t: () => {
      const field = here()?.querySelector(".head [name=goal]");
      if (!field) return;
      show("panes");
      // Their own words are marked in the log: they are taken as they are.
      const marked = getSelection();
      const isTheirs = marked.anchorNode?.parentElement.closest(".m.youth");
      const words = isTheirs ? marked.toString().replace(/\s+/g, " ").trim() : "";
      field.closest("details").open = true;
      if (words) field.value = [...words].slice(0, field.maxLength).join("");
      field.select();
    },
    "?": () => $("keys").showModal(),
  };
  function toTab(letter) {
    const inPane = all(
      ":is(.side-tabs, .pane-acts:not([inert]), .record) [data-letter]",
      here() ?? document.createElement("i"),
    );
    const isMeant = (one) => one.dataset.letter === letter && !one.matches(".pane:has(.over) [data-tab=handover]");
    const found = [...inPane, ...all("#bar [data-letter]")].find(isMeant);
    if (!found) return false;
    if (inPane.includes(found)) show("panes");
    if (found.matches("summary")) found.focus();
    press(found);
    return true;
  }
  addEventListener("pointerdown", () => {
    torn = 0;
  });
  addEventListener("keydown", (event) => {
    // Keys do nothing while someone is writing: until a pause of 3 s, Esc, Tab or the pointer.
    torn = Date.now() - torn < 3000 && event.key !== "Escape" && event.key !== "Tab" ? Date.now() : 0;
    if (torn) return;
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const { target, key } = event;
    if (key === "Escape") {
      const menu = target.closest?.("details[open]") ?? document.querySelector("details.menu[open]");
      if (menu) shut(menu);
      else if (target.matches?.("textarea")) target.closest(".pane").querySelector(".scroll").focus();
      return;
    }
    if (!keysOn || document.querySelector("dialog[open]") || target.matches?.("input, textarea, select")) return;
    const inLists = target.closest?.(".lists");
    if (inLists && key === "ArrowDown") move(1);
    else if (inLists && key === "ArrowUp") move(-1);
    else if (/^[1-9]$/.test(key)) press(all("#chats .open")[key - 1], true);
    else if (keys[key.toLowerCase()]) keys[key.toLowerCase()]();
    else if (!toTab(key.toLowerCase())) return;
    event.preventDefault();
  });

  dress();
  tick();
  setInterval(tick, 15_000);
})();
