// Programs for the page, as text: they run there, whose types this project does not have. Each says what it found on the
// page's console, as “first-visit NAME MS”.

const say = `const say = (name, ms) => console.debug("first-visit " + name + " " + ms);
const painted = (then) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = then;
  port2.postMessage(0);
});`;

/**
 * On the first page: types one letter as soon as the box can be seen and says when it stood in it, painted. It says
 * “lost” when the letter is gone once the script of the page has run.
 */
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

/** On the page of the chat: when the first frame came down the socket, and when the page took its line as living. */
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

// The time of the event is when the finger touched, whatever kept the page busy.
const blankPage = `addEventListener("click", (event) => painted(() => {
  if (document.body === null) say("blank", performance.now() - event.timeStamp);
}), true);`;

/** For every page of a visit, before any of its own scripts. */
export const stopwatches = `if (top === self && location.pathname === "/") {
${say}
${liveLine}
${blankPage}
addEventListener("DOMContentLoaded", () => { if (!document.getElementById("chat")) return firstLetter(); });
function firstLetter() { ${firstLetter} }
}`;

/** Presses Send and resolves with the ms until the words have come back as a stored message. */
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

/** Sends the first form; gives the wall clock, ms, of that moment. Works through the debugger where scripts are off. */
export const sendForm = `(() => {
  const at = performance.timeOrigin + performance.now();
  document.querySelector("form[action^='/start'] .big").click();
  return at;
})()`;

/** The wall clock, ms, at which the chat was first painted; null while it is not. */
export const chatPainted = `(() => {
  const [first] = performance.getEntriesByName("first-contentful-paint");
  return document.getElementById("chat") && first ? performance.timeOrigin + first.startTime : null;
})()`;
