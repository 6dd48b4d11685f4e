// The lists of the staff console. A change brings only the rows that changed and the order of all; the page has the rest.
// The queue stays while the pointer chooses, a list while it is pressed: a press needs the row it began on.
(() => {
  const room = document.getElementById("console");
  if (!room) return;
  let link = null;
  document.addEventListener("htmx:ws:before:connection", ({ detail }) => {
    link = detail.connection;
  });
  // A row found nowhere was lost between an answer and the socket: the server has it.
  let lacks = false;
  let asked = 0;
  // Again until everything is here: the server does not answer too many requests at once.
  function ask() {
    if (!lacks || Date.now() - asked < 2000 || link?.socket?.readyState !== WebSocket.OPEN) return;
    asked = Date.now();
    link.socket.send('{"type":"lists"}');
  }
  /** Puts the missing rows where they belong, as they stand in `box` now. */
  function complete(rows, box) {
    const stand = box.querySelector(".rows") ?? box;
    const find = (id, from) => from.querySelector(`:scope > [id$="-${id}"]`);
    const whole = rows.dataset.order
      .split(" ")
      .filter(Boolean)
      .flatMap((id) => {
        const row = find(id, rows) ?? find(id, stand)?.cloneNode(true);
        lacks ||= !row;
        return row ?? [];
      });
    rows.removeAttribute("data-order");
    rows.replaceChildren(...whole);
  }

  // While the pointer is about to choose someone, the rows stay; the queue is painted when it rests or has gone.
  const restMs = 1500;
  const mostMs = 5000;
  let moved = 0;
  const held = new Map();
  let pressed = null;
  const isChosen = () => room.querySelector("#queue .rows:hover") && Date.now() - moved < restMs;
  const mustStay = (id) => pressed === id || (id === "queue" && isChosen());
  room.addEventListener("pointermove", ({ pointerType }) => {
    if (pointerType === "mouse") moved = Date.now();
  });
  room.addEventListener(
    "pointerdown",
    ({ target }) => {
      pressed = target.closest("#queue, #chats")?.id ?? null;
    },
    true,
  );
  const released = () =>
    setTimeout(() => {
      pressed = null;
    });
  for (const moment of ["pointerup", "pointercancel"]) addEventListener(moment, released, true);
  // The queue in an answer may be older than what the socket has told since.
  let told = 0;
  const isOlder = ({ told: before, sourceElement }) =>
    told - before > (sourceElement.getAttribute("action")?.endsWith("/claim") ? 1 : 0);
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    ctx.told = told;
  });
  document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
    for (const { type, target, fragment } of tasks) {
      const id = (target?.id ?? target)?.replace("#", "");
      const isQueue = id === "queue";
      if (isQueue) {
        if (type === "partial") told++;
        else lacks ||= isOlder(ctx);
      }
      // Someone in an emergency is not asked to take their own other chat; the list is the same for all.
      for (const row of fragment.querySelectorAll(".left-alone[data-of]"))
        row.hidden = row.dataset.of === room.dataset.me;
      const rows = fragment.querySelector("[data-order]");
      if (rows) complete(rows, held.get(id)?.box ?? document.getElementById(id));
      else if (isQueue && type === "partial") lacks = false;
    }
    for (const id of ["queue", "chats"]) {
      const at = tasks.findIndex(({ target }) => target?.id === id);
      if (at < 0) continue;
      if (tasks[at].type !== "partial" || !mustStay(id)) {
        held.delete(id);
        continue;
      }
      const [{ fragment }] = tasks.splice(at, 1);
      const box = document.createElement("div");
      box.append(fragment);
      held.set(id, { box, since: held.get(id)?.since ?? Date.now() });
    }
  });
  // Someone off new chats takes no one, someone at capacity not the next; the list is the same for all, so their page
  // disables its buttons.
  function still() {
    const off = document.querySelector("#off-new-chats[data-off]") !== null;
    const full = document.querySelector("#chats[data-full]") !== null;
    for (const button of room.querySelectorAll("#queue form button"))
      button.disabled = off || (full && button.id === "take-next");
  }
  /** Says how many rows of the queue do not fit on the screen. */
  function below() {
    const [list, more] = ["#queue > .rows", ".more-below"].map((one) => room.querySelector(one));
    if (!more) return;
    const end = list && list.scrollHeight > list.clientHeight + 1 ? list.getBoundingClientRect().bottom : Infinity;
    const cut = [...(list?.children ?? [])].filter((row) => row.getBoundingClientRect().bottom > end + 1).length;
    more.hidden = cut === 0;
    const says = more.dataset.says.replace("#", new Intl.NumberFormat(document.documentElement.lang).format(cut));
    if (more.textContent !== says) more.textContent = says;
  }
  room.addEventListener("scroll", ({ target }) => target.matches?.("#queue > .rows") && below(), true);
  addEventListener("resize", below);
  document.addEventListener("htmx:after:swap", ask);
  document.addEventListener("htmx:after:swap", still);
  document.addEventListener("htmx:after:swap", below);
  below();
  document.addEventListener("htmx:ws:after:connection", () => {
    lacks = false;
  });
  setInterval(() => {
    ask();
    for (const [id, { box, since }] of held) {
      if (mustStay(id) && Date.now() - since < mostMs) continue;
      held.delete(id);
      htmx.swap({ text: box.innerHTML, target: `#${id}`, swap: "outerMorph", sourceElement: document.body, told });
    }
  }, 200);
})();
