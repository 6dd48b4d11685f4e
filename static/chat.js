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
    doc.title = "​";
    doc.documentElement.textContent = "";
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
    sending = false,
    tries = 0,
    socket = null,
    poll = null,
    live = "",
    typedAt = 0,
    heardAt = 0,
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
      if (part.id === "over") return over();
      if (part.getAttribute("data-seq")) {
        row(part, end);
        continue;
      }
      old = byId(part.id);
      if (!old || old.isEqualNode(part)) continue;
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
    saw();
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
    if (socket && socket.readyState === 1) socket.send("s" + last);
    else if (live === "poll") get("POST", "/seen", "seen=" + last, function () {});
    else return;
    told = last;
  }
  doc.addEventListener("visibilitychange", saw);

  // The end: words that were not sent are shown on the last page, since nothing typed may be lost.
  function over() {
    var kept = queue
      .map(function (one) {
        return one.text;
      })
      .concat(box.value || [])
      .join("\n");
    gone = true;
    if (socket) socket.close();
    get("GET", "/", null, function (request) {
      var page, place;
      if (request.status !== 200) return setTimeout(over, 3000);
      page = new DOMParser().parseFromString(policy.createHTML(request.responseText), "text/html");
      doc.body.replaceChild(page.getElementById("main"), byId("main"));
      place = byId("kept-words");
      if (kept && place) {
        place.value = kept;
        byId("kept").hidden = false;
      }
    });
  }

  function get(method, address, body, done) {
    var request = new XMLHttpRequest();
    request.open(method, address);
    request.setRequestHeader("X-Chat", "1");
    if (body) request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    request.onloadend = function () {
      done(request);
    };
    request.timeout = method === "POST" ? 4500 : 40000;
    request.send(body);
    return request;
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

  // One at a time, in order; the same id until it is stored.
  function flush() {
    var one = queue[0],
      since = Date.now();
    if (!one || sending || gone) return;
    sending = true;
    get("POST", "/send", "client_id=" + one.id + "&text=" + encodeURIComponent(one.text), function (request) {
      sending = false;
      if (request.status === 200) {
        tries = 0;
        refused.textContent = "";
        online();
        take(request.responseText);
        drop(one.id);
        return flush();
      }
      if (request.status === 410) return over();
      if (request.status >= 400 && request.status < 500 && request.status !== 429)
        return giveBack(one, request.responseText);
      if (request.status) refused.textContent = request.responseText;
      mark(one);
      offline();
      doubt(since);
      setTimeout(flush, Math.min(30000, 1000 * Math.pow(2, tries++)) * (0.7 + Math.random() * 0.6));
    });
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
  addEventListener("online", function () {
    tries = 0;
    flush();
    open();
  });

  // A socket that has said nothing since may be dead without knowing it: a new one is tried.
  function doubt(since) {
    if (!socket || live !== "socket" || heardAt >= since || gone) return;
    offline();
    live = "";
    socket.onclose = null;
    socket.close();
    socket = null;
    open();
  }

  function hideCheck() {
    byId("check").hidden = true;
  }
  function where() {
    return "?after=" + last + "&v=" + byId("state").getAttribute("data-v");
  }

  // A socket and a poll start side by side: the first that answers carries on, the other stops.
  function open() {
    if (gone) return;
    if (!socket || socket.readyState > 1) openSocket();
    if (!poll && live !== "socket") openPoll();
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
      var first = live !== "socket";
      live = "socket";
      heardAt = Date.now();
      backoff = 0;
      hideCheck();
      if (poll) {
        poll.onloadend = null;
        poll.abort();
        poll = null;
      }
      take(event.data);
      if (first) {
        online();
        tries = 0;
        flush();
        saw();
      }
    };
    mine.onclose = function () {
      if (mine !== socket || gone) return;
      if (live === "socket") {
        live = "";
        openPoll();
      }
      again();
    };
  }
  var backoff = 0,
    timer;
  function again() {
    clearTimeout(timer);
    timer = setTimeout(open, Math.min(30000, 400 * Math.pow(2, backoff++)) * (0.7 + Math.random() * 0.6));
  }
  function openPoll() {
    if (poll || gone) return;
    poll = get("GET", "/updates" + where(), null, function (request) {
      poll = null;
      if (gone || live === "socket") return;
      if (request.status === 410) return over();
      if (request.status === 200 || request.status === 204) {
        live = "poll";
        hideCheck();
        online();
        take(request.responseText);
        if (tries) {
          tries = 0;
          flush();
        }
        return openPoll();
      }
      live = "";
      offline();
      again();
    });
  }

  // While they type, the other side is told, and an answer must come back: a dead line is noticed within 5 s.
  box.addEventListener("input", function () {
    var now = Date.now();
    counter();
    if (now - typedAt < 3000) return;
    typedAt = now;
    if (socket && socket.readyState === 1) {
      socket.send("t");
      setTimeout(function () {
        doubt(now);
      }, 4000);
    } else if (live === "poll") get("POST", "/typing", "t=1", function () {});
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
