/* What stands on the page of a chat: the messages in their order, the state, the words on their way. ES5. */
// `hooks.over` is called when the server says that the chat has ended, `hooks.stored` with the client id of words that
// have come back as a message. What is sent and heard is chat.js.
// biome-ignore lint/correctness/noUnusedVariables: chat.js, joined behind this file, calls it.
function openLog(hooks) {
  var doc = document;
  var chat = byId("chat"),
    log = byId("log"),
    fresh = doc.createElement("button"),
    last = Number(chat.getAttribute("data-last")),
    title = doc.title,
    unread = 0,
    stuck = false,
    // 128 bits as 32 hex digits name each message: sending the same again stores it once. They begin with the page's own
    // 32, so that its poll is not answered with what it sent itself.
    page = hex(4);

  function word(name) {
    return chat.getAttribute("data-" + name);
  }

  function atEnd() {
    var page = doc.documentElement;
    return page.scrollHeight - innerHeight - pageYOffset < 140;
  }
  function toEnd() {
    scrollTo(0, doc.documentElement.scrollHeight);
    fresh.hidden = true;
  }
  // Made here: without scripts it would stand there for nothing.
  fresh.id = "new";
  fresh.type = "button";
  fresh.hidden = true;
  fresh.textContent = word("new");
  fresh.onclick = toEnd;
  byId("net").parentNode.insertBefore(fresh, byId("net"));
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
      if (event.target.open) event.target.scrollIntoView(false);
    },
    true
  );

  // HTML from the server: rows of the log by their seq, anything else in the place of what has its id.
  function take(html) {
    var parts,
      i,
      part,
      old,
      end = atEnd();
    if (html.charAt(0) !== "<") return;
    parts = Array.prototype.slice.call(parse(html).body.children);
    for (i = 0; i < parts.length; i++) {
      part = parts[i];
      yours(part);
      if (part.id === "over") return hooks.over();
      if (part.getAttribute("data-seq")) {
        row(part, end);
        continue;
      }
      old = byId(part.id);
      if (!old || old.isEqualNode(part)) continue;
      // A question that stands open is not closed under somebody's finger.
      if (old.querySelector("[open]") && part.querySelector("details")) continue;
      if (part.id === "state") {
        if (old.className !== part.className) old.setAttribute("role", "alert");
        old.className = part.className;
        old.setAttribute("data-v", part.getAttribute("data-v"));
        while (old.firstChild) old.removeChild(old.firstChild);
        while (part.firstChild) old.appendChild(part.firstChild);
      } else old.parentNode.replaceChild(part, old);
    }
    if (end) toEnd();
  }

  function row(part, end) {
    var seq = Number(part.getAttribute("data-seq")),
      rows = log.children,
      i,
      place = null,
      mine;
    if (byId("m" + seq)) return;
    mine = byClient(part.getAttribute("data-id"));
    if (mine) {
      log.removeChild(mine);
      hooks.stored(part.getAttribute("data-id"));
    }
    for (i = 0; i < rows.length && !place; i++) {
      if (!rows[i].getAttribute("data-seq") || Number(rows[i].getAttribute("data-seq")) > seq) place = rows[i];
    }
    log.insertBefore(part, place);
    while (byId("m" + (last + 1))) last++;
    if (part.className.indexOf("them") > 0) {
      byId("typing").hidden = true;
      if (!end) fresh.hidden = false;
      if (doc.hidden) doc.title = "(" + ++unread + ") " + title;
    }
  }

  function byClient(client) {
    var rows = log.children,
      i;
    for (i = rows.length - 1; i >= 0; i--) {
      if (rows[i].getAttribute("data-id") === client && !rows[i].getAttribute("data-seq")) return rows[i];
    }
    return null;
  }

  // Words on their way: shown at once, marked as such until they come back as a message. Returns their client id.
  function add(text) {
    var item = doc.createElement("li"),
      who = doc.createElement("b"),
      words = doc.createElement("p"),
      note = doc.createElement("small"),
      id = page + hex(12);
    item.className = "m me sending";
    item.setAttribute("data-id", id);
    who.textContent = word("you");
    words.textContent = text;
    words.dir = "auto";
    note.textContent = word("sending");
    item.appendChild(who);
    item.appendChild(words);
    item.appendChild(note);
    log.appendChild(item);
    toEnd();
    return id;
  }
  function hex(count) {
    var bytes = new Uint8Array(count),
      text = "",
      i;
    crypto.getRandomValues(bytes);
    for (i = 0; i < count; i++) text += (bytes[i] + 256).toString(16).slice(1);
    return text;
  }

  // Somebody who waits sees the place first; somebody who talks the newest words.
  if (byId("state").className === "talking") toEnd();

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
      return byId("state").getAttribute("data-v");
    },
    unsent: function (id) {
      var item = byClient(id);
      if (item) item.lastChild.textContent = word("unsent");
    },
    remove: function (id) {
      var item = byClient(id);
      if (item) log.removeChild(item);
    },
    // Somebody looks at the page.
    seen: function () {
      doc.title = title;
      unread = 0;
    },
    // The last page takes the place of the chat; words that were not sent are shown there, nothing typed may be lost.
    close: function (html, kept) {
      var place = parse(html).getElementById("main"),
        around;
      yours(place);
      doc.body.replaceChild(place, byId("main"));
      place = byId("text");
      around = byId("kept");
      if (!kept) return;
      if (around) {
        place = parse(around.getAttribute("data-place")).body;
        while (place.firstChild) around.appendChild(place.firstChild);
        around.hidden = false;
        place = byId("kept-words");
      }
      if (place) place.value = kept;
    }
  };
}
