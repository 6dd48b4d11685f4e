// The staff console in the browser: drafts, sending, the socket, what has been read; no words are lost.
// The server paints (htmx swaps what arrives); arrivals, keys and views are console-room.js.
(() => {
  // htmx parses HTML from our own views, which escape every typed word; Trusted Types want a policy for it.
  globalThis.trustedTypes?.createPolicy("default", { createHTML: (html) => html });

  const room = document.getElementById("console");
  if (!room) return;
  const $ = (id) => document.getElementById(id);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const shown = (element) => element?.getClientRects().length > 0;
  const say = room.dataset;
  const language = document.documentElement.lang;
  const post = (address, fields, more) =>
    fetch(address, { method: "POST", body: new URLSearchParams(fields), headers: { "HX-Request": "true" }, ...more });
  const newClientId = () =>
    [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  // --- Socket: htmx owns it; we listen, and send "typing", "seen" and which conversations are open.
  let link = null;
  let offline = false;
  let lastHeard = 0;
  function heard() {
    lastHeard = Date.now();
  }
  const up = (message) => {
    if (link?.socket?.readyState === WebSocket.OPEN) link.socket.send(JSON.stringify(message));
  };
  const panes = () => all(".pane").map((pane) => Number(pane.dataset.id));
  const write = (id, text) => {
    const place = $(id);
    if (place && place.textContent !== text) place.textContent = text;
  };
  const setOffline = (now, text = say.offline) => {
    offline = now;
    write("offline", now ? text : "");
  };
  let dropped;
  document.addEventListener("htmx:ws:before:connection", ({ detail }) => {
    link = detail.connection;
    link.url = `${location.origin.replace(/^http/, "ws")}/staff/live?open=${panes().join(".")}`;
    heard();
  });
  document.addEventListener("htmx:ws:after:connection", () => {
    dropped = clearTimeout(dropped);
    link.socket.addEventListener("close", signedOut);
    heard();
    setOffline(false);
    for (const box of boxes.values()) (box.waits ? send : saveDraft)(box);
    sendSeen(true);
  });
  document.addEventListener("htmx:ws:close", ({ detail }) => {
    lastHeard = 0;
    const refused = detail.code !== null && !link.config.reconnectCodes.includes(detail.code);
    if (refused) setOffline(true, say.signedOut);
    else dropped ||= setTimeout(setOffline, 1500, true); // a drop of a second is mended before anyone needs to know
  });
  // Signed out, here or elsewhere: the next person at this desk must not read on, and the next page says why.
  let leaving = false;
  document.addEventListener("submit", ({ target }) => {
    if (target.getAttribute("action")?.endsWith("/sign-out")) leaving = true; // a field called "action" hides the property
  });
  const signedOut = ({ code, reason }) => {
    // After the button, the page that answers to it is on its way.
    if (code === 4401) setTimeout(() => location.replace(`/staff/sign-in?why=${reason}`), leaving ? 1500 : 0);
  };
  document.addEventListener("htmx:ws:before:message:incoming", heard);
  addEventListener("offline", () => setOffline(true));
  addEventListener("online", () => link?.socket?.readyState === WebSocket.OPEN && setOffline(false));
  setInterval(() => {
    // The server sends a beat every 5 s: silence means a dead line. Closing it would wait a minute for an answer, so htmx is told
    // that it is closed and opens another.
    if (!lastHeard || Date.now() - lastHeard < 12_000) return;
    setOffline(true);
    link.socket?.dispatchEvent(new CloseEvent("close", { code: 1006 }));
  }, 2000);

  // --- One box per conversation keeps what is written while panes come and go.
  const boxes = new Map();
  const formOf = (id) => $(`compose-${id}`);
  const fieldOf = (id) => $(`say-${id}`);
  function boxOf(id) {
    if (!boxes.has(id))
      boxes.set(id, {
        id,
        text: null,
        saved: "",
        kept: ["", ""],
        since: 0,
        timer: 0,
        waits: false,
        sending: null,
        tried: null,
      });
    return boxes.get(id);
  }
  // What this page saved and is saving: only that is removed on sending, as another tab may have saved words of its own.
  const own = (box) => box.kept.map((text) => ["kept", text]);
  const saveDraft = (box) => {
    clearTimeout(box.timer);
    box.since = 0;
    if (box.text === null || box.text === box.saved || offline) return;
    const { text } = box;
    box.saved = text;
    const fields = [["text", text], ...own(box)];
    box.kept[1] = text;
    // No answer: tried again. Refused: waits for the next letter.
    const failed = (error) => {
      box.saved = null;
      if (error) box.timer = setTimeout(saveDraft, 2000, box);
    };
    const more = { keepalive: true, signal: AbortSignal.timeout(8000) };
    const done = async (answer) => {
      if (answer.ok) box.kept[0] = text;
      else failed();
      // What another tab wrote since is shown, not overwritten (console-writing.js).
      const words = answer.status === 409 ? await answer.text() : "";
      room.dispatchEvent(new CustomEvent("draft-told", { detail: { box, words } }));
    };
    post(`/staff/conversation/${box.id}/draft`, fields, more).then(done, failed);
  };
  function showBox(id) {
    const box = boxOf(id);
    const field = fieldOf(id);
    if (field) {
      if (box.text === null) box.text = box.saved = box.kept[0] = field.value;
      else if (field.value !== box.text) field.value = box.text;
      if (box.tried) formOf(id).elements.client_id.value = box.tried.clientId;
      measure(field);
    }
    const unsent = $(`unsent-${id}`);
    if (unsent && box.text) {
      unsent.value = box.text;
      unsent.parentElement.hidden = false;
    }
  }
  function measure(field) {
    const most = Number(field.dataset.most);
    const left = most - field.value.length;
    const count = field.form.querySelector(".count");
    count.hidden = left > 300;
    count.textContent = `${say.left}: ${new Intl.NumberFormat(language).format(left)}`;
    count.classList.toggle("over", left < 0);
    if (CSS.supports("field-sizing", "content")) return;
    field.rows = 2;
    while (field.rows < 8 && field.scrollHeight > field.clientHeight) field.rows++;
  }
  const typed = new Map();
  room.addEventListener("input", ({ target }) => {
    const id = Number(target.id.match(/^say-(\d+)$/)?.[1]);
    if (!id) return;
    const box = boxOf(id);
    box.text = target.value;
    box.waits = false;
    clearTimeout(box.timer);
    // After a pause; someone typing without one loses two seconds at most.
    box.since ||= Date.now();
    box.timer = setTimeout(saveDraft, Math.min(400, Math.max(0, box.since + 2000 - Date.now())), box);
    measure(target);
    if (!box.sending) write(`refused-${id}`, "");
    if (Date.now() - (typed.get(id) ?? 0) > 3000 && target.value) {
      typed.set(id, Date.now());
      up({ type: "typing", id });
    }
  });
  function flush() {
    for (const box of boxes.values()) {
      if (box.text === null || box.text === box.saved) continue;
      const fields = new URLSearchParams([["text", box.text], ["both", 1], ...own(box)]);
      if (navigator.sendBeacon(`/staff/conversation/${box.id}/draft`, fields)) box.saved = box.text;
    }
  }
  // Before leaving, so that the next page shows the words; at the end, for what came after.
  for (const moment of ["beforeunload", "pagehide"]) addEventListener(moment, flush);
  room.writing = { boxOf, showBox, saveDraft };

  // --- Sending: words stay in the field until they are stored. The same words keep their client id at each try;
  // other words get a new one, or the server would take them for the old ones.
  // A network that died silently leaves up to six dead connections in a browser, each tried in turn: short at first, and every
  // fourth time longer, for a line that is only slow.
  const patience = (times) => AbortSignal.timeout(times % 4 === 0 ? 15_000 : 4_000);
  async function send(box) {
    const form = formOf(box.id);
    const text = box.text ?? "";
    // Words tried again go out even while their conversation is not on the screen.
    if (box.sending || !text.trim() || !(form || box.tried)) return;
    if (box.tried?.text !== text)
      box.tried = { text, clientId: box.tried ? newClientId() : form.elements.client_id.value, times: 0 };
    clearTimeout(box.timer);
    box.sending = text;
    box.tried.times += 1;
    const button = form?.querySelector(".send");
    button?.setAttribute("aria-disabled", "true");
    let sentence = say.notSent;
    let stored = false;
    try {
      const why = form?.elements.contact;
      const fields = [["client_id", box.tried.clientId], ["text", text], ["contact", why?.value ?? ""], ...own(box)];
      const answer = await post(`/staff/conversation/${box.id}/send`, fields, { signal: patience(box.tried.times) });
      stored = answer.ok && !answer.url.includes("/sign-in");
      // It looks like its writer's contact details: it goes with a reason, or without it.
      if (why) {
        why.value = "";
        why.parentElement.hidden = !answer.headers.has("X-Asks");
        if (!why.parentElement.hidden) why.focus();
      }
      if (!stored) sentence = await sentenceOf(answer);
      box.waits = answer.status >= 502;
    } catch {
      box.waits = true;
    }
    box.waits &&= box.text === text;
    box.sending = null;
    button?.removeAttribute("aria-disabled");
    write(`refused-${box.id}`, stored ? "" : sentence);
    // The socket may have survived what stopped the words, and would not send them on return.
    if (box.waits) box.timer = setTimeout(send, box.tried.times < 8 ? 1000 : 3000, box);
    if (!stored) return;
    box.tried = null;
    box.text = box.text.startsWith(text) ? box.text.slice(text.length).trimStart() : box.text;
    const now = formOf(box.id);
    if (now) now.elements.client_id.value = newClientId();
    box.saved = null;
    showBox(box.id);
    saveDraft(box);
    const scroll = $(`scroll-${box.id}`);
    if (scroll) scroll.scrollTop = 0;
  }
  /** Returns the sentence of a refusal: a short text, or the one marked on an error page. */
  async function sentenceOf(answer) {
    if (answer.redirected && answer.url.includes("/sign-in")) return say.signedOut;
    return sentenceIn(await answer.text(), answer.headers.get("content-type") ?? "");
  }
  function sentenceIn(text, type) {
    if (!type.includes("html")) return text.slice(0, 400) || say.notSent;
    const marked = new DOMParser().parseFromString(text, "text/html").querySelector("[data-refused]");
    return marked?.textContent ?? say.notSent;
  }
  room.addEventListener("submit", (event) => {
    const id = Number(event.target.id.match(/^compose-(\d+)$/)?.[1]);
    if (!id || event.submitter?.name === "to") return; // that button leads to the entries, and sends nothing
    event.preventDefault();
    const box = boxOf(id);
    box.text = fieldOf(id).value;
    send(box);
  });
  document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
    write("refused", sentenceIn(ctx.text, ctx.response.headers.get("content-type") ?? ""));
  });
  document.addEventListener("htmx:before:request", () => write("refused", ""));
  document.addEventListener("htmx:error", ({ detail }) => detail.ctx && write("refused", say.notDone));

  const lastSeq = (scroll) => Number.parseInt(scroll.querySelector(".log > :last-child")?.dataset.seq ?? 0, 10);
  const atEnd = (scroll) => scroll.scrollTop > -40;
  document.addEventListener("htmx:after:swap", repaired);
  let openBefore = panes().join(".");
  function repaired() {
    // They chose another language elsewhere, which only newly painted parts have.
    if ($("bar").lang !== language) return location.reload();
    const open = panes();
    for (const id of open) showBox(id);
    // Messages may have come between a pane's painting and its arrival: ask for what is missing.
    if (open.join(".") !== openBefore) up({ type: "open", ids: open });
    openBefore = open.join(".");
    for (const row of all("#chats [data-id]")) {
      const id = Number(row.dataset.id);
      const besides = row.querySelector(".beside");
      const here = row.querySelector(".open");
      if (open.includes(id)) here.setAttribute("aria-current", "true");
      else here.removeAttribute("aria-current");
      besides.hidden = open.length === 0 || open.includes(id);
      if (!open.length) continue;
      for (const name of ["href", "hx-get"]) besides.setAttribute(name, `/staff/conversation/${open[0]}?beside=${id}`);
    }
    for (const button of all("[data-say]")) button.hidden = false;
    sendSeen();
  }
  room.addEventListener("scroll", () => sendSeen(), true);

  const seen = new Map();
  function sendSeen(again = false) {
    if (again) seen.clear();
    if (document.visibilityState !== "visible" || !document.hasFocus()) return;
    for (const scroll of all(".scroll")) {
      const id = Number(scroll.id.slice(7));
      const seq = lastSeq(scroll);
      if (!shown(scroll) || !atEnd(scroll) || seq <= (seen.get(id) ?? 0)) continue;
      if (link?.socket?.readyState !== WebSocket.OPEN) continue;
      seen.set(id, seq);
      up({ type: "seen", id, seq });
    }
  }
  for (const moment of ["focus", "visibilitychange"]) addEventListener(moment, () => sendSeen());

  repaired();
})();
