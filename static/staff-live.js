// The live bar of every staff page but the console: its reader counts as present, and arrivals, calls for help and the line show.
// Nothing else on the page is touched, since someone may be typing, except who has seen the emergency of its record.
(() => {
  const live = document.getElementById("live");
  if (!live) return;
  if (globalThis.trustedTypes && !trustedTypes.defaultPolicy)
    trustedTypes.createPolicy("default", { createHTML: (html) => html });
  const $ = (id) => document.getElementById(id);
  const say = live.dataset;
  const idsOf = (id, name = "ids") => ($(id)?.dataset[name] ?? "").split(" ").filter(Boolean);

  // --- Painted part by part: what is the same stays, with the focus, and so does what is being pressed.
  const parts = [
    "live-line",
    "availability",
    "own-unread",
    "wait",
    "emergencies",
    "help-wanted",
    "answering",
    "practice-log",
  ];
  const plain = (element) => {
    const copy = element.cloneNode(true);
    for (const time of copy.querySelectorAll("time")) {
      time.textContent = "";
      time.removeAttribute("title");
    }
    return copy;
  };
  function put(fresh) {
    const old = $(fresh.id);
    if (!old || old.dataset.of !== fresh.dataset.of || plain(old).isEqualNode(plain(fresh))) return;
    const held = old.contains(document.activeElement) ? document.activeElement.id : "";
    old.replaceWith(fresh);
    if (held) $(held)?.focus({ preventScroll: true });
    if (old.querySelector("details")?.open && fresh.querySelector("details"))
      fresh.querySelector("details").open = true;
  }
  // Updates wait while something in the bar is pressed: a press needs the button it began on.
  let isPressed = false;
  const kept = [];
  live.addEventListener("pointerdown", () => {
    isPressed = true;
  });
  const released = () =>
    setTimeout(() => {
      isPressed = false;
      for (const html of kept.splice(0)) paint(html);
    });
  for (const moment of ["pointerup", "pointercancel"]) addEventListener(moment, released, true);
  function paint(html) {
    if (isPressed) return kept.push(html);
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const partial of page.querySelectorAll("hx-partial")) {
      const whole = partial.querySelector("#live");
      if (whole)
        for (const name of ["ready", "full"]) {
          if (name in whole.dataset) say[name] = "";
          else delete say[name];
        }
      const all = whole ? parts.flatMap((id) => whole.querySelector(`#${id}`) ?? []) : [...partial.children];
      for (const one of all) if (parts.includes(one.id)) put(document.importNode(one, true));
      const ends = partial.querySelector("#session-ends");
      if (ends) tell(ends.querySelector("span")?.textContent ?? "");
    }
    document.dispatchEvent(new CustomEvent("painted"));
    look();
  }

  // --- News is announced to screen readers and heard (staff-call.js); the title counts.
  const title = document.title;
  const known = {
    wait: new Set(idsOf("wait")),
    help: new Set(idsOf("help-wanted")),
    emergency: new Set(idsOf("emergencies")),
  };
  const missedMs = 60_000;
  const deserted = () => "deserted" in $("live-line").dataset;
  let wasDeserted = deserted();
  function isNews(kind, now) {
    const fresh = now.filter((one) => !known[kind].has(one));
    for (const one of fresh) known[kind].add(one);
    return fresh;
  }
  function announce(text, who) {
    $("arrived").textContent = "";
    setTimeout(() => {
      $("arrived").textContent = text;
    }, 100);
    document.dispatchEvent(new CustomEvent("signal", { detail: who }));
  }
  function look() {
    const urgent = idsOf("wait", "urgent");
    const came = isNews("wait", idsOf("wait"));
    const asked = isNews("help", idsOf("help-wanted"));
    if (asked.length) announce($("help-wanted").dataset.said, "help");
    if (came.length) announce(came.some((one) => urgent.includes(one)) ? say.urgent : say.arrived, "arrived");
    const emergencies = idsOf("emergencies");
    const none = $("no-concerns");
    if (none && emergencies.some((one) => one.startsWith("concern-"))) none.textContent = none.dataset.came;
    if (isNews("emergency", emergencies).length) announce($("emergencies").dataset.said, "pressing");
    const isDeserted = deserted();
    const since = Number($("wait")?.dataset.since || Number.POSITIVE_INFINITY);
    const mayTake = !("full" in say) || urgent.length > 0;
    const isMissed = "ready" in say && mayTake && Date.now() - since >= missedMs;
    const detail = {
      isCalled: isDeserted || isMissed,
      isNews: isDeserted && !wasDeserted,
      // Those who answer for emergencies hear one, available or not.
      pressing: [...("ready" in say || isDeserted ? urgent.map((id) => `waiting-${id}`) : []), ...emergencies],
    };
    wasDeserted = isDeserted;
    live.toggleAttribute("data-called", detail.isCalled);
    document.dispatchEvent(new CustomEvent("calls", { detail }));
    const n = idsOf("wait").length + idsOf("help-wanted").length + emergencies.length;
    const wanted = n ? `(${n}) ${title}` : title;
    if (document.title !== wanted) document.title = wanted;
  }
  setInterval(look, 5_000);

  // --- The channel: the next page opens its own before this one counts as gone (staff/presence.ts).
  let socket = null;
  let lastHeard = 0;
  let fails = 0;
  let isOver = false;
  let dropped;
  function tell(text, link) {
    const off = $("live-off");
    const same = off.firstChild?.textContent === text;
    live.toggleAttribute("data-off", text !== "");
    if (same) return;
    off.replaceChildren(text);
    off.title = text;
    if (link) off.append(" ", link);
  }
  function connect() {
    if (socket) return;
    const own = new WebSocket(`${location.origin.replace(/^http/, "ws")}/staff/live?bar`);
    socket = own;
    own.addEventListener("open", () => {
      dropped = clearTimeout(dropped);
      lastHeard = Date.now();
      isOver = false;
      tell("");
    });
    own.addEventListener("message", ({ data }) => {
      lastHeard = Date.now();
      fails = 0;
      if (own === socket && !data.startsWith("{")) paint(data);
    });
    own.addEventListener("close", (event) => own === socket && lost(event));
  }
  function lost({ code, reason }) {
    socket = null;
    lastHeard = 0;
    if (code === 4401) return over(reason);
    fails += 1;
    // A drop of a second is mended before anyone needs to know.
    dropped ||= setTimeout(tell, 1500, say.offline);
    // The most pages are open already (RFC 6455, 7.4.1).
    if (code === 1008) setTimeout(connect, 30_000);
    else if (fails % 4 === 0) ask();
    else setTimeout(connect, Math.min(400 * fails, 1500));
  }
  /** No channel: the server may be there, but not know this session. */
  async function ask() {
    const answer = await fetch("/staff/live", { redirect: "manual" }).catch(() => null);
    if (answer?.type === "opaqueredirect") over("over");
    else setTimeout(connect, 1500);
  }

  // --- Signed out, here or elsewhere: the next person at this desk must not read on, but typed words are kept.
  let isTyped = document.querySelector("main[data-typed]") !== null;
  let leaving = false;
  for (const moment of ["input", "change"])
    document.addEventListener(moment, ({ target }) => {
      isTyped ||= target.closest("main") !== null;
    });
  function over(why) {
    dropped = clearTimeout(dropped);
    isOver = true;
    const address = `/staff/sign-in?why=${why}`;
    if (!isTyped) {
      setTimeout(() => location.replace(address), leaving ? 1500 : 0);
      return;
    }
    const link = document.createElement("a");
    link.href = address;
    link.target = "_blank";
    link.textContent = say.signIn;
    tell(say.signedOut, link);
  }
  addEventListener("focus", () => isOver && connect());

  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (form.getAttribute("action")?.endsWith("/sign-out")) leaving = true;
    if (!live.contains(form)) return;
    event.preventDefault();
    press(form, submitter);
  });
  /** A press in the bar does not leave the page; its result comes by the channel. */
  async function press(form, button) {
    if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    const body = new URLSearchParams(new FormData(form));
    if (button.name) body.append(button.name, button.value);
    const how = { redirect: "manual", headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(15_000) };
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body, ...how }).catch(() => null);
    button.removeAttribute("aria-busy");
    if (answer?.ok || answer?.type === "opaqueredirect") {
      // The page depends on it, and nothing can be typed there.
      if (form.id === "availability" && document.querySelector('[data-follows="availability"]')) location.reload();
      return;
    }
    const isSentence = answer?.headers.get("content-type")?.includes("text/plain");
    tell(isSentence ? await answer.text() : say.notDone);
    setTimeout(tell, 10_000, "");
  }

  // A page kept for Back says and hears nothing until it is looked at again.
  addEventListener("pagehide", () => {
    const own = socket;
    socket = null;
    own?.close();
  });
  addEventListener("pageshow", ({ persisted }) => persisted && connect());
  addEventListener("online", connect);
  setInterval(() => {
    // The server sends a beat every 5 s: silence means a dead line.
    if (!socket || !lastHeard || Date.now() - lastHeard < 12_000) return;
    const own = socket;
    lost({ code: 1006 });
    own.close();
  }, 2000);
  connect();
  look();
})();
