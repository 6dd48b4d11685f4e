// What calls somebody of the staff, on whatever page: two soft notes, and a notice of the system while they look elsewhere. Each page
// says what calls for now ("calls", once in a while and after each repaint); here it is decided when that is heard once more.
(() => {
  const room = document.getElementById("console") ?? document.getElementById("live");
  if (!room) return;
  const againMs = 60_000;
  // Somebody for whom it is urgent is heard again sooner, until somebody has moved or pressed anything: until it was noticed.
  const pressingMs = 15_000;
  const helpline = document.title.split(" · ").pop();
  const remembered = () => localStorage.getItem("porchlight.sound") === "on";
  let isOn = remembered();
  let audio = null;

  // --- The two notes. Where a page of the same house was pressed before, browsers let them be heard at once, else from the first press on.
  function wake() {
    if (isOn && !audio) {
      audio = new AudioContext();
      audio.addEventListener("statechange", dress);
    }
    if (audio?.state === "suspended") audio.resume();
  }
  function chime() {
    if (!isOn || audio?.state !== "running") return;
    [523.25, 659.25].forEach((pitch, n) => {
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

  // --- A notice of the system says nothing of anybody: others may see the screen.
  const Notice = globalThis.Notification;
  function notify() {
    const isLooking = document.visibilityState === "visible" && document.hasFocus();
    if (!isOn || isLooking || Notice?.permission !== "granted") return;
    const notice = new Notice(helpline, { body: room.dataset.notice, tag: "shift", renotify: true, silent: true });
    notice.addEventListener("click", () => {
      window.focus();
      notice.close();
    });
  }

  let signalledAt = Date.now();
  document.addEventListener("signal", () => {
    signalledAt = Date.now();
    chime();
    notify();
  });

  // --- The button: heard at once, so that one knows what to listen for.
  function dress() {
    const button = document.getElementById("sound");
    button.hidden = false;
    button.setAttribute("aria-pressed", String(isOn));
    // Whoever has never chosen on this device, or hears nothing before the first press, is told so.
    const isChosen = localStorage.getItem("porchlight.sound") !== null;
    const says = isOn ? audio?.state === "suspended" && button.dataset.blocked : !isChosen && button.dataset.off;
    if (says) button.dataset.says = says;
    else delete button.dataset.says;
  }
  document.addEventListener("click", ({ target }) => {
    if (!target.closest("#sound")) return;
    isOn = !isOn;
    localStorage.setItem("porchlight.sound", isOn ? "on" : "off");
    dress();
    wake();
    if (!isOn) return;
    audio.resume().then(chime);
    if (Notice?.permission === "default") Notice.requestPermission();
  });
  document.addEventListener("htmx:after:swap", dress);
  dress();

  // --- Again, until it was noticed or is over. Whoever noticed it in one tab has noticed it in all of them.
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
    document.dispatchEvent(new CustomEvent("signal"));
  });
})();
