// An emergency, someone still waiting, or no one on an open line: the two notes again (staff-call.js), and a steady mark.
// Nothing flashes.
(() => {
  const room = document.getElementById("console");
  if (!room) return;
  // After this long someone was missed; before it, the arrival itself was heard.
  const missedMs = 60_000;
  let wasDeserted = false;

  const waitingSince = () =>
    Math.min(...[...room.querySelectorAll("#queue .row time")].map((time) => Number(time.dataset.at)));
  const emergencies = () => (document.getElementById("emergencies")?.dataset.ids ?? "").split(" ").filter(Boolean);
  let known = emergencies();
  const isPressed = (id) => document.getElementById(id)?.getAttribute("aria-pressed") === "true";

  function announce() {
    setTimeout(() => {
      document.getElementById("arrived").textContent = document.getElementById("emergencies").dataset.said;
    }, 200);
  }
  function look() {
    const bar = document.getElementById("bar");
    const isDeserted = "deserted" in document.getElementById("line").dataset;
    const isMissed = Date.now() - waitingSince() >= missedMs;
    // Someone away is left in peace unless no one else is there; so is someone without room.
    const isHere = isPressed("be-available") && !document.getElementById("wrap-up");
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
  // After the arrival itself is announced (console-room.js): one signal for both.
  document.addEventListener("htmx:after:swap", () => queueMicrotask(look));
  setInterval(look, 5_000);
  look();
})();
