// The contact record in the browser: reasons are found by words, questions answered by numbers, and all of it kept on the
// server. Without this script the groups open and close, and "Finish later" keeps it.
(() => {
  const formOf = (element) => element?.closest?.("form.record");
  const forms = () => [...document.querySelectorAll("form.record")];
  const findIn = (form) => form.querySelector("[type=search]");
  const boxOf = (form, code) => [...form.querySelectorAll("[name=reason]")].find((box) => box.value === code);
  const foundIn = (form) => form.querySelector(".found-reasons");
  const rowsIn = (form) => [...foundIn(form).querySelectorAll("button")].filter((row) => !row.parentElement.hidden);

  // --- What is typed is looked for on the server; the answer to an older question is dropped.
  const asked = new WeakMap();
  async function look(form) {
    const words = findIn(form).value.trim();
    const place = foundIn(form);
    form.querySelector(".one-click")?.toggleAttribute("open", words.toLowerCase() === "x");
    const look = { words };
    asked.set(form, look);
    if (words === "") {
      place.hidden = true;
      place.replaceChildren();
      return;
    }
    look.done = fetch("/staff/reasons", {
      method: "POST",
      body: new URLSearchParams({ words }),
      headers: { "HX-Request": "true" },
      signal: AbortSignal.timeout(8000),
    })
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : null))
      .catch(() => null);
    const html = await look.done;
    if (html === null || asked.get(form) !== look) return;
    place.innerHTML = html;
    // A record that was begun with an earlier list has its reasons alone.
    for (const row of place.querySelectorAll("button"))
      row.parentElement.hidden = row.dataset.group === undefined && !boxOf(form, row.dataset.code);
    place.hidden = false;
    rowsIn(form)[0]?.setAttribute("data-first", "");
  }
  function choose(form, row) {
    const find = findIn(form);
    find.value = "";
    look(form);
    if (row.dataset.group !== undefined) {
      // A broad word ticks nothing: it opens its group.
      const group = form.querySelector(`details[data-group="${CSS.escape(row.dataset.code)}"]`);
      if (!group) return;
      group.open = true;
      group.querySelector("[name=reason]").focus();
      return;
    }
    const box = boxOf(form, row.dataset.code);
    if (!box.checked) box.click();
    find.focus();
  }
  async function enter(form) {
    await asked.get(form)?.done;
    // Its answer is painted first.
    await null;
    const [first] = findIn(form).value.trim() === "" ? [] : rowsIn(form);
    if (first) choose(form, first);
  }
  function sayTicked(form) {
    const place = form.querySelector(".ticked");
    const boxes = [...form.querySelectorAll("[name=reason]:checked")];
    if (boxes.length === 0) return place.replaceChildren(place.dataset.none);
    const chips = boxes.map((box) => {
      const name = box.parentElement.textContent.trim();
      const chip = Object.assign(document.createElement("button"), { type: "button", className: "record-chip" });
      chip.dataset.untick = box.value;
      chip.append(name, " ×");
      chip.setAttribute("aria-label", `${place.dataset.untick} ${name}`);
      return chip;
    });
    const said = Object.assign(document.createElement("span"), { className: "sr", textContent: place.dataset.ticked });
    place.replaceChildren(said, ...chips);
  }

  // --- A number answers the first question that has no answer.
  const isAnswered = (question) => question.querySelector("input:checked:not([value=''])");
  const questionIn = (form) =>
    [...form.querySelectorAll("fieldset.record-chips:not(.young)")].find((one) => !isAnswered(one));
  function number(form) {
    const now = questionIn(form);
    for (const one of form.querySelectorAll("fieldset.record-chips")) one.toggleAttribute("data-numbered", one === now);
  }
  function answer(form, n) {
    const line = form.querySelector(".one-click[open]");
    const options = line
      ? line.querySelectorAll("button")
      : (questionIn(form)?.querySelectorAll("input:not([value=''])") ?? []);
    const one = options[n - 1];
    if (!one) return false;
    if (line) findIn(form).value = "";
    one.click();
    return true;
  }

  function press(event) {
    const { target, key } = event;
    const form = formOf(target) ?? (target.closest?.(".pane") ?? document).querySelector("form.record");
    if (!form || event.isComposing) return;
    if (key === "Enter" && (event.ctrlKey || event.metaKey) && formOf(target)) {
      event.preventDefault();
      const finish = form.querySelector("[value=finish]");
      if (finish) form.requestSubmit(finish);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const find = findIn(form);
    const isFind = target === find;
    const isTyping = target.matches?.("textarea, select, input:not([type=checkbox], [type=radio], [type=search])");
    const words = isFind ? find.value.trim() : "";
    if (!isTyping && /^[1-9]$/.test(key) && (words === "" || words.toLowerCase() === "x") && formOf(target)) {
      if (answer(form, Number(key))) event.preventDefault();
      return;
    }
    const rows = rowsIn(form);
    const inRows = rows.indexOf(target);
    const boxes = [...(target.closest?.("details[data-group]")?.querySelectorAll("[name=reason]") ?? [])];
    if (key === "Enter" && isFind) {
      event.preventDefault();
      enter(form);
    } else if (key === "Enter" && target.matches?.("[type=checkbox], [type=radio]") && formOf(target)) {
      event.preventDefault();
      target.click();
    } else if (key === "Escape" && (isFind || inRows >= 0 || boxes.length > 0)) {
      // During a chat the next one leads back to it (console-side.js).
      if (isTicking(form) && find.value === "" && !form.querySelector("details[data-group][open]")) return;
      event.stopPropagation();
      event.preventDefault();
      for (const group of form.querySelectorAll("details[data-group][open]")) group.open = false;
      find.value = "";
      look(form);
      find.focus();
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      const all = boxes.length > 0 ? boxes : [find, ...rows];
      const to = all[all.indexOf(target) + (key === "ArrowDown" ? 1 : -1)];
      if (!all.includes(target)) return;
      event.preventDefault();
      (to ?? (boxes.length > 0 && key === "ArrowUp" ? find : null))?.focus();
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
    if (isTicking(form)) return tick(form, target.value);
    number(form);
    if (form.dataset.keeps === undefined) return;
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(keep, 700, form));
  }
  function flush() {
    for (const form of document.querySelectorAll("form.ticking"))
      if (untold.get(form)?.size) navigator.sendBeacon(form.getAttribute("action"), changesOf(form));
    for (const form of forms()) {
      if (!isNew(form) || form.dataset.sent) continue;
      if (navigator.sendBeacon(form.getAttribute("action"), fieldsOf(form))) kept.set(form, fieldsOf(form).toString());
    }
  }
  // --- While a chat goes on each tick is kept at once, as a change: a colleague may tick beside her.
  const isTicking = (form) => form.matches(".ticking");
  const untold = new WeakMap();
  function changesOf(form) {
    const changes = [...untold.get(form)].map((code) => [boxOf(form, code).checked ? "reason" : "shown", code]);
    return new URLSearchParams(changes);
  }
  function tick(form, code) {
    if (!untold.has(form)) untold.set(form, new Set());
    untold.get(form).add(code);
    tell(form);
  }
  async function tell(form) {
    clearTimeout(timers.get(form));
    if (form.dataset.sent || untold.get(form).size === 0) return;
    form.dataset.sent = "1";
    const body = changesOf(form);
    const sent = [...body];
    const more = { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: true };
    const answer = await fetch(form.getAttribute("action"), { ...more, signal: AbortSignal.timeout(8000) }).catch(
      () => null,
    );
    delete form.dataset.sent;
    const isKept = answer?.ok && !answer.redirected;
    const said = form.querySelector(".kept");
    said.dataset.kept ??= said.textContent;
    said.textContent = isKept ? said.dataset.kept : said.dataset.notKept;
    if (!answer) return timers.set(form, setTimeout(tell, 3000, form));
    // What was changed again meanwhile is still to be told.
    for (const [how, code] of sent) if (boxOf(form, code).checked === (how === "reason")) untold.get(form).delete(code);
    if (untold.get(form).size > 0) tell(form);
    else if (form.dataset.behind !== undefined) follow(form);
  }
  /** Shows what the server has, also of a colleague's; not while something of hers is still to be told. */
  function follow(form) {
    form.toggleAttribute("data-behind", Boolean(untold.get(form)?.size));
    if (form.dataset.behind !== undefined) return;
    const now = [...form.querySelectorAll(".ticked-now input")].map(({ value }) => value);
    for (const box of form.querySelectorAll("[name=reason]")) box.checked = now.includes(box.value);
    sayTicked(form);
  }
  // A record that comes while someone looks for a reason takes over her words.
  let tickedIn = null;
  for (const moment of ["focusin", "pointerdown"])
    addEventListener(moment, ({ type, target }) => {
      // When the tab goes, the focus is put on the log, not by her.
      if (type === "focusin" && target.matches(".scroll")) return;
      tickedIn = target.closest?.("form.ticking") ?? null;
    });
  let lookedFor = "";
  function takeOver(form, from) {
    findIn(form).value = findIn(from).value;
    look(form);
    findIn(form).focus();
  }
  addEventListener("tab-shown", (event) => {
    if (event.detail.tab !== "reasons") return;
    event.preventDefault();
    const find = event.target.querySelector("form.ticking [type=search]");
    // The list is on its way when the tab is seen for the first time.
    if (find) find.focus({ preventScroll: true });
    else lookedFor = event.target.id;
  });

  // A choice of one is taken back by a second click on it.
  let wasOn = null;
  addEventListener("pointerdown", ({ target }) => {
    const radio = target.closest?.("form.record label.record-chip")?.querySelector("[type=radio]");
    wasOn = radio?.checked ? radio : null;
  });
  addEventListener("click", (event) => {
    const { target } = event;
    const form = formOf(target);
    if (!form) return;
    const row = target.closest(".found-reasons button");
    if (row) return choose(form, row);
    const untick = target.closest("[data-untick]:is(button)");
    if (untick) {
      boxOf(form, untick.dataset.untick).click();
      return findIn(form).focus();
    }
    if (target !== wasOn) return;
    target.checked = false;
    wasOn = null;
    target.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // --- The form comes when a chat ends. Who ended it goes on in it; someone writing elsewhere is left alone.
  let ended = "";
  function dress() {
    for (const form of forms()) {
      if (kept.has(form)) continue;
      kept.set(form, fieldsOf(form).toString());
      form.querySelector(".look-for").hidden = false;
      sayTicked(form);
      number(form);
      const isMine = form.id === `record-${ended}`;
      const on = document.activeElement;
      const from = tickedIn?.closest(".pane") === form.closest(".pane") ? tickedIn : null;
      if (from && !isTicking(form)) takeOver(form, from);
      if (isTicking(form) && form.closest(".pane").id === lookedFor) {
        lookedFor = "";
        findIn(form).focus({ preventScroll: true });
      }
      if (isMine && (on === document.body || on.matches(".scroll, .end *"))) findIn(form).focus();
      if (form.querySelector(".wrong[role=alert]")) findIn(form).focus();
    }
  }
  addEventListener("submit", ({ target, submitter }) => {
    // Ended, or its record taken up again: she goes on in its form.
    const begins = submitter?.value === "undo" ? /(\d+)\/record$/ : /(\d+)\/(?:end|aside)$/;
    ended = target.getAttribute("action")?.match(begins)?.[1] ?? ended;
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
  });
  document.addEventListener("htmx:after:swap", () => {
    dress();
    for (const form of document.querySelectorAll("form.ticking")) follow(form);
  });
  addEventListener("input", changed);
  addEventListener("keydown", press, true);
  for (const moment of ["beforeunload", "pagehide"]) addEventListener(moment, flush);
  dress();
})();
