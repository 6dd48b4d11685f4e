/* What stands on the page of a chat: its messages in order, the state, the words on their way. ES5. */
// `hooks.over`: the server says that the chat has ended; `hooks.stored`: words came back as a message. Traffic: chat.js.
// biome-ignore lint/correctness/noUnusedVariables: chat.js, joined behind this file, calls it.
function openLog(hooks) {
  var chat = byId("chat"),
    log = byId("log"),
    fresh = byId("new"),
    last = +chat.dataset.last,
    title = doc.title,
    unread = 0,
    saidAt = 0,
    due,
    stuck,
    // 32 hex digits name each message, so sending it again stores it once; they begin with the page's 32 bits, so that its poll
    // is not answered with what it sent itself.
    page = hex();

  function word(name) {
    return chat.dataset[name];
  }

  // While the newest words are in sight, new ones are brought into sight too.
  function atEnd() {
    return log.getBoundingClientRect().bottom < innerHeight;
  }
  function toEnd() {
    (log.lastChild || log).scrollIntoView({ block: "nearest" });
    fresh.hidden = true;
  }
  // Someone who waits keeps the place in sight; others the newest words.
  function settle() {
    if (byId("state").className !== "waiting") toEnd();
  }
  fresh.onclick = toEnd;
  addEventListener("scroll", function () {
    stuck = atEnd();
    if (stuck) fresh.hidden = true;
  });
  // A keyboard that opens, a phone that turns or a question that unfolds leaves the newest words in sight.
  addEventListener("resize", function () {
    if (stuck) toEnd();
  });
  // A tap anywhere else folds the menu.
  chat.addEventListener("click", function (event) {
    if (!byId("more").contains(event.target)) byId("more").open = 0;
  });
  chat.addEventListener(
    "toggle",
    function (event) {
      if (event.target.open) event.target.scrollIntoView({ block: "nearest" });
    },
    true
  );

  // HTML from the server: rows of the log go by seq, anything else replaces the element with its id.
  function take(html) {
    var end = atEnd();
    Array.from(parse(html).body.children).forEach(function (part) {
      var old = byId(part.id);
      if (part.id === "over") hooks.over();
      else if (part.dataset.seq && !old) row(part, end);
      // An open question is not closed under a finger.
      else if (!old || (old.querySelector("[open]") && part.querySelector("details"))) return;
      else if (old.innerHTML === part.innerHTML) Object.assign(old.dataset, part.dataset);
      else if (part.id === "state") {
        // Someone has come, or gone: what was open meanwhile folds, and the newest words are in sight.
        if (old.className !== part.className) {
          end = 1;
          byId("more").open = 0;
          old.setAttribute("role", "alert");
          saidAt = 0;
        }
        show(old, part);
      } else if (part.id === "top") renewTop(part);
      else if (part.id === "way") renew(old, part);
      else old.replaceWith(part);
    });
    // What is on its way is not read.
    byId("read").hidden = log.querySelector(".sending");
    if (end) settle();
  }

  // In line all shows at once but is read aloud at most once a minute, as it stands then.
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
    if (!older) byId("read").textContent = "";
    if (/them/.test(part.className)) {
      byId("typing").hidden = true;
      if (!end && !older) fresh.hidden = false;
      if (doc.hidden) doc.title = "(" + ++unread + ") " + title;
    }
  }

  // Shows words on their way, marked until they come back as a message; returns their client id.
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
    byId("read").hidden = 1;
    toEnd();
    return id;
  }
  function hex() {
    return crypto.getRandomValues(new Uint32Array(1))[0].toString(16).padStart(8, 0);
  }

  settle();

  return {
    page: page,
    take: take,
    add: add,
    word: word,
    // The newest gapless seq and the shown state: what the server is asked after.
    last: function () {
      return last;
    },
    version: function () {
      return byId("state").dataset.v + byId("read").textContent;
    },
    unsent: function () {
      log.querySelectorAll(".sending small").forEach(function (one) {
        one.textContent = word("unsent");
      });
    },
    seen: function () {
      doc.title = title;
      unread = 0;
    },
    // Shows the last page in place of the chat, with unsent words, or returns nothing: nothing typed may be lost.
    close: function (html, kept) {
      var part = parse(html).getElementById("main"),
        around;
      // Not a page of ours but a captive portal's.
      if (!part) return;
      byId("main").replaceWith(part);
      scrollTo(0, 0);
      // Someone reading beside the chat is led to its end.
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
