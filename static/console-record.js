// The contact record in the browser: reasons can be searched by keyboard, and ticks and words are kept on the server.
// Without this script the groups open and close, and "Finish later" keeps it.
(() => {
  const formOf = (element) => element?.closest?.("form.record");
  const forms = () => [...document.querySelectorAll("form.record")];
  const shown = (element) => element.getClientRects().length > 0;
  const findIn = (form) => form.querySelector("[type=search]");
  const boxesIn = (form) => [...form.querySelectorAll("[name=reason]")].filter(shown);
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const wordsOf = (box) => fold(`${box.closest("details").firstChild.textContent} ${box.parentElement.textContent}`);
  const before = new WeakMap();
  function look(form) {
    const find = findIn(form);
    const words = fold(find.value).split(/\s+/).filter(Boolean);
    const groups = [...form.querySelectorAll(".reason-groups details")];
    if (words.length > 0 && !before.has(form)) before.set(form, new Set(groups.filter((one) => one.open)));
    const fits = (box) => words.every((word) => wordsOf(box).includes(word));
    const isFound = words.length > 0 && [...form.querySelectorAll("[name=reason]")].some(fits);
    for (const group of groups) {
      const boxes = [...group.querySelectorAll("[name=reason]")];
      for (const box of boxes) box.parentElement.hidden = isFound && !fits(box);
      group.hidden = boxes.every((box) => box.parentElement.hidden);
      if (isFound) group.open = true;
      else if (before.has(form)) group.open = before.get(form).has(group) || boxes.some((box) => box.checked);
    }
    if (words.length === 0) before.delete(form);
    const said = form.querySelector(".look-for [role=status]");
    said.textContent = words.length > 0 && !isFound ? said.dataset.none : "";
    said.classList.toggle("sr", said.textContent === "");
    return isFound;
  }
  function sayTicked(form) {
    const place = form.querySelector(".ticked");
    const names = [...form.querySelectorAll("[name=reason]:checked")].map((box) =>
      box.parentElement.textContent.trim(),
    );
    place.textContent = names.length > 0 ? `${place.dataset.ticked} ${names.join(" · ")}` : place.dataset.none;
  }
  function press(event) {
    const { target, key } = event;
    const form = formOf(target);
    if (!form || event.ctrlKey || event.metaKey || event.altKey) return;
    const isFind = target === findIn(form);
    if (!isFind && target.name !== "reason") return;
    const all = boxesIn(form);
    const at = all.indexOf(target);
    if (key === "Enter" && isFind) {
      event.preventDefault();
      const [first] = look(form) ? all : [];
      if (!first) return;
      first.click();
      target.value = "";
      look(form);
      return;
    }
    if (key === "Enter") {
      event.preventDefault();
      target.click();
    }
    const to =
      key === "ArrowDown" ? (isFind ? all[0] : all[at + 1]) : key === "ArrowUp" ? (all[at - 1] ?? findIn(form)) : null;
    if (key === "Escape") {
      event.stopPropagation();
      event.preventDefault();
      findIn(form).value = "";
      look(form);
      findIn(form).focus();
    } else if (to && !(isFind && key === "ArrowUp")) {
      event.preventDefault();
      to.focus();
    }
  }

  // --- Keeping: after a pause, and before the page goes; nothing is sent twice.
  const kept = new WeakMap();
  const timers = new WeakMap();
  function fieldsOf(form) {
    const fields = new URLSearchParams(new FormData(form));
    fields.set("do", "draft");
    return fields;
  }
  const isNew = (form) => form.dataset.keeps !== undefined && kept.get(form) !== fieldsOf(form).toString();
  async function keep(form) {
    clearTimeout(timers.get(form));
    if (!isNew(form) || form.dataset.sent) return;
    const fields = fieldsOf(form);
    const more = { method: "POST", body: fields, headers: { "HX-Request": "true" }, keepalive: true };
    const answer = await fetch(form.getAttribute("action"), { ...more, signal: AbortSignal.timeout(8000) }).catch(
      () => null,
    );
    const said = form.querySelector(".kept");
    said.hidden = false;
    said.dataset.kept ??= said.textContent;
    const isKept = answer?.ok && !answer.redirected;
    said.textContent = isKept ? said.dataset.kept : said.dataset.notKept;
    if (isKept) kept.set(form, fields.toString());
    // No answer: tried again. Refused: waits for the next change.
    else if (!answer) timers.set(form, setTimeout(keep, 3000, form));
  }
  function changed({ target }) {
    const form = formOf(target);
    if (!form) return;
    if (target === findIn(form)) return look(form);
    if (target.name === "reason") sayTicked(form);
    if (form.dataset.keeps === undefined) return;
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(keep, 700, form));
  }
  function flush() {
    for (const form of forms()) {
      if (!isNew(form) || form.dataset.sent) continue;
      if (navigator.sendBeacon(form.getAttribute("action"), fieldsOf(form))) kept.set(form, fieldsOf(form).toString());
    }
  }

  // --- The form comes when a chat ends. Who ended it goes on in it; someone writing elsewhere is left alone.
  let ended = "";
  function dress() {
    for (const form of forms()) {
      if (kept.has(form)) continue;
      kept.set(form, fieldsOf(form).toString());
      form.querySelector(".look-for").hidden = false;
      sayTicked(form);
      const isMine = form.id === `record-${ended}`;
      const on = document.activeElement;
      if (isMine && (on === document.body || on.matches(".scroll, .end *"))) findIn(form).focus();
      if (form.querySelector(".wrong[role=alert]")) findIn(form).focus();
    }
  }
  addEventListener("submit", ({ target, submitter }) => {
    ended = target.getAttribute("action")?.match(/(\d+)\/end$/)?.[1] ?? ended;
    if (!target.matches("form.record")) return;
    clearTimeout(timers.get(target));
    target.dataset.sent = "1";
    target.dataset.wish = submitter?.value ?? "";
  });
  document.addEventListener("htmx:finally:request", ({ detail }) => {
    const form = detail.ctx?.sourceElement;
    if (!form?.matches?.("form.record")) return;
    // Refused, no answer, or for later: further ticks are kept again.
    delete form.dataset.sent;
    if (form.dataset.wish !== "later" || detail.ctx.response?.status !== 204) return;
    const said = form.querySelector(".kept");
    said.dataset.kept ??= said.textContent;
    said.textContent = said.dataset.later;
    said.hidden = false;
  });
  document.addEventListener("htmx:after:swap", dress);
  addEventListener("input", changed);
  addEventListener("keydown", press);
  for (const moment of ["beforeunload", "pagehide"]) addEventListener(moment, flush);
  dress();
})();
