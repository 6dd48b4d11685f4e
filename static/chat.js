/* The young person's chat. ES5, no storage, works from Chromium 64 on; without it every form works by itself. */
(function () {
  var doc = document,
    byId = function (id) {
      return doc.getElementById(id);
    };
  var gone = false,
    shifts = 0,
    shiftAt = 0,
    alone = false;

  // Leave fast: the page is blank at once and never waits for the server.
  function leave(event) {
    var exit = byId("leave").getAttribute("data-exit");
    if (event) event.preventDefault();
    gone = true;
    doc.documentElement.textContent = "";
    // A title needs a head to stand in; without one the tab would show the address.
    doc.documentElement.appendChild(doc.createElement("head"));
    doc.title = "\u200b";
    if (navigator.sendBeacon) navigator.sendBeacon("/leave");
    location.replace(exit);
  }
  doc.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href='/leave']");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) leave(event);
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
  // A page that comes back from the browser's memory is asked for anew.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) location.reload();
  });

  var chat = byId("chat"),
    log = byId("log"),
    say = byId("say");
  if (!chat || !log || !say) return;

  var box = byId("text"),
    net = byId("net"),
    fresh = byId("new"),
    count = byId("count"),
    refused = byId("refused");
  var most = Number(count.getAttribute("data-most"));
  var last = Number(chat.getAttribute("data-last"));
  var title = doc.title,
    unread = 0,
    told = 0,
    queue = [],
    post = null,
    tries = 0,
    retry,
    socket = null,
    poll = null,
    live = "",
    rounds = 0,
    timer,
    typedAt = 0,
    heardAt = 0,
    over = false,
    wait;

  function word(name) {
    return chat.getAttribute("data-" + name);
  }

  function id() {
    var bytes = new Uint8Array(16),
      text = "",
      i;
    crypto.getRandomValues(bytes);
    for (i = 0; i < 16; i++) text += (bytes[i] + 256).toString(16).slice(1);
    return text;
  }

  function atEnd() {
    var page = doc.documentElement;
    return page.scrollHeight - innerHeight - pageYOffset < 140;
  }
  function toEnd() {
    scrollTo(0, doc.documentElement.scrollHeight);
    fresh.hidden = true;
  }
  fresh.onclick = toEnd;
  addEventListener("scroll", function () {
    if (atEnd()) fresh.hidden = true;
  });

  // HTML from the server: rows of the log by their seq, anything else in the place of what has its id.
  function take(html) {
    var parts,
      i,
      part,
      old,
      end = atEnd();
    if (html.charAt(0) !== "<") return;
    parts = new DOMParser().parseFromString(policy.createHTML(html), "text/html").body.children;
    parts = Array.prototype.slice.call(parts);
    for (i = 0; i < parts.length; i++) {
      part = parts[i];
      if (part.id === "over") return finish();
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
    saw();
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
      drop(part.getAttribute("data-id"));
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
  function drop(client) {
    queue = queue.filter(function (one) {
      return one.id !== client;
    });
    if (!queue.length) online();
  }

  // Read is what stands on a screen somebody can see.
  function saw() {
    if (doc.hidden) return;
    doc.title = title;
    unread = 0;
    if (last <= told) return;
    if (up("s" + last)) told = last;
    else if (live === "poll") {
      told = last;
      get("POST", "/seen", "seen=" + last, 9000, function () {});
    }
  }

  // The end: words that were not sent are shown on the last page, since nothing typed may be lost.
  function finish() {
    if (over) return;
    over = true;
    unplug();
    unpoll();
    lastPage();
  }
  function lastPage() {
    get("GET", "/", null, 9000, function (request) {
      var kept, page, place, frame;
      if (request.status !== 200) {
        offline();
        return setTimeout(lastPage, 2000);
      }
      kept = queue
        .map(function (one) {
          return one.text;
        })
        .concat(box.value || [])
        .join("\n");
      page = new DOMParser().parseFromString(policy.createHTML(request.responseText), "text/html");
      doc.body.replaceChild(page.getElementById("main"), byId("main"));
      place = byId("kept-words") || byId("text");
      frame = byId("kept");
      if (kept && place) {
        place.value = kept;
        if (frame) frame.hidden = false;
      }
    });
  }

  function get(method, address, body, patience, done) {
    var request = new XMLHttpRequest();
    request.open(method, address);
    request.setRequestHeader("X-Chat", "1");
    if (body) request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    request.onloadend = function () {
      if (!gone) done(request);
    };
    request.timeout = patience;
    request.send(body);
    return request;
  }
  function stop(request) {
    if (!request) return;
    request.onloadend = null;
    request.abort();
  }
  function soon(work, ms) {
    return setTimeout(work, ms * (0.7 + Math.random() * 0.6));
  }

  say.onsubmit = function (event) {
    var text = box.value.trim(),
      item,
      who,
      words,
      note;
    event.preventDefault();
    if (!text) return;
    if (text.length > most) return counter();
    item = doc.createElement("li");
    who = doc.createElement("b");
    words = doc.createElement("p");
    note = doc.createElement("small");
    item.className = "m me sending";
    who.textContent = word("you");
    words.textContent = text;
    note.textContent = word("sending");
    words.dir = "auto";
    item.appendChild(who);
    item.appendChild(words);
    item.appendChild(note);
    queue.push({ id: id(), text: text });
    item.setAttribute("data-id", queue[queue.length - 1].id);
    log.appendChild(item);
    box.value = "";
    refused.textContent = "";
    counter();
    toEnd();
    box.focus();
    flush();
  };
  box.onkeydown = function (event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer:fine)").matches) {
      event.preventDefault();
      say.onsubmit(event);
    }
  };

  // One at a time, in order; the same id until it is stored, which only the row that comes back tells.
  function flush() {
    var one = queue[0];
    if (!one || post || gone || over) return;
    clearTimeout(retry);
    post = get(
      "POST",
      "/send",
      "client_id=" + one.id + "&text=" + encodeURIComponent(one.text),
      tries % 3 < 2 ? 4000 : 20000,
      function (request) {
        var status = request.status,
          text = request.responseText,
          ours = request.getResponseHeader("X-Chat");
        post = null;
        if (status === 200) {
          take(text);
          if (queue[0] !== one) {
            tries = 0;
            refused.textContent = "";
            online();
            return flush();
          }
        }
        // A refusal of ours is said as it is; anything else, as from a proxy, is a line that does not work.
        if (ours && status === 410) return finish();
        if (ours && status < 500 && status !== 429) return giveBack(one, text);
        mark(one);
        if (ours) refused.textContent = text;
        else lost();
        retry = soon(flush, Math.min(status ? 4000 : 30000, 1000 * Math.pow(2, tries++)));
      }
    );
  }
  function mark(one) {
    var item = byClient(one.id);
    if (item) item.lastChild.textContent = word("unsent");
  }
  function giveBack(one, why) {
    var item = byClient(one.id);
    if (item) log.removeChild(item);
    drop(one.id);
    box.value = one.text + (box.value ? "\n" + box.value : "");
    refused.textContent = why;
    flush();
  }

  function offline() {
    if (net.hidden || net.className) {
      net.className = "";
      net.textContent = word("offline");
      net.hidden = false;
    }
  }
  function online() {
    if (net.hidden || net.className) return;
    net.className = "back";
    net.textContent = word("back");
    clearTimeout(wait);
    wait = setTimeout(function () {
      if (net.className) net.hidden = true;
    }, 4000);
  }
  addEventListener("offline", offline);
  addEventListener("online", wake);
  doc.addEventListener("visibilitychange", function () {
    if (!doc.hidden) wake();
  });
  setInterval(function () {
    if (!doc.hidden) up("s" + last);
  }, 20000);
  // A poll that slept may be dead, so another asks anew; a socket is tried.
  function wake() {
    rounds = 0;
    saw();
    if (!up("s" + last)) {
      live = "";
      unpoll();
      open();
    }
    flush();
  }

  function hideCheck() {
    byId("check").hidden = true;
  }
  function where() {
    return "?after=" + last + "&v=" + (live ? byId("state").getAttribute("data-v") : "");
  }

  // A socket and a poll start side by side: the first that answers carries on, the other stops. Asked without the
  // state they know, both answer at once: so a line that is dead is told from one that has no news.
  function open() {
    if (gone || over) return;
    clearTimeout(timer);
    if (!socket) openSocket();
    openPoll();
  }
  function again() {
    clearTimeout(timer);
    timer = soon(open, live || rounds > 60 ? 20000 : Math.min(2000, 300 * Math.pow(2, rounds++)));
  }
  function unplug() {
    if (!socket) return;
    socket.onclose = null;
    socket.close();
    socket = null;
  }
  function unpoll() {
    stop(poll);
    poll = null;
  }
  // The line answers for the first time, or again.
  function linked(way) {
    heardAt = Date.now();
    online();
    if (live === way) return;
    live = way;
    rounds = told = 0;
    hideCheck();
    if (tries) {
      stop(post);
      post = null;
      tries = 0;
    }
    flush();
  }
  // Something went up and nothing came back: both ways begin anew.
  function lost() {
    offline();
    if (!live) return;
    live = "";
    unplug();
    unpoll();
    open();
  }
  // Whatever goes up the socket is answered: a line that died without a word is noticed within 4 s.
  function up(frame) {
    var now = Date.now();
    if (gone || !socket || socket.readyState !== 1) return false;
    socket.send(frame);
    setTimeout(function () {
      if (heardAt < now && live === "socket") lost();
    }, 4000);
    return true;
  }
  function openSocket() {
    var mine;
    if (!window.WebSocket) return;
    try {
      mine = socket = new WebSocket(location.href.replace(/^http/, "ws").replace(/[?#].*/, "") + "live" + where());
    } catch (_) {
      return;
    }
    mine.onmessage = function (event) {
      if (gone || mine !== socket) return;
      unpoll();
      linked("socket");
      take(event.data);
    };
    mine.onclose = function () {
      if (mine !== socket || gone) return;
      socket = null;
      if (live === "socket") {
        live = "";
        openPoll();
      }
      again();
    };
    setTimeout(function () {
      if (mine !== socket || live === "socket") return;
      unplug();
      again();
    }, 5000);
  }
  // Every fourth try waits longer, for lines that are only slow.
  function openPoll() {
    if (poll || gone || over || live === "socket") return;
    poll = get("GET", "/updates" + where(), null, live ? 35000 : rounds % 4 === 3 ? 16000 : 4000, function (request) {
      poll = null;
      if (request.status === 410) return finish();
      if (request.status === 200 || request.status === 204) {
        linked("poll");
        take(request.responseText);
        // Hidden pages get their timers late.
        return doc.hidden ? openPoll() : setTimeout(openPoll, 50);
      }
      live = "";
      // Too many at once is no lost line: the next quick one is answered.
      if (request.status !== 429) offline();
      again();
    });
  }

  // While they type, the other side is told, and an answer must come back: a dead line is noticed within 5 s.
  box.addEventListener("input", function () {
    var now = Date.now();
    counter();
    if (now - typedAt < 3000) return;
    typedAt = now;
    if (up("t") || live !== "poll") return;
    get("POST", "/typing", "t=1", 4000, function (request) {
      if (!request.status) lost();
    });
  });

  function counter() {
    var left = most - box.value.length;
    count.hidden = left > 400;
    count.textContent = box.value.length + " / " + most;
    count.className = left < 0 ? "soft no" : "soft";
  }

  var policy = {
    createHTML: function (html) {
      return html;
    }
  };
  if (window.trustedTypes) policy = trustedTypes.createPolicy("chat", policy);
  counter();
  // Somebody who waits sees the place first; somebody who talks the newest words.
  if (byId("state").className === "talking") toEnd();
  open();
})();
