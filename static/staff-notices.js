// Notices of the desktop, while their reader looks elsewhere. Others may see the screen: no name, and no word of a chat.
// Asked for once in each browser, as someone becomes available; told again a few times, until they look.
(() => {
  const $ = (id) => document.getElementById(id);
  const room = $("console") ?? $("live");
  const asks = $("signals");
  const Notice = globalThis.Notification;
  const maxAgain = 5;
  const againMs = 60_000;
  const answered = "porchlight.notices";
  const helpline = document.title.split(" · ").pop();
  const isLooking = () => document.visibilityState === "visible" && document.hasFocus();
  const isAway = () => $("availability")?.dataset.now === "away";
  const isDeserted = () => "deserted" in ($("line") ?? $("live-line")).dataset;

  let told = 0;
  function show(kind) {
    const isLeftInPeace = kind === "arrived" && isAway() && !isDeserted();
    if (isLooking() || isLeftInPeace || asks.dataset.notices === "off" || Notice?.permission !== "granted") return;
    told = kind === "again" ? told + 1 : 0;
    if (told > maxAgain) return;
    const says = { arrived: room.dataset.arrived, help: $("help-wanted")?.dataset.said, message: asks.dataset.message };
    const body = says[kind] ?? room.dataset.notice;
    const notice = new Notice(helpline, { body, tag: "shift", renotify: true, silent: true });
    notice.addEventListener("click", () => {
      window.focus();
      notice.close();
    });
  }
  document.addEventListener("signal", ({ detail }) => show(detail));

  // --- Messages in one's own chats: each as "chat:number unread".
  function unread() {
    const own = $("own-unread");
    if (own) return own.dataset.unread.split(" ").filter(Boolean);
    return [...document.querySelectorAll("#chats .unread")].map(
      (row) => `${row.dataset.id}:${Number.parseInt(row.querySelector(".unread-mark").textContent, 10)}`,
    );
  }
  let known = new Set(unread());
  let missed = new Set();
  let missedAt = 0;
  let times = 0;
  function look() {
    const now = unread();
    if (isLooking()) {
      known = new Set(now);
      missed = new Set();
      told = 0;
      return;
    }
    const came = now.filter((one) => !known.has(one));
    for (const one of came) known.add(one);
    missed = new Set([...missed, ...came].filter((one) => now.includes(one)));
    const isDue = times < maxAgain && Date.now() - missedAt >= againMs;
    if (!came.length && !(missed.size && isDue)) return;
    times = came.length ? 0 : times + 1;
    missedAt = Date.now();
    document.dispatchEvent(new CustomEvent("signal", { detail: "message" }));
  }
  for (const moment of ["focus", "visibilitychange"]) addEventListener(moment, look);
  setInterval(look, 5_000);

  // --- Asked for, and remembered in this browser.
  const hide = () => {
    asks.hidden = true;
  };
  let wasAway = isAway();
  function ask() {
    const comes = wasAway && !isAway();
    wasAway = isAway();
    const isBusy = document.querySelector(".pane") !== null;
    if (wasAway || isBusy) hide();
    if (!comes || isBusy || Notice?.permission !== "default") return;
    if (asks.dataset.notices === "off" || localStorage.getItem(answered)) return;
    asks.hidden = false;
    $("arrived").textContent = asks.querySelector("p").textContent;
  }
  for (const moment of ["htmx:after:swap", "painted"])
    document.addEventListener(moment, () => {
      look();
      ask();
    });
  const state = () => asks.dataset[Notice?.permission ?? "none"] ?? "";
  const post = (fields) =>
    fetch("/staff/me/signals", {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "HX-Request": "true" },
    });
  asks.addEventListener("click", async ({ target }) => {
    const { answer } = target.closest("button")?.dataset ?? {};
    if (!answer) return;
    localStorage.setItem(answered, answer);
    if (answer === "later") return hide();
    if ((await Notice.requestPermission()) === "granted") {
      asks.dataset.notices = "on";
      await post({ do: "notices" });
    }
    const says = document.createElement("p");
    says.setAttribute("role", "status");
    asks.replaceChildren(says);
    says.textContent = state();
    setTimeout(hide, 6_000);
  });

  // --- On one's own page: what this browser lets be shown, and each change kept at once.
  const form = $("set-signals");
  if (!form) return;
  const here = form.querySelector("#notices-here");
  here.textContent = state();
  form.querySelector("[name=do]").hidden = true;
  form.addEventListener("change", async ({ target }) => {
    const fields = new URLSearchParams(new FormData(form));
    fields.append("do", "save");
    const isAsked = target.name === "notices" && target.checked && Notice?.permission === "default";
    if (isAsked) await Notice.requestPermission();
    const answer = await post(fields).catch(() => null);
    if (!answer?.ok) target.checked = !target.checked;
    here.textContent = answer?.ok ? `${form.dataset.saved} ${state()}` : room.dataset.notDone;
  });
})();
