// Nothing typed or moved for 25 minutes, in any of one's tabs: is one still on shift? Five minutes later the screen is
// covered, and whoever was available is away until they come back. Nobody is signed out, and no chat is cut.
(() => {
  const room = document.getElementById("console");
  if (!room) return;
  const askMs = 25 * 60_000;
  const coverMs = 30 * 60_000;
  const ask = document.getElementById("still-here");
  const cover = document.getElementById("covered");
  const others = new BroadcastChannel("shift");
  let inputAt = Date.now();
  let toldAt = 0;
  let wasAvailable = false;

  function input() {
    inputAt = Date.now();
    if (inputAt - toldAt < 10_000) return;
    toldAt = inputAt;
    others.postMessage("input");
  }
  for (const moment of ["pointerdown", "pointermove", "keydown", "wheel"]) addEventListener(moment, input);
  others.addEventListener("message", () => {
    inputAt = Date.now();
  });

  const isAvailable = () => document.getElementById("be-available")?.getAttribute("aria-pressed") === "true";
  const isOnShift = () => isAvailable() || room.querySelector("#chats .row:not(.ended)") !== null;
  function look() {
    const idle = Date.now() - inputAt;
    if (ask.open && idle < askMs) ask.close();
    if (cover.open || idle < askMs || !isOnShift()) return;
    if (idle >= coverMs) {
      wasAvailable = isAvailable();
      if (wasAvailable) document.getElementById("be-away").click();
      ask.close();
      cover.showModal();
    } else if (!ask.open) {
      ask.showModal();
      document.dispatchEvent(new CustomEvent("signal"));
    }
  }
  cover.addEventListener("close", () => {
    input();
    if (wasAvailable) document.getElementById("be-available")?.click();
  });
  setInterval(look, 10_000);
})();
