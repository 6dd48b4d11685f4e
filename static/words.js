/* No link and no dead network takes unsent words away. ES5; the pages store nothing.
   Nothing asks "leave this page?" either: someone who must close it at once must not be held up. */
function parse(html) {
  return yours(new DOMParser().parseFromString(html, "text/html"));
}
// Every request of these scripts, a POST if it has a body. `done` gets the status (0 = none), the text, and whether a refusal
// is ours, not a proxy's; no answer is heard after leaving.
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
// Times are by the helpline's clock. The page has what to say for each day and time of the reader's own (times/moment.tsx); a
// message has its time alone.
function yours(root) {
  root.querySelectorAll("time").forEach(function (time) {
    var said = time.dataset,
      at = new Date(time.dateTime),
      day = at.getDay(),
      own = at.toTimeString().slice(0, 5);
    time.textContent = (said[own] || said[day + "" + new Date().getDay()] || said[day] || "*").replace("*", own);
  });
  return root;
}
// Changes only what differs, in place, so that the focus and a begun press stay.
function renew(old, fresh) {
  var from = fresh.childNodes,
    i = from.length;
  if (old.isEqualNode(fresh)) return;
  if (!i || i !== old.childNodes.length) return old.replaceWith(fresh);
  while (i--) renew(old.childNodes[i], from[i]);
  if (old.href) old.href = fresh.href;
  Object.assign(old.dataset, fresh.dataset);
}
// The top of the page as an admin changed it; nothing below moves.
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

  // A page beside takes the place of one that holds words or results; Back leads to them, and so does its own link.
  // A form with a target leaves. If it fails, a page that may hold words says so; from any other the browser goes by itself.
  function beside(at) {
    var form = at.form;
    ask(form ? form.action : at.href, form && fields(at), 20000, function (status, html) {
      var part = parse(html).getElementById("main");
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
      // Screen readers hear that the page is another.
      part.tabIndex = -1;
      part.focus();
      ((form ? part.querySelector("#found") : byId(at.hash.slice(1))) || doc.body).scrollIntoView();
    });
  }
  addEventListener("popstate", function () {
    if (history.state && byId("before")) return beside(byId("before"));
    if (!aside) return;
    aside.remove();
    aside = null;
    doc.body.className = "";
    // The menu it was pressed in is folded.
    if (from.closest("#more")) {
      from = byId("more").firstChild;
      from.click();
    }
    from.focus();
    scrollTo(0, scrollAt);
  });

  // One tap, replaced by its answer; without a network it is sent again until it is heard.
  function tap(button) {
    button.style.opacity = 0.5;
    ask(button.form.action, fields(button), 9000, function (status, html) {
      var part = parse(html).body.firstChild;
      // Not our page, as from a captive portal, has no name; a page left meanwhile has no place.
      if (status === 200 && part.id) {
        (byId(part.id) || button).replaceWith(part);
        part.tabIndex = -1;
        part.focus();
      } else if (status !== 410) setTimeout(tap, 3000, button);
    });
  }

  // A form with a field of this name is kept as typed until it is sent, so that Back and a reload find it.
  doc.addEventListener("input", function (event) {
    var form = event.target.form;
    clearTimeout(timer);
    if (form && form.keep)
      timer = setTimeout(ask, 400, form.action, new URLSearchParams(new FormData(form)), 9000, String);
  });

  // Only explanations stand beside a list: a second list would be found twice.
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
