// What calls the staff on any page: two soft notes here, a notice while they look elsewhere in staff-notices.js.
// Pages say what calls ("calls"); here it is decided when that is heard again.
(() => {
  const room = document.getElementById("console") ?? document.getElementById("live");
  if (!room) return;
  const againMs = 60_000;
  // Urgent ones are heard again sooner, until something was moved or pressed.
  const pressingMs = 15_000;
  const signals = document.getElementById("signals").dataset;
  const here = () => localStorage.getItem("porchlight.sound");
  // The account says what is heard, this browser whether anything is.
  const isOn = () => here() !== "off" && (signals.sound === undefined ? here() === "on" : signals.sound !== "");
  let audio = null;

  // --- The two notes. Browsers let them sound at once if this site was pressed before, else from the first press on.
  function wake() {
    if (isOn() && !audio) {
      audio = new AudioContext();
      audio.addEventListener("statechange", dress);
    }
    if (audio?.state === "suspended") audio.resume();
  }
  // Young people are heard as two notes that rise, colleagues as two that fall.
  function chime(who) {
    const isWanted = who === "pressing" || !signals.sound || signals.sound.includes(who);
    if (!isOn() || audio?.state !== "running" || !isWanted) return;
    (who === "colleagues" ? [587.33, 440] : [523.25, 659.25]).forEach((pitch, n) => {
      const start = audio.currentTime + n * 0.18;
      const tone = new OscillatorNode(audio, { frequency: pitch });
      const volume = new GainNode(audio, { gain: 0 });
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(0.12, start + 0.03);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.7);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.75);
    });
  }
  for (const moment of ["pointerdown", "keydown"]) addEventListener(moment, wake);
  wake();

  const heardAs = { help: "colleagues", arrived: "young", message: "young", again: "young" };
  let signalledAt = Date.now();
  document.addEventListener("signal", ({ detail }) => {
    signalledAt = Date.now();
    chime(heardAs[detail] ?? detail);
  });

  function dress() {
    const button = document.getElementById("sound");
    button.hidden = false;
    button.setAttribute("aria-pressed", String(isOn()));
    // Tells someone who never chose, or hears nothing before the first press.
    const isChosen = (here() ?? signals.sound) !== undefined;
    const says = isOn() ? audio?.state === "suspended" && button.dataset.blocked : !isChosen && button.dataset.off;
    if (says) button.dataset.says = says;
    else delete button.dataset.says;
  }
  document.addEventListener("click", ({ target }) => {
    if (!target.closest("#sound")) return;
    localStorage.setItem("porchlight.sound", isOn() ? "off" : "on");
    if (here() === "on" && !signals.sound) {
      signals.sound = ["young", "colleagues"].join(" ");
      fetch("/staff/me/signals", {
        method: "POST",
        body: new URLSearchParams({ do: "sound" }),
        headers: { "HX-Request": "true" },
      });
    }
    dress();
    wake();
    if (isOn()) audio.resume().then(() => chime("pressing"));
  });
  document.addEventListener("htmx:after:swap", dress);
  dress();

  // --- Again, until noticed or over; noticed in one tab is noticed in all.
  const others = new BroadcastChannel("noticed");
  const noticed = new Set();
  let pressing = [];
  function notice() {
    if (document.visibilityState !== "visible") return;
    const fresh = pressing.filter((one) => !noticed.has(one));
    for (const one of fresh) noticed.add(one);
    if (fresh.length) others.postMessage(fresh);
  }
  for (const moment of ["pointerdown", "pointermove", "keydown"]) addEventListener(moment, notice);
  others.addEventListener("message", ({ data }) => {
    for (const one of data) noticed.add(one);
  });
  document.addEventListener("calls", ({ detail }) => {
    pressing = detail.pressing;
    const isUnnoticed = pressing.some((one) => !noticed.has(one));
    const restMs = isUnnoticed ? pressingMs : againMs;
    if (!detail.isNews && (!(detail.isCalled || isUnnoticed) || Date.now() - signalledAt < restMs)) return;
    const isAgain = !detail.isNews && !isUnnoticed;
    document.dispatchEvent(new CustomEvent("signal", { detail: isAgain ? "again" : "pressing" }));
  });

  // What is not needed at once comes once the page stands.
  addEventListener("load", () => signals.scripts.split(" ").map((script) => import(script).catch(() => null)));
})();
