// There is an emergency, somebody still waits, or nobody is there though the line should be open: the two notes of an arrival once more
// (staff-call.js), and for as long a steady mark on the top line. Nothing flashes.
(() => {
  const room = document.getElementById("console");
  if (!room) return;
  // Somebody whom nobody took for so long was missed: until then the arrival itself was heard.
  const missedMs = 60_000;
  let wasDeserted = false;

  /** Since when the first of those who wait has been waiting; Infinity when nobody does. */
  const waitingSince = () =>
    Math.min(...[...room.querySelectorAll("#queue .row time")].map((time) => Number(time.dataset.at)));
  const emergencies = () => (document.getElementById("emergencies")?.dataset.ids ?? "").split(" ").filter(Boolean);
  let known = emergencies();
  const isPressed = (id) => document.getElementById(id)?.getAttribute("aria-pressed") === "true";

  /** Behind what an arrival says in the same moment. */
  function announce() {
    setTimeout(() => {
      document.getElementById("arrived").textContent = document.getElementById("emergencies").dataset.said;
    }, 200);
  }
  function look() {
    const bar = document.getElementById("bar");
    const isDeserted = "deserted" in bar.dataset;
    const isMissed = Date.now() - waitingSince() >= missedMs;
    // Whoever is away is left in peace, unless nobody else is there; so is whoever can take nobody now.
    const isHere = isPressed("be-available") && !document.getElementById("wrap-up");
    // By the same names as on any other page: what was noticed there is noticed here.
    const urgent = [...room.querySelectorAll("#queue .row:has(.urgent-mark)")].map(
      ({ dataset }) => `waiting-${dataset.wait}`,
    );
    const mayTake = !("full" in document.getElementById("chats").dataset) || urgent.length > 0;
    const isCalled = isDeserted || (isHere && isMissed && mayTake);
    bar.toggleAttribute("data-called", isCalled);
    const declared = emergencies();
    const isEmergency = declared.some((one) => !known.includes(one));
    known = declared;
    if (isEmergency) announce();
    const isNews = isEmergency || (isDeserted && !wasDeserted);
    wasDeserted = isDeserted;
    const detail = { isCalled, isNews, pressing: [...(isHere || isDeserted ? urgent : []), ...declared] };
    document.dispatchEvent(new CustomEvent("calls", { detail }));
  }
  // Behind what the arrival itself says (console-room.js): one signal for both.
  document.addEventListener("htmx:after:swap", () => queueMicrotask(look));
  setInterval(look, 5_000);
  look();
})();
