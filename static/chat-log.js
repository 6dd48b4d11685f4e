/* What stands on the page of a chat: the messages in their order, the state, the words on their way. ES5. */
// `hooks.over` is called when the server says that the chat has ended, `hooks.stored` when words have come back as a
// message. What is sent and heard is chat.js.
// biome-ignore lint/correctness/noUnusedVariables: chat.js, joined behind this file, calls it.
function openLog(hooks) {
  var chat = byId("chat"),
    log = byId("log"),
    aside = byId("meanwhile") || {},
    fresh = doc.createElement("button"),
    last = +chat.dataset.last,
    title = doc.title,
    unread = 0,
    saidAt = 0,
    due,
    stuck,
    // 128 bits as 32 hex digits name each message: sending the same again stores it once. They begin with the page's own
    // 32, so that its poll is not answered with what it sent itself.
    page = hex();

  function word(name) {
    return chat.dataset[name];
  }

  // The newest words are in sight: what comes then is brought into sight too, without moving more than it needs.
  function atEnd() {
    return log.getBoundingClientRect().bottom < innerHeight;
  }
  // Whoever comes to the words of a chat is done with what there was to do meanwhile.
  function toEnd() {
    if (!waits()) aside.open = false;
    (log.lastChild || log).scrollIntoView({ block: "nearest" });
    fresh.hidden = true;
  }
  function waits() {
    return byId("state").className === "waiting";
  }
  // Somebody who waits sees the place first, and keeps it in sight; anybody else the newest words.
  function settle() {
    if (!waits()) toEnd();
  }
  // Made here: without scripts it would stand there for nothing.
  fresh.id = "new";
  fresh.hidden = true;
  fresh.textContent = word("new");
  fresh.onclick = toEnd;
  byId("net").before(fresh);
  addEventListener("scroll", function () {
    stuck = atEnd();
    if (stuck) fresh.hidden = true;
  });
  // A keyboard that opens or a phone that turns leaves the newest words in sight, and so does a question that unfolds.
  addEventListener("resize", function () {
    if (stuck) toEnd();
  });
  chat.addEventListener(
    "toggle",
    function (event) {
      if (event.target.open) event.target.scrollIntoView({ block: "nearest" });
    },
    true
  );

  // HTML from the server: rows of the log by their seq, anything else in the place of what has its id.
  function take(html) {
    // Nothing moves under whoever has something open for the time meanwhile.
    var end = !aside.open && atEnd();
    Array.from(parse(html).body.children).forEach(function (part) {
      var old = byId(part.id);
      if (part.id === "over") hooks.over();
      else if (part.dataset.seq && !old) row(part, end);
      // A question that stands open is not closed under somebody's finger.
      else if (!old || (old.querySelector("[open]") && part.querySelector("details"))) return;
      else if (old.innerHTML === part.innerHTML) Object.assign(old.dataset, part.dataset);
      else if (part.id === "state") {
        if (old.className !== part.className) {
          // Whoever is found after a wait, or goes on after a pause, comes to the newest words.
          end = !aside.open;
          old.setAttribute("role", "alert");
          saidAt = 0;
        }
        show(old, part);
      } else if (part.id === "top") renewTop(part);
      else if (part.id === "way") renew(old, part);
      else old.replaceWith(part);
    });
    if (end) settle();
  }

  // In line all is shown at once, and read aloud at most once a minute: what came meanwhile as it stands then.
  function show(old, part) {
    var rest = old.className === "waiting" && saidAt + 6e4 - Date.now();
    clearTimeout(due);
    old.setAttribute("aria-live", rest > 0 ? "off" : "");
    if (rest > 0) due = setTimeout(show, rest, old, part.cloneNode(true));
    else {
      saidAt = Date.now();
      old.firstChild.textContent = "";
    }
    old.className = part.className;
    if (old.childNodes.length !== part.childNodes.length) old.innerHTML = part.innerHTML;
    renew(old, part);
  }

  function row(part, end) {
    var seq = +part.dataset.seq,
      older = seq < last,
      mine = log.querySelector(".sending[data-id='" + part.dataset.id + "']");
    if (mine) {
      mine.remove();
      hooks.stored();
    }
    log.insertBefore(
      part,
      Array.from(log.children).find(function (one) {
        return !(one.dataset.seq < seq);
      })
    );
    while (byId("m" + (last + 1))) last++;
    if (part.className.indexOf("them") > 0) {
      byId("typing").hidden = true;
      if (!end && !older) fresh.hidden = false;
      if (doc.hidden) doc.title = "(" + ++unread + ") " + title;
    }
  }

  // Words on their way: shown at once, marked as such until they come back as a message. Returns their client id.
  function add(text) {
    var own = doc.createElement("li"),
      id = page + hex() + hex() + hex();
    own.className = "m me sending";
    own.dataset.id = id;
    own.innerHTML = "<b></b><p dir=auto></p><small></small>";
    own.firstChild.textContent = word("you");
    own.children[1].textContent = text;
    own.lastChild.textContent = word("sending");
    log.appendChild(own);
    toEnd();
    return id;
  }
  // Eight digits.
  function hex() {
    return crypto.getRandomValues(new Uint32Array(1))[0].toString(16).padStart(8, 0);
  }

  settle();

  return {
    page: page,
    take: take,
    add: add,
    word: word,
    // The newest seq up to which nothing is missing, and the state that is shown: what the server is asked after.
    last: function () {
      return last;
    },
    version: function () {
      return byId("state").dataset.v;
    },
    unsent: function () {
      log.querySelectorAll(".sending small").forEach(function (one) {
        one.textContent = word("unsent");
      });
    },
    // Somebody looks at the page.
    seen: function () {
      doc.title = title;
      unread = 0;
    },
    // The last page takes the place of the chat, or nothing is returned; words that were not sent are shown there, nothing
    // typed may be lost.
    close: function (html, kept) {
      var part = parse(html).getElementById("main"),
        around;
      // Not a page of ours, as a network shows it that wants to be signed in to.
      if (!part) return;
      byId("main").replaceWith(part);
      scrollTo(0, 0);
      // Whoever reads beside the chat is led to its end.
      if (doc.body.className) history.back();
      around = byId("kept");
      if (kept && around) {
        around.innerHTML = around.dataset.place;
        around.hidden = false;
      }
      part = byId("kept-words") || byId("text");
      if (kept && part) part.value = kept;
      return 1;
    }
  };
}
