/* Leave fast, on every page of the young person. ES5; without it the link does the same by way of the server. */
// It stands first in each script: what it names here, the files joined behind it use too.
var doc = document;
// What is read as HTML comes from our own pages, where every word typed is escaped; Trusted Types want a policy that says so.
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
    // A title needs a head to stand in; without one the tab would show the address.
    doc.documentElement.appendChild(doc.createElement("head"));
    doc.title = "\u200b";
    // With no network the server hears of it by the next request of this browser, whatever that is.
    // biome-ignore lint/suspicious/noDocumentCookie: the other way is a promise, and this page is gone before one is kept
    doc.cookie = link.dataset.left;
    location.replace(link.dataset.exit);
    // A browser that cannot do this is on its way already.
    navigator.sendBeacon("/leave");
  }
  doc.addEventListener("click", function (event) {
    var link = event.target.closest("[href='/leave']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    leave();
  });
  // Three times Shift alone, 5 s apart at most; any other key, or Shift as part of a capital, begins anew.
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
  // A page that comes back from the browser's memory shows nothing, since whoever pressed Back may be someone else. The door is
  // asked for in its place; in that of a list the list, as it is for everybody.
  addEventListener("pageshow", function (event) {
    var to = byId("found") ? location.search : "/";
    if (!event.persisted) return;
    doc.documentElement.textContent = "";
    location.replace(to);
  });
})();
