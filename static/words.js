/* Words that were typed and not sent yet: no link and no dead network takes them away. ES5; the pages keep nothing. */
function parse(html) {
  return new DOMParser().parseFromString(html, "text/html");
}
// Every request of these scripts: `done` gets the status (0: none came), the text, and whether a refusal is ours, not a
// proxy's. Whoever left has no page any more, and hears of no answer.
function ask(method, address, body, patience, done) {
  var request = new XMLHttpRequest();
  request.open(method, address);
  request.setRequestHeader("X-Chat", "1");
  if (body) request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
  request.onloadend = function () {
    if (byId("leave")) done(request.status, request.responseText, request.getResponseHeader("X-Chat"));
  };
  request.timeout = patience;
  request.send(body);
  return request;
}
// Times are told by the clock of the helpline, `datetime` has its distance from UTC: what the reader's own clock will show
// is added where that is something else, with the day where that is another.
function yours(root) {
  var doc = document,
    all = root.querySelectorAll("time"),
    i,
    said,
    at,
    own;
  for (i = 0; i < all.length; i++) {
    said = all[i].getAttribute("datetime");
    at = new Date(said);
    own = at.toTimeString().slice(0, 5);
    if (at.getDate() !== Number(said.slice(8, 10)))
      own = at.toLocaleDateString(doc.documentElement.lang, { weekday: "long" }) + " " + own;
    if (own !== said.slice(11, 16))
      all[i].appendChild(doc.createTextNode(" " + byId("main").getAttribute("data-yours").replace("*", own)));
  }
}
(function () {
  var doc = document;
  var main = byId("main"),
    aside = null;

  yours(doc);
  // A page beside the chat is shown in its place while there are words in the box, and the way back brings them back.
  doc.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a"),
      box = byId("text");
    if (!link || !box || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (aside && aside.contains(link) && /^\/(\?|$)/.test(link.getAttribute("href"))) {
      event.preventDefault();
      aside.parentNode.removeChild(aside);
      aside = null;
      main.hidden = false;
      return;
    }
    if (!box.value || aside || !/^\/(how|help)/.test(link.getAttribute("href"))) return;
    event.preventDefault();
    ask("GET", link.href, null, 20000, function (status, html) {
      if (status !== 200) return;
      aside = parse(html).getElementById("main");
      aside.id = "";
      main.hidden = true;
      main.parentNode.insertBefore(aside, main);
      scrollTo(0, 0);
    });
  });
})();
