// After 25 minutes of inactivity in all tabs it asks whether the reader is still on shift; five minutes later it covers the
// screen and they are away until they come back. No one is signed out, no chat is cut, and drafts stay.
(() => {
  const room = document.getElementById("console") ?? document.getElementById("live");
  const ask = document.getElementById("still-here");
  if (!room || !ask) return;
  const askMs = 25 * 60_000;
  const coverMs = 30 * 60_000;
  const cover = document.getElementById("covered");
  const others = new BroadcastChannel("shift");
  let inputAt = Date.now();
  let toldAt = 0;
  let wasAvailable = false;
  let isLeaving = false;

  function input() {
    inputAt = Date.now();
    if (inputAt - toldAt < 10_000) return;
    toldAt = inputAt;
    others.postMessage("input");
  }
  for (const moment of ["pointerdown", "pointermove", "keydown", "wheel"]) addEventListener(moment, input);
  // The first letter of someone typing on goes where the caret was: it is no answer, no command, and sends nothing.
  addEventListener(
    "keydown",
    (event) => {
      if (!ask.open) return;
      event.stopPropagation();
      if (event.key.length > 1 || event.key === " ") event.preventDefault();
      caret = null;
      ask.close();
      input();
    },
    { capture: true },
  );
  others.addEventListener("message", ({ data }) => {
    inputAt = Date.now();
    if (data !== "back") return;
    wasAvailable = false;
    cover.close();
  });

  const isAvailable = () => document.getElementById("be-available")?.getAttribute("aria-pressed") === "true";
  const isOnShift = () => isAvailable() || room.querySelector("#chats .row:not(.ended)") !== null;
  function look() {
    const idle = Date.now() - inputAt;
    // Pressed again where the line was dead, until it is so; after that another device decides.
    isLeaving &&= cover.open && isAvailable();
    if (isLeaving) document.getElementById("be-away").click();
    if (ask.open && idle < askMs) ask.close();
    if (cover.open || idle < askMs || !(ask.open || isOnShift())) return;
    if (idle >= coverMs) {
      wasAvailable = isAvailable() || (ask.open && wasAvailable);
      isLeaving = isAvailable();
      if (isLeaving) document.getElementById("be-away").click();
      if (!ask.open) keepCaret();
      ask.close();
      cover.showModal();
    } else if (!ask.open) {
      wasAvailable = isAvailable();
      keepCaret();
      ask.showModal();
      document.dispatchEvent(new CustomEvent("signal", { detail: "pressing" }));
    }
  }
  // After a press by pointer the field has the focus again but not the caret, and typing would go nowhere.
  let caret = null;
  function keepCaret() {
    const field = document.activeElement;
    const { selectionStart: from, selectionEnd: to } = field;
    caret = typeof from === "number" ? { field, from, to } : null;
  }
  for (const dialog of [ask, cover])
    dialog.addEventListener("close", () => {
      if (cover.open) return;
      const { field, from, to } = caret ?? {};
      caret = null;
      if (!field || field !== document.activeElement) return;
      // Where the selection is the same already, Chrome does nothing.
      field.select();
      field.setSelectionRange(from, to);
    });
  cover.addEventListener("close", () => {
    inputAt = Date.now();
    toldAt = inputAt;
    others.postMessage("back");
    if (wasAvailable) document.getElementById("be-available")?.click();
  });
  setInterval(look, 10_000);
})();
