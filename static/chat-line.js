/* The line of a chat: a socket and a long poll side by side. ES5. What travels on it is chat.js. */
// `where(known)`: what to ask the server; `read`: what a poll adds; `news` gets HTML; `works`: the line answers (true: again
// after a loss); `fails`: it does not; `over`: the chat has ended.
// biome-ignore lint/correctness/noUnusedVariables: chat.js, joined behind this file, calls it.
function openLine(hooks) {
  var live = "",
    rounds = 0,
    refused = 0,
    heardAt = 0,
    socket,
    poll,
    closed,
    timer;

  function gone() {
    return closed || !byId("leave");
  }

  function stop(request) {
    if (!request) return;
    request.onloadend = null;
    request.abort();
  }
  function soon(work, ms) {
    return setTimeout(work, ms * (0.7 + Math.random() * 0.6));
  }

  // Both start, the first that answers carries on. Asked without the known state, both answer at once: a dead line shows.
  function open() {
    if (gone()) return;
    clearTimeout(timer);
    if (!socket) openSocket();
    openPoll();
  }
  // While a poll lives this is the socket's next try, hardly worth its bytes where sockets never come through (schools).
  function again() {
    clearTimeout(timer);
    timer = soon(
      open,
      live && refused++ > 1 ? 2e5 : live || rounds > 60 ? 20000 : Math.min(2000, 300 * Math.pow(2, rounds++))
    );
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
  function linked(way) {
    heardAt = Date.now();
    rounds = 0;
    hooks.works(!live);
    live = way;
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
  // Whatever goes up the socket is answered, so a silently dead line is noticed within 4 s.
  function up(frame) {
    var now = Date.now();
    if (gone() || !socket || socket.readyState !== 1) return;
    socket.send(frame);
    setTimeout(function () {
      if (heardAt < now && live === "socket") lost();
    }, 4000);
    return 1;
  }
  function openSocket() {
    var mine;
    try {
      mine = socket = new WebSocket("ws" + location.origin.slice(4) + "/live?" + hooks.where(live));
    } catch (_) {
      return;
    }
    mine.onmessage = function (event) {
      if (gone() || mine !== socket) return;
      unpoll();
      refused = 0;
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
    if (poll || gone() || live === "socket") return;
    poll = ask(
      "/updates",
      hooks.where(live) + hooks.read(),
      live ? 35000 : rounds % 4 === 3 ? 16000 : 4000,
      function (status, html) {
        var first = !live && socket;
        poll = null;
        if (status === 410) return hooks.over();
        if (status === 200 || status === 204) {
          linked("poll");
          hooks.news(html);
          // Stopping a poll closes the connection: a new socket gets time to come. Hidden pages get their timers late.
          return doc.hidden ? openPoll() : setTimeout(openPoll, first ? 2000 : 50);
        }
        live = "";
        // Too many requests is no lost line: the next quick one is answered.
        if (status !== 429) hooks.fails();
        again();
      }
    );
  }

  return {
    stop: stop,
    soon: soon,
    open: open,
    lost: lost,
    up: up,
    // The page is looked at again or the network is back: a sleeping poll may be dead, so another asks, and says what was read.
    wake: function (frame) {
      rounds = 0;
      if (up(frame)) return;
      live = "";
      unpoll();
      open();
    },
    close: function () {
      closed = 1;
      unplug();
      unpoll();
    }
  };
}
