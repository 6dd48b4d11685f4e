/* The door says by itself what changes, and the first words go out without a new page. ES5, no storage; without it the form
   works by itself and "Check again" asks anew. */
(function () {
  var door = byId("door"),
    voice = doc.createElement("p"),
    said,
    saidAt = 0,
    telling,
    timer,
    asking = false,
    fetched = false,
    there = false,
    going = false;

  // The form of the first words, on the door and beside suggestions, outlasts what follows.
  function box() {
    var text = byId("text");
    return text && text.form.dataset.offline ? text.form : null;
  }
  function filled(form) {
    return byId("text").value || byId("secret").value || form.querySelector("[type=checkbox]:checked");
  }
  addEventListener("lost", function () {
    var form = box();
    if (!form) return;
    byId("refused").textContent = form.dataset.offline;
    form.scrollIntoView();
  });

  // Typed words go along to the page in another language; without a network this page stays, and none stands beside it.
  function translated(event) {
    var link = event.target.closest("a[hreflang],button[form=start]"),
      form = box(),
      to;
    if (link) event.stopPropagation();
    if (!link || (link.href && (!form || !filled(form) || event.ctrlKey || event.metaKey || event.shiftKey))) return;
    event.preventDefault();
    to = "?" + (link.href || link.formAction).split("?")[1];
    // The door may have shut since, and without words a language needs no form; a look does (`how-it-looks`).
    if (!form || (link.lang && !filled(form))) location.href = "/" + to;
    else if (!navigator.onLine) byId("refused").textContent = form.dataset.offline;
    else {
      form.action = "/start" + to;
      form.submit();
    }
  }
  doc.addEventListener("click", translated, true);

  // Beside the door each question has its entry in the history, so that Back leads to the one before (popstate in words.js), and
  // the way to the chat past all of them.
  doc.addEventListener(
    "click",
    function (event) {
      var at = event.target.closest("[name=do],a[href='/']:not([hreflang]),a[href^='/?']:not([hreflang])"),
        deep = history.state;
      if (!at || !deep || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (at.value && at.value !== "back") return history.pushState(deep + 1, "");
      event.preventDefault();
      event.stopPropagation();
      history.go(at.value ? -1 : -deep);
    },
    true
  );

  if (!door) return;

  // Only the title is read aloud, at most once a minute: a door can change its mind more often.
  voice.className = "hid";
  voice.setAttribute("role", "status");
  door.before(voice);
  said = byId("now").dataset.said;
  function tell(text) {
    clearTimeout(telling);
    if (text === said) return;
    telling = setTimeout(
      function () {
        saidAt = Date.now();
        voice.textContent = said = text;
      },
      Math.max(0, saidAt + 60000 - Date.now())
    );
  }

  // The page changes by itself only where this runs.
  function itself() {
    var line = byId("itself");
    if (!line) return;
    line.textContent = line.dataset.text;
    line.hidden = false;
  }
  function start() {
    return byId("start");
  }
  function version(id) {
    return byId(id).dataset.v;
  }

  // Every 20 to 30 s while someone looks.
  function later() {
    clearTimeout(timer);
    timer = setTimeout(look, 20000 + Math.random() * 10000);
  }
  function look() {
    var query = location.search;
    later();
    if (asking || doc.hidden || !byId("leave")) return;
    asking = true;
    ask(
      "/" + query + (query ? "&v=" : "?v=") + version("now") + "." + version("door"),
      0,
      15000,
      function (status, html) {
        asking = false;
        if (status === 200 && !door.querySelector("[aria-busy]")) show(parse(html));
      }
    );
  }
  function wake() {
    if (!doc.hidden) look();
  }
  doc.addEventListener("visibilitychange", wake);
  addEventListener("online", wake);

  // What the door says is replaced; a box in use stays, and its button says what is so.
  function show(page) {
    var now = page.getElementById("now"),
      next = page.getElementById("door"),
      form = start(),
      box = byId("text"),
      here = doc.activeElement,
      height;
    if (!now) return;
    if (page.getElementById("top")) renewTop(page.getElementById("top"));
    if (next && !(form && (filled(form) || form.contains(here)))) {
      here = door.contains(here);
      door.replaceWith(next);
      door = next;
      if (here) (byId("text") || door.querySelector("a.big")).focus();
    } else {
      height = form && box.getBoundingClientRect().top;
      // The tick beside the words takes them along, which a button of its own would not.
      if (form && now.querySelector("form")) now.querySelector("form").remove();
      byId("now").replaceWith(now);
      if (next) {
        door.dataset.v = next.dataset.v;
        places(page.getElementById("places"));
      }
      if (form) {
        lines(page.getElementById("lines"));
        form.querySelector("button").textContent = now.dataset.send;
        scrollBy(0, box.getBoundingClientRect().top - height);
      }
    }
    itself();
    tell(now.dataset.said);
  }
  function places(fresh) {
    var old = byId("places");
    if (old) old.remove();
    if (fresh) start().after(fresh);
  }
  function lines(fresh) {
    var old = byId("lines"),
      chosen = old.querySelector(":checked") || old.querySelector("input"),
      here = old.contains(doc.activeElement),
      same;
    if (!fresh) {
      // No line is open: what was said of the open one no longer holds.
      if (old.querySelector("p")) old.querySelector("p").remove();
      return;
    }
    old.replaceWith(fresh);
    same = fresh.querySelector("[value='" + chosen.value + "']");
    if (same) same.checked = true;
    // Words for one line must not go to another unasked.
    else byId("refused").textContent = start().dataset.gone;
    if (here) (same || byId("text")).focus();
  }

  // Someone beginning to write will need the script of the chat; leaving before it is there would fetch it again.
  function fetch() {
    var form = door.querySelector("form[data-chat]");
    if (fetched || !form) return;
    fetched = true;
    ask(form.dataset.chat, 0, 60000, function () {
      there = true;
      if (going) chat();
    });
  }
  // Someone who left meanwhile must not be brought back.
  function chat() {
    if (byId("leave")) location.replace("/");
  }
  doc.addEventListener("input", fetch);

  // By script, so that a dead network leaves the page and its words as they are.
  doc.addEventListener("submit", function (event) {
    var form = event.target,
      fields,
      body = [],
      i;
    if (!form.dataset.chat) return;
    event.preventDefault();
    fetch();
    if (form.getAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    fields = form.elements;
    for (i = 0; i < fields.length; i++) {
      if (fields[i].name && (fields[i].checked || !/radio|checkbox/.test(fields[i].type)))
        body.push(fields[i].name + "=" + encodeURIComponent(fields[i].value));
    }
    ask(form.action, body.join("&"), 20000, function (status, html, ours) {
      var page = parse(html),
        told = ours ? page.body : page.getElementById("refused"),
        why = told ? told.textContent : "";
      if (status === 204) {
        going = true;
        return there ? chat() : setTimeout(chat, 3000);
      }
      // Busy: the form goes to a page where this browser has a task first (busy.js).
      if (status === 428 && ours) return form.submit();
      form.removeAttribute("aria-busy");
      // Our own refusal is a sentence or a page of ours; anything else, as from a proxy, is no connection.
      if (!why && !page.getElementById("now")) why = form.dataset.offline;
      byId("refused").textContent = why;
      if (status === 422) show(page);
      // The door says why, but may be out of sight.
      told = byId("refused");
      if (told && !told.textContent) told.textContent = byId("now").dataset.said;
    });
  });

  itself();
  later();
})();
