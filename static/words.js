/* Words that were typed and not sent yet: no link and no dead network takes them away. ES5; the pages keep nothing. Nothing
   asks "leave this page?" either: whoever must close it at once must not be held up. */
function parse(html) {
  return yours(new DOMParser().parseFromString(html, "text/html"));
}
// Every request of these scripts, a POST where it has a body: `done` gets the status (0: none came), the text, and whether a refusal is ours, not a
// proxy's. Whoever left has no page any more, and hears of no answer.
function ask(address, body, patience, done) {
  var request = new XMLHttpRequest();
  request.open(body ? "POST" : "GET", address);
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
    if (at.getDate() !== +said.slice(8, 10))
      own = at.toLocaleDateString(doc.documentElement.lang, { weekday: "long" }) + " " + own;
    if (own !== said.slice(11, 16)) time.append(" " + time.dataset.yours.replace("*", own));
  });
  return root;
}
// What is other in a part of the page is changed in its place, so that the focus and a press that has begun stay where they are.
function renew(old, fresh) {
  var from = fresh.childNodes,
    i = from.length;
  if (old.isEqualNode(fresh)) return;
  if (!i || i !== old.childNodes.length) return old.replaceWith(fresh);
  while (i--) renew(old.childNodes[i], from[i]);
  if (old.href) old.href = fresh.href;
  Object.assign(old.dataset, fresh.dataset);
}
// The top of the page as an admin has changed it; nothing below it moves.
// biome-ignore lint/correctness/noUnusedVariables: chat-log.js and door.js, joined behind this file, call it.
function renewTop(fresh) {
  var main = byId("main"),
    at = main.offsetTop;
  renew(byId("top"), fresh);
  scrollBy(0, main.offsetTop - at);
}
(function () {
  var list = byId("found"),
    aside,
    scrollAt,
    from,
    own,
    timer;

  yours(doc);

  // What a button sends with its form.
  function fields(at) {
    return new URLSearchParams(new FormData(at.form)) + "&" + at.name + "=" + at.value;
  }

  // A page beside, by a link or by a form of such a page, stands in the place of one that holds words or what was found; a form with
  // a target leads away from them. The way back, by its link or by the browser, leads to them. Where that fails a page that may hold words is told, and says so; from
  // any other the browser goes there on its own, and says what is the matter.
  function beside(at) {
    var form = at.form;
    ask(form ? form.action : at.href, form && fields(at), 20000, function (status, html) {
      var part = parse(html).getElementById("main");
      // What was to be done there is done.
      if (status === 204) return history.back();
      if (status !== 200 || !part) {
        if (doc.querySelector("textarea")) return dispatchEvent(new Event("lost"));
        own = true;
        return at.click();
      }
      part.id = "";
      if (aside) aside.remove();
      else {
        scrollAt = pageYOffset;
        from = at;
        history.pushState(1, "");
      }
      aside = part;
      byId("main").before(part);
      doc.body.className = "beside";
      // Whoever does not see the page hears that it is another.
      part.tabIndex = -1;
      part.focus();
      ((form ? part.querySelector("#found") : byId(at.hash.slice(1))) || doc.body).scrollIntoView();
    });
  }
  addEventListener("popstate", function () {
    if (!aside) return;
    aside.remove();
    aside = null;
    doc.body.className = "";
    from.focus();
    scrollTo(0, scrollAt);
  });

  // One tap, and the answer takes its place. Without a network it is told again, until it is heard.
  function tap(button) {
    button.style.opacity = 0.5;
    ask(button.form.action, fields(button), 9000, function (status, html) {
      var part = parse(html).body.firstChild;
      // Not a page of ours, as a network shows it that wants to be signed in to, has no name; what was left meanwhile has no place.
      if (status === 200 && part.id) {
        (byId(part.id) || button).replaceWith(part);
        // As above, and named as there, for the bytes: whoever does not see it hears that it has come.
        part.tabIndex = -1;
        part.focus();
      } else if (status !== 410) setTimeout(tap, 3000, button);
    });
  }

  // A form with a field of this name is kept as it is typed until it is sent, so that Back and a reload find it.
  doc.addEventListener("input", function (event) {
    var form = event.target.form;
    clearTimeout(timer);
    if (form && form.keep)
      timer = setTimeout(ask, 400, form.action, new URLSearchParams(new FormData(form)), 9000, String);
  });

  // A list beside a list would be found twice: there only what explains stands beside.
  doc.addEventListener("click", function (event) {
    var at = event.target.closest("a,button"),
      inside = aside && aside.contains(at),
      to;
    if (!at || own || event.ctrlKey || event.metaKey || event.shiftKey) return;
    to = at.getAttribute("href");
    if (at.name === "value") tap(at);
    else if (inside && (list ? at.name === "see." : /^\/(\?|$)/.test(to))) history.back();
    else if (
      /^see/.test(at.name) ||
      (inside && at.form && !at.form.target) ||
      (doc.querySelector("textarea,#found") && (list ? /^\/h/ : /^\/([bhow]|ch|la)/).test(to))
    )
      beside(at);
    else if (aside && to === "#main") aside.scrollIntoView();
    else return;
    event.preventDefault();
  });
})();
