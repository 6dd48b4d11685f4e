/* Words that were typed and not sent yet: no link and no dead network takes them away. ES5; the pages keep nothing. Nothing
   asks "leave this page?" either: whoever must close it at once must not be held up. */
function parse(html) {
  return new DOMParser().parseFromString(html, "text/html");
}
// Every request of these scripts: `done` gets the status (0: none came), the text, and whether a refusal is ours, not a
// proxy's. Whoever left has no page any more, and hears of no answer.
function ask(method, address, body, patience, done) {
  var request = new XMLHttpRequest();
  request.open(method, address);
  request.setRequestHeader("X-Chat", "1");
  request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
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
  root.querySelectorAll("time").forEach(function (time) {
    var said = time.getAttribute("datetime"),
      at = new Date(said),
      own = at.toTimeString().slice(0, 5);
    if (at.toDateString().slice(8, 10) !== said.slice(8, 10))
      own = at.toLocaleDateString(document.documentElement.lang, { weekday: "long" }) + " " + own;
    if (own !== said.slice(11, 16)) time.append(" " + time.dataset.yours.replace("*", own));
  });
}
// The top of the page as an admin has changed it: what is other there is changed in its place, so that the focus and a
// press that has begun stay where they are, and nothing below it moves.
function renew(old, fresh) {
  var from = fresh.children,
    i = from.length;
  if (old.isEqualNode(fresh)) return;
  if (!i || i !== old.children.length) return old.replaceWith(fresh);
  while (i--) renew(old.children[i], from[i]);
  if (old.href) old.href = fresh.href;
  Object.assign(old.dataset, fresh.dataset);
}
// biome-ignore lint/correctness/noUnusedVariables: chat-log.js and door.js, joined behind this file, call it.
function renewTop(fresh) {
  var main = byId("main"),
    at = main.offsetTop;
  renew(byId("top"), fresh);
  scrollBy(0, main.offsetTop - at);
}
(function () {
  var doc = document;
  var aside, top;

  yours(doc);

  // A page beside stands in the place of one that holds words. The way back, by its link or by the browser, leads to them.
  // Without a network the page is told, and says so.
  function beside(link) {
    ask("GET", link.href, null, 20000, function (status, html) {
      var page = parse(html).getElementById("main");
      if (status !== 200 || !page) return dispatchEvent(new Event("lost"));
      page.id = "";
      if (aside) aside.remove();
      else {
        top = pageYOffset;
        history.pushState(1, "");
      }
      aside = page;
      byId("main").before(page);
      doc.body.className = "beside";
      (byId(link.hash.slice(1)) || doc.body).scrollIntoView();
    });
  }
  addEventListener("popstate", function () {
    if (!aside) return;
    aside.remove();
    aside = null;
    doc.body.className = "";
    scrollTo(0, top);
  });

  // One tap, and the answer takes its place. Without a network it is told again, until it is heard.
  function tap(button) {
    var form = button.form;
    button.style.opacity = 0.5;
    ask(
      "POST",
      form.action,
      "value=" + button.value + "&moment=" + (form.moment || "").value,
      9000,
      function (status, html) {
        var answer = parse(html).body.firstChild;
        if (status === 200) byId(answer.id).replaceWith(answer);
        else if (status !== 410) setTimeout(tap, 3000, button);
      }
    );
  }

  doc.addEventListener("click", function (event) {
    var at = event.target.closest("a,[name=value]"),
      box = doc.querySelector("textarea"),
      to;
    if (!at || event.ctrlKey || event.metaKey || event.shiftKey) return;
    to = at.getAttribute("href");
    if (!to && at.form) tap(at);
    else if (aside && aside.contains(at) && /^\/(\?|$)/.test(to)) history.back();
    else if (box && /^\/(how|help)/.test(to)) beside(at);
    else if (aside && to === "#main") aside.scrollIntoView();
    else return;
    event.preventDefault();
  });
})();
