// Tabs beside a chat. Which one shows only this page knows, so it corrects every repaint. A tab that comes focuses its first
// field, unless a script cancels "tab-shown" (detail.at: what is meant there); leaving it leads back to the chat.
(() => {
  const room = document.getElementById("console");
  if (!room) return;
  const panes = () => [...room.querySelectorAll(".pane")];
  const shown = (element) => element?.getClientRects().length > 0;
  const tabs = new Map(panes().map((pane) => [pane.id, pane.dataset.tab]));
  let stood = [...tabs.keys()];
  // Of two chats one is in front: the column beside them is about it, and follows it.
  let front = null;
  const shares = matchMedia("(min-width: 80em)");

  function dress() {
    const open = panes();
    const isOver = (pane, tab) => tab === "reasons" && pane.querySelector(".over > .after") !== null;
    const worn = (pane) => {
      const tab = tabs.get(pane.id) ?? pane.dataset.tab;
      // Reasons that were ticked stand in the record when it comes.
      return pane.querySelector(".side") === null || isOver(pane, tab) ? "about" : tab;
    };
    for (const pane of open) wear(pane, worn(pane));
    // Someone who comes to a chat sees its messages: nothing stands in their place.
    const isCovered = (pane) => !stood.includes(pane.id) && !shown(pane.querySelector(".scroll"));
    if (open.some(isCovered)) for (const pane of open) wear(pane, "about");
    stood = open.map(({ id }) => id);
    const first =
      open.find(({ id }) => id === front) ?? open.find((pane) => pane.dataset.front !== undefined) ?? open[0];
    for (const pane of open) {
      // Without room for both chats and the column, a tab takes the place of the other chat: one at a time.
      if (pane !== first && !shares.matches) wear(pane, "about");
      tabs.set(pane.id, pane.dataset.tab);
      pane.toggleAttribute("data-front", pane === first);
    }
  }
  function comesToFront({ target }) {
    const pane = target.closest?.(".pane");
    if (!pane || pane.id === front) return;
    front = pane.id;
    dress();
  }
  for (const moment of ["focusin", "pointerdown"]) room.addEventListener(moment, comesToFront);
  function wear(pane, tab) {
    pane.dataset.tab = tab;
    for (const part of pane.querySelectorAll(".side > .tab")) part.hidden = part.dataset.of !== tab;
    for (const link of pane.querySelectorAll(".side-tabs [data-tab]:not(.quiet)")) {
      if (link.dataset.tab === tab) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
  function open(pane, tab, at) {
    front = pane.id;
    tabs.set(pane.id, tab);
    dress();
    const event = new CustomEvent("tab-shown", { bubbles: true, cancelable: true, detail: { tab, at } });
    if (!pane.dispatchEvent(event)) return;
    const current = pane.querySelector(".side-tabs [aria-current]");
    current.scrollIntoView({ block: "nearest", inline: "nearest" });
    // A disabled field cannot hold the focus: it would be lost, and the next letter a command.
    const fields = pane.querySelectorAll(".side > .tab:not([hidden]) :is(textarea, input:not([type=hidden])):enabled");
    ([...fields].find(shown) ?? current).focus({ preventScroll: true });
  }
  function close(pane) {
    tabs.set(pane.id, "about");
    dress();
    (pane.querySelector("[id^=say-]") ?? pane.querySelector(".scroll")).focus({ preventScroll: true });
  }
  room.addEventListener("click", (event) => {
    const link = event.target.closest(":is(a, button)[data-tab]");
    // A link can open elsewhere; a button of a form that someone writes in cannot.
    const isElsewhere = link?.matches("a") && (event.ctrlKey || event.metaKey || event.shiftKey);
    if (!link || isElsewhere) return;
    event.preventDefault();
    const pane = link.closest(".pane");
    if (link.dataset.tab === "about") close(pane);
    else open(pane, link.dataset.tab, link.hash?.slice(1) || link.value);
  });
  room.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || event.altKey) return;
    const tab = event.target.closest(".side > .tab");
    if (!tab || tab.dataset.of === "about" || event.target.closest("details[open]")) return;
    event.preventDefault();
    close(tab.closest(".pane"));
  });
  document.addEventListener("htmx:after:swap", dress);
  shares.addEventListener("change", dress);
  dress();
})();
