// Programs for the page, as text: it has types this project does not have. Each prints “first-visit NAME MS” on its console.

const say = `const say = (name, ms) => console.debug("first-visit " + name + " " + ms);
const painted = (then) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = then;
  port2.postMessage(0);
});`;

/** Types a letter once the box shows, and says when it was painted, or “lost” if it is gone once the page's script has run. */
const firstLetter = `(function look() {
  const box = document.querySelector("form[action^='/start'] #text");
  const seen = box && performance.getEntriesByName("first-contentful-paint").length > 0;
  const place = seen && box.getBoundingClientRect();
  if (!place || place.height === 0 || place.top >= innerHeight) return requestAnimationFrame(look);
  box.focus();
  document.execCommand("insertText", false, "x");
  painted(() => {
    const at = performance.now();
    const kept = () => document.getElementById("text") === box && box.value === "x";
    if (!kept()) return say("lost", at);
    const settle = () => setTimeout(() => say(kept() ? "type" : "lost", at), 50);
    if (document.readyState === "complete") settle(); else addEventListener("load", settle);
  });
})();`;

/** When the socket's first frame came, and when the page took its line as live. */
const liveLine = `const Socket = WebSocket;
WebSocket = function (address) {
  const socket = new Socket(address);
  socket.addEventListener("message", () => say("socket", performance.now()), { once: true });
  return socket;
};
addEventListener("DOMContentLoaded", () => {
  const check = document.getElementById("check");
  const look = () => check.hidden && say("live", performance.now());
  if (check) new MutationObserver(look).observe(check, { attributes: true });
});`;

// The event's time is when the finger touched, however busy the page was.
const blankPage = `addEventListener("click", (event) => painted(() => {
  if (document.body === null) say("blank", performance.now() - event.timeStamp);
}), true);`;

/** For every page of a visit, before its own scripts. */
export const stopwatches = `if (top === self && location.pathname === "/") {
${say}
${liveLine}
${blankPage}
addEventListener("DOMContentLoaded", () => { if (!document.getElementById("chat")) return firstLetter(); });
function firstLetter() { ${firstLetter} }
}`;

/** Presses Send and resolves with the ms until the words are back as a stored message. */
export const sendAndWait = `new Promise((done) => {
  const log = document.getElementById("log");
  const words = document.getElementById("text").value;
  const start = performance.now();
  new MutationObserver((_, observer) => {
    const stored = [...log.querySelectorAll(".me[data-seq] p")].some((one) => one.textContent === words);
    if (!stored) return;
    observer.disconnect();
    done(performance.now() - start);
  }).observe(log, { childList: true });
  document.querySelector("#say .send").click();
})`;

/** Sends the first form and gives the wall clock, ms; works through the debugger without scripts. */
export const sendForm = `(() => {
  const at = performance.timeOrigin + performance.now();
  document.querySelector("form[action^='/start'] .big").click();
  return at;
})()`;

/** Wall clock, ms, of the chat's first paint; null before it. */
export const chatPainted = `(() => {
  const [first] = performance.getEntriesByName("first-contentful-paint");
  return document.getElementById("chat") && first ? performance.timeOrigin + first.startTime : null;
})()`;
