/* Leave fast, on every page of the young person. ES5; without it the link goes by way of the server. */
// First in each script: the files joined behind it use its names.
var doc = document;
// HTML comes from our own pages, which escape every typed word; Trusted Types want a policy for it.
if (self.trustedTypes) trustedTypes.createPolicy("default", { createHTML: String });
function byId(id) {
  return doc.getElementById(id);
}
(function () {
  var shifts = 0,
    shiftAt = 0,
    alone;

  // The page is blank at once and never waits for the server.
  function leave() {
    var link = byId("leave");
    if (!link) return;
    doc.documentElement.textContent = "";
    // A title needs a head; without one the tab would show the address.
    doc.documentElement.appendChild(doc.createElement("head"));
    doc.title = "\u200b";
    // Without a network the server hears of it with this browser's next request.
    // biome-ignore lint/suspicious/noDocumentCookie: the other way is a promise, and this page is gone before one is kept
    doc.cookie = link.dataset.left;
    location.replace(link.dataset.exit);
    navigator.sendBeacon("/leave");
  }
  doc.addEventListener("click", function (event) {
    var link = event.target.closest("[href='/leave']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    leave();
  });
  // Three times Shift alone, at most 5 s apart; any other key, or Shift in a capital, begins anew.
  doc.addEventListener("keydown", function (event) {
    alone = event.key === "Shift" && !event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!alone) shifts = 0;
  });
  doc.addEventListener("keyup", function (event) {
    var now = Date.now();
    if (event.key !== "Shift" || !alone) return;
    shifts = now - shiftAt < 5000 ? shifts + 1 : 1;
    shiftAt = now;
    if (shifts === 3) leave();
  });
  // A page from the browser's memory shows nothing, since someone else may have pressed Back: the door is asked for instead,
  // or a list as it is for everyone.
  addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    location.replace(byId("found") ? location.search : "/");
    doc.documentElement.textContent = "";
  });
})();
