// The log of the staff console: new messages do not move someone who reads further up, who gets a button to them. Of a long chat
// only the newest lines are here at first; a button above them brings those before, and what was brought stays.
(() => {
  const room = document.getElementById("console");
  if (!room) return;
  const $ = (id) => document.getElementById(id);
  const scrolls = () => [...document.querySelectorAll(".scroll")];
  const seqOf = (line) => Number.parseInt(line?.dataset.seq ?? 0, 10);
  const lastSeq = (scroll) => seqOf(scroll.querySelector(".log > :last-child"));
  const atEnd = (scroll) => scroll.scrollTop > -40;

  const places = new Map();
  let isLined = false;
  document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
    const asked = ctx.request?.action?.match(/\?before=(\d+)$/)?.[1];
    for (const { swapSpec, fragment, target } of tasks) {
      for (const log of fragment?.querySelectorAll(".log") ?? []) {
        isLined = true;
        keepEarlier(log);
      }
      if (swapSpec?.style !== "upsert") continue;
      isLined = true;
      sift(fragment, typeof target === "string" ? document.querySelector(target) : target, asked);
    }
    for (const scroll of scrolls()) {
      const line = atEnd(scroll) ? undefined : inSight(scroll);
      const top = line?.getBoundingClientRect().top;
      places.set(scroll.id, { line: line?.id, top, last: lastSeq(scroll) });
    }
  });
  function inSight(scroll) {
    const { top } = scroll.getBoundingClientRect();
    const lines = [...scroll.querySelectorAll(".log > :not(.earlier)")];
    return lines.find((line) => line.getBoundingClientRect().bottom > top);
  }
  document.addEventListener("htmx:after:swap", () => {
    if (isLined) scrolls().map(mend);
    isLined = false;
    for (const scroll of scrolls()) {
      const before = places.get(scroll.id);
      if (before?.line === undefined) continue;
      const line = $(before.line);
      if (line) scroll.scrollTop += line.getBoundingClientRect().top - before.top;
      if (lastSeq(scroll) > before.last) newer(scroll, lastSeq(scroll) - before.last);
    }
  });

  // --- Earlier lines. The button above them knows before which seq nothing is here.
  const wayIn = (log) => log?.querySelector(".earlier");
  const startOf = (log) => Number(wayIn(log)?.dataset.before ?? 0);
  /** Takes out what must not come into a log; `asked`: before which seq lines were asked for, if they were. */
  function sift(fragment, log, asked) {
    const start = startOf(log);
    const isNext = start > 0 && Number(asked) === start && fragment.children.length > 0;
    const next = wayIn(fragment);
    next?.remove();
    for (const line of [...fragment.children]) {
      const here = $(line.id);
      // After a reconnect everything comes again: known lines stay, with their selection, unannounced.
      // A card, a note or a mark that changed further up would stand above a gap.
      if (here ? here.isEqualNode(line) : !isNext && seqOf(line) < start) line.remove();
    }
    if (!isNext) return;
    // It stays where it is, with the focus, until it has led to the first line.
    const way = wayIn(log);
    way.hidden = !next;
    way.dataset.before = next?.dataset.before ?? 0;
    for (const { name, value } of next?.firstElementChild.attributes ?? [])
      way.firstElementChild.setAttribute(name, value);
  }
  /** A chat that is painted again brings its newest lines only: the earlier ones that are here come before them. */
  function keepEarlier(log) {
    const start = startOf(log);
    const shown = $(log.id);
    if (!shown || start === 0) return;
    wayIn(log).remove();
    const earlier = [...shown.children].filter((line) => seqOf(line) < start);
    log.prepend(...earlier.map((line) => line.cloneNode(true)));
  }
  /** After a long time without a connection more lines may be missing than come at once. */
  const mended = new Set();
  document.addEventListener("htmx:ws:after:connection", () => mended.clear());
  function mend(scroll) {
    const lines = [...scroll.querySelectorAll(".log > .m")];
    const late = lines.findLast((line, n) => n > 0 && seqOf(line) > seqOf(lines[n - 1]) + 1);
    if (!late || mended.has(late.id)) return;
    mended.add(late.id);
    bring(scroll, seqOf(late));
  }
  async function bring(scroll, before, source = scroll) {
    const log = scroll.querySelector(".log");
    // Two hundred lines are not read aloud.
    scroll.setAttribute("aria-live", "off");
    const into = { target: log, select: `#${log.id} > li`, swap: "upsert key:data-seq ignoreTitle:true" };
    const address = `/staff/conversation/${log.id.slice("log-".length)}?before=${before}`;
    await htmx.ajax("GET", address, { source, ...into });
    setTimeout(() => scroll.removeAttribute("aria-live"), 500);
  }
  room.addEventListener("click", (event) => {
    const way = event.target.closest(".earlier > *")?.parentElement;
    if (!way || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    bring(way.closest(".scroll"), way.dataset.before, way);
  });

  function newer(scroll, n) {
    const button = $(scroll.id.replace("scroll", "newer"));
    const sum = Number(button.dataset.n ?? 0) + n;
    button.dataset.n = sum;
    button.textContent = `${room.dataset.newer}: ${sum}`;
    button.hidden = false;
  }
  room.addEventListener("click", ({ target }) => {
    const button = target.closest(".newer");
    if (button) $(button.id.replace("newer", "scroll")).scrollTop = 0;
  });
  room.addEventListener(
    "scroll",
    ({ target }) => {
      if (!target.classList?.contains("scroll") || !atEnd(target)) return;
      const button = $(target.id.replace("scroll", "newer"));
      button.hidden = true;
      delete button.dataset.n;
    },
    true,
  );
})();
