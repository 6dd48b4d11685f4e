// The log of the staff console: new messages do not move someone who reads further up, who gets a button to them.
(() => {
  const room = document.getElementById("console");
  if (!room) return;
  const $ = (id) => document.getElementById(id);
  const scrolls = () => [...document.querySelectorAll(".scroll")];
  const lastSeq = (scroll) => Number.parseInt(scroll.querySelector(".log > :last-child")?.dataset.seq ?? 0, 10);
  const atEnd = (scroll) => scroll.scrollTop > -40;

  const places = new Map();
  document.addEventListener("htmx:before:swap", ({ detail }) => {
    for (const { swapSpec, fragment } of detail.tasks) {
      if (swapSpec?.style !== "upsert") continue;
      // After a reconnect everything comes again: known lines stay, with their selection, unannounced.
      for (const line of [...fragment.children]) if ($(line.id)?.isEqualNode(line)) line.remove();
    }
    for (const scroll of scrolls()) {
      places.set(scroll.id, { height: scroll.scrollHeight, top: scroll.scrollTop, last: lastSeq(scroll) });
    }
  });
  document.addEventListener("htmx:after:swap", () => {
    for (const scroll of scrolls()) {
      const before = places.get(scroll.id);
      if (!before || before.top > -40) continue;
      scroll.scrollTop = before.top - (scroll.scrollHeight - before.height);
      if (lastSeq(scroll) > before.last) newer(scroll, lastSeq(scroll) - before.last);
    }
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
