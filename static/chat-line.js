/* The line of a chat: a socket and a long poll side by side, and single requests. ES5. What travels on it is chat.js. */
// `hooks.where(known)` is what the server is asked after, `news` gets HTML, `works` hears that the line answers (true:
// for the first time since it was lost), `fails` that it does not, `over` that the chat has ended.
// biome-ignore lint/correctness/noUnusedVariables: chat.js, joined behind this file, calls it.
function openLine(hooks) {
  var socket = null,
    poll = null,
    live = "",
    rounds = 0,
    heardAt = 0,
    closed = false,
    timer;

  // Whoever left has no page any more.
  function gone() {
    return !byId("leave");
  }

  function get(method, address, body, patience, done) {
    var request = new XMLHttpRequest();
    request.open(method, address);
    request.setRequestHeader("X-Chat", "1");
    if (body) request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    request.onloadend = function () {
      if (!gone()) done(request);
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

  // A socket and a poll start side by side: the first that answers carries on, the other stops. Asked without the
  // state they know, both answer at once: so a line that is dead is told from one that has no news.
  function open() {
    if (gone() || closed) return;
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
  // The line answers, for the first time or again.
  function linked(way) {
    heardAt = Date.now();
    if (live === way) return hooks.works(false);
    live = way;
    rounds = 0;
    hooks.works(true);
  }
  // Something went up and nothing came back: both ways begin anew.
  function lost() {
    hooks.fails();
    if (!live) return;
    live = "";
    unplug();
    unpoll();
    open();
  }
  // Whatever goes up the socket is answered: a line that died without a word is noticed within 4 s.
  function up(frame) {
    var now = Date.now();
    if (gone() || !socket || socket.readyState !== 1) return false;
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
      mine = socket = new WebSocket(
        location.href.replace(/^http/, "ws").replace(/[?#].*/, "") + "live" + hooks.where(live !== "")
      );
    } catch (_) {
      return;
    }
    mine.onmessage = function (event) {
      if (gone() || mine !== socket) return;
      unpoll();
      linked("socket");
      hooks.news(event.data);
    };
    mine.onclose = function () {
      if (mine !== socket || gone()) return;
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
    if (poll || gone() || closed || live === "socket") return;
    poll = get(
      "GET",
      "/updates" + hooks.where(live !== ""),
      null,
      live ? 35000 : rounds % 4 === 3 ? 16000 : 4000,
      function (request) {
        poll = null;
        if (request.status === 410) return hooks.over();
        if (request.status === 200 || request.status === 204) {
          linked("poll");
          hooks.news(request.responseText);
          // Hidden pages get their timers late.
          return document.hidden ? openPoll() : setTimeout(openPoll, 50);
        }
        live = "";
        // Too many at once is no lost line: the next quick one is answered.
        if (request.status !== 429) hooks.fails();
        again();
      }
    );
  }

  return {
    get: get,
    stop: stop,
    soon: soon,
    open: open,
    lost: lost,
    up: up,
    // "socket", "poll" or "" while neither answers.
    way: function () {
      return live;
    },
    // The page is looked at again, or the network came back. A poll that slept may be dead, so another asks anew.
    wake: function (frame) {
      rounds = 0;
      if (up(frame)) return;
      live = "";
      unpoll();
      open();
    },
    close: function () {
      closed = true;
      unplug();
      unpoll();
    }
  };
}
