/* The young person's chat: what is sent and heard. ES5, no storage, from Chromium 64 on; without it every form works by itself.
   Leaving is leave.js, the page chat-log.js, the line chat-line.js; the server joins them. */
(function () {
  var box = byId("text"),
    net = byId("net"),
    count = byId("count"),
    refused = byId("refused"),
    say = byId("say"),
    earlier = doc.querySelector("#talk a") || {};
  if (!byId("log") || !say) return;

  var most = count.dataset.most;
  var log = openLog({ over: finish, stored: drop });
  var line = openLine({
    where: function (known) {
      return "after=" + log.last() + "&v=" + (known && log.version());
    },
    read: function () {
      return "&seen=" + seen() + "&page=" + log.page;
    },
    news: function (html) {
      log.take(html);
      saw();
    },
    works: works,
    fails: offline,
    over: finish
  });
  var told = 0,
    queue = [],
    tries = 0,
    typedAt = 0,
    post,
    retry,
    over;

  // Their own words are the newest then, and need not be told as read.
  function drop() {
    told++;
    queue.shift();
    if (!queue.length) back();
    // A form is under way, or nothing is: only what has gone up the socket is done with now.
    if (!post || post.readyState) return;
    post = null;
    tries = 0;
    send();
  }

  // Read is only what stands on a screen someone can see.
  function seen() {
    return doc.hidden ? 0 : log.last();
  }
  function saw() {
    if (!doc.hidden) log.seen();
    if (seen() > told && line.up("s" + seen())) told = seen();
  }

  function finish() {
    if (over) return;
    over = 1;
    line.close();
    lastPage();
  }
  function lastPage() {
    ask("/", 0, 9000, function (status, html) {
      var kept = queue
        .map(function (one) {
          return one.text;
        })
        .concat(box.value || [])
        .join("\n");
      if (status !== 200 || !log.close(html, kept)) {
        offline();
        setTimeout(lastPage, 2000);
      }
    });
  }

  say.onsubmit = function (event) {
    var text = box.value.trim();
    event.preventDefault();
    if (!text) return;
    queue.push({ id: log.add(text), text: text });
    box.value = "";
    refused.textContent = "";
    counter();
    box.focus();
    send();
  };
  box.onkeydown = function (event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer:fine)").matches) {
      say.onsubmit(event);
    }
  };

  // One at a time, in order; with the same id until the row that comes back tells that it is stored.
  function send() {
    var one = queue[0];
    if (!one || post || over) return;
    clearTimeout(retry);
    // Up the socket at first, which costs the least. What does not come back from there goes as a form, which says why; a
    // line found dead in these seconds (chat-line.js) is open again by then, and sends it once.
    if (!tries && one.text.length < 300 && line.up("m" + one.id + one.text)) {
      post = new XMLHttpRequest();
      tries = 1;
      retry = setTimeout(function () {
        post = null;
        send();
      }, 5000);
      return;
    }
    post = ask(
      "/send",
      "client_id=" + one.id + "&text=" + encodeURIComponent(one.text),
      tries % 3 < 2 ? 4000 : 20000,
      function (status, text, ours) {
        post = null;
        if (status === 200) {
          log.take(text);
          saw();
          if (queue[0] !== one) {
            tries = 0;
            refused.textContent = "";
            back();
            return send();
          }
        }
        // Our own refusal is shown; any other, as from a proxy, means a broken line.
        if (ours && status === 410) return finish();
        if (ours && status < 500 && status !== 429) return giveBack(one, text);
        log.unsent();
        if (ours) refused.textContent = text;
        else line.lost();
        retry = line.soon(send, Math.min(status ? 4000 : 30000, 1000 * Math.pow(2, tries++)));
      }
    );
  }
  function giveBack(one, why) {
    doc.querySelector(".sending").remove();
    drop();
    box.value = [one.text].concat(box.value || []).join("\n");
    refused.textContent = why;
    send();
  }

  function offline() {
    if (!net.hidden && !net.className) return;
    net.hidden = false;
    net.className = "";
    net.textContent = log.word("offline");
  }
  function back() {
    if (net.hidden || net.className) return;
    net.className = "back";
    net.textContent = log.word("back");
    setTimeout(function () {
      if (net.className) net.hidden = true;
    }, 4000);
  }
  addEventListener("offline", offline);
  addEventListener("lost", offline);
  addEventListener("online", wake);
  doc.addEventListener("visibilitychange", function () {
    if (!doc.hidden) wake();
  });
  setInterval(function () {
    if (!doc.hidden) line.up("s" + seen());
  }, 20000);
  function wake() {
    saw();
    line.wake("s" + seen());
    send();
  }
  function works(anew) {
    back();
    if (!anew) return;
    told = 0;
    byId("check").hidden = true;
    // What is under way on the dead line is tried again on this one: it is stored once.
    if (tries) {
      line.stop(post);
      post = null;
      tries = 1;
    }
    send();
  }

  // Ending loses nothing: unsent words stand on the last page. Without a network no form leads away from here.
  doc.addEventListener("submit", function (event) {
    if (navigator.onLine && (over || !event.target.sent || !(queue[0] || box.value))) return;
    event.preventDefault();
    if (!navigator.onLine) return offline();
    ask(event.target.action, "sent=1", 9000, function (status) {
      // 410: it had ended already. 200: it goes on, and typed words stay.
      if (status === 410 || status === 204) return finish();
      if (status !== 200) offline();
    });
  });
  earlier.onclick = function (event) {
    event.preventDefault();
    ask(earlier.href, 0, 20000, function (status, html) {
      if (status !== 200) return offline();
      earlier.remove();
      log.take(html);
    });
  };

  // Typing is told to the other side and answered, so a dead line is noticed within 5 s.
  box.addEventListener("input", function () {
    var now = Date.now();
    counter();
    if (now - typedAt < 3000) return;
    typedAt = now;
    if (line.up("t")) return;
    ask("/typing", "t=1", 4000, function (status) {
      if (!status) line.lost();
    });
  });

  function counter() {
    var now = box.value.length;
    count.hidden = now < most - 400;
    count.textContent = now + " / " + most;
    count.className = now > most ? "soft no" : "soft";
  }

  counter();
  line.open();
})();
