// Somebody still waits, or nobody is there though the line should be open: the two notes of an arrival once more, every
// minute, and for as long a steady mark on the top line. Nothing flashes. The notes themselves: console-room.js.
(() => {
  const room = document.getElementById("console");
  if (!room) return;
  const againMs = 60_000;
  // Somebody whom nobody took for so long was missed: until then the arrival itself was heard.
  const missedMs = 60_000;
  let signalledAt = Date.now();
  let wasDeserted = false;

  /** Since when the first of those who wait has been waiting; Infinity when nobody does. */
  const waitingSince = () =>
    Math.min(...[...room.querySelectorAll("#queue .row time")].map((time) => Number(time.dataset.at)));
  const isPressed = (id) => document.getElementById(id)?.getAttribute("aria-pressed") === "true";

  function look() {
    const now = Date.now();
    const bar = document.getElementById("bar");
    const isDeserted = "deserted" in bar.dataset;
    const isMissed = now - waitingSince() >= missedMs;
    // Whoever is away is left in peace, unless nobody else is there; so is whoever can take nobody now.
    const isHere = isPressed("be-available") && !document.getElementById("wrap-up");
    const mayTake = !("full" in document.getElementById("chats").dataset) || room.querySelector("#queue .row.urgent");
    const isCalled = isDeserted || (isHere && isMissed && Boolean(mayTake));
    bar.toggleAttribute("data-called", isCalled);
    const isNews = isDeserted && !wasDeserted;
    wasDeserted = isDeserted;
    if (!isCalled || (now - signalledAt < againMs && !isNews)) return;
    signalledAt = now;
    document.dispatchEvent(new CustomEvent("signal"));
  }
  // A claim, or whoever arrives, begins the minute anew.
  document.addEventListener("arrived", () => {
    signalledAt = Date.now();
  });
  document.addEventListener("htmx:after:swap", look);
  setInterval(look, 5_000);
  look();
})();
