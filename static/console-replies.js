// Ready replies beside a chat: "/" in an empty field opens them, letters search, the arrows move, Enter puts one in the field.
// It is changed and sent there; nothing sends by itself.
(() => {
  const room = document.getElementById("console");
  if (!room) return;
  const shown = (element) => element?.getClientRects().length > 0;
  const sayOf = (pane) => pane.querySelector("[id^=say-]");
  const searchOf = (pane) => pane.querySelector(".find-reply [name=words]");
  const isSay = (element) => /^say-\d+$/.test(element.id);
  const openTab = (pane) => pane.querySelector('.side-tabs [data-tab="replies"]').click();

  // --- "/" opens them; twice it is the sign itself.
  room.addEventListener("beforeinput", (event) => {
    const { target, data, cancelable } = event;
    if (data !== "/" || target.value !== "" || !cancelable) return;
    const isSearch = target.matches(".find-reply [name=words]");
    if (!isSay(target) && !isSearch) return;
    event.preventDefault();
    const pane = target.closest(".pane");
    if (isSay(target)) return openTab(pane);
    pane.querySelector(".shut-side").click();
    const field = sayOf(pane);
    if (field && field.value === "") put(field, "/");
  });
  // While composing, a keyboard's input cannot be stopped beforehand.
  room.addEventListener("input", ({ target, isComposing }) => {
    if (!isComposing || !isSay(target) || target.value !== "/") return;
    target.value = "";
    openTab(target.closest(".pane"));
  });

  // --- The list comes once and is searched here. An early Enter waits for it.
  const freshMs = 300_000;
  const came = new WeakMap();
  let waits = null;
  room.addEventListener("tab-shown", (event) => {
    if (event.detail.tab !== "replies") return;
    event.preventDefault();
    const pane = event.target;
    load(pane);
    const search = searchOf(pane);
    search.focus({ preventScroll: true });
    search.select();
  });
  async function load(pane) {
    const list = pane.querySelector(".ready");
    if (Date.now() - (came.get(list) ?? 0) < freshMs) return search(pane);
    came.set(list, Date.now());
    list.replaceChildren();
    try {
      const address = pane.querySelector(".find-reply").dataset.address;
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(8000) });
      if (!answer.ok || answer.redirected) throw new Error();
      list.innerHTML = await answer.text();
    } catch {
      came.delete(list);
      list.textContent = room.dataset.notDone;
      return;
    }
    search(pane);
    if (waits === pane && document.activeElement === searchOf(pane)) take(rowsOf(pane)[0]);
    waits = null;
  }

  // --- As src/replies/search.ts does it.
  const letters = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", ı: "i", þ: "th", ħ: "h", ŋ: "n" };
  const fold = (text) =>
    text
      .normalize("NFKD")
      .replace(/\p{M}+/gu, "")
      .toLowerCase()
      .replace(/[ßæœøđðłıþħŋ]/g, (letter) => letters[letter]);
  const rowsOf = (pane) => [...pane.querySelectorAll(".ready li:not([hidden]) button:enabled")];
  function search(pane) {
    const wanted = fold(searchOf(pane).value).match(/[\p{L}\p{N}]+/gu) ?? [];
    const list = pane.querySelector(".ready ul");
    if (!list) return;
    const all = [...list.children];
    const holds = (text) => wanted.every((word) => text.includes(` ${word}`));
    const hasOwn = all.some((row) => row.dataset.other === undefined);
    const isWanted = (row) =>
      wanted.length ? holds(row.dataset.name + row.dataset.rest) : !hasOwn || row.dataset.other === undefined;
    all.forEach((row, place) => {
      row.dataset.place ??= place;
      row.hidden = !isWanted(row);
    });
    const rank = (row) =>
      Number(wanted.length > 0 && !holds(row.dataset.name)) * all.length + Number(row.dataset.place);
    list.append(...all.sort((a, b) => rank(a) - rank(b)));
    const n = all.filter((row) => !row.hidden).length;
    pane.querySelector(".ready .nothing").hidden = n > 0;
    const status = pane.querySelector(".replies [role=status]");
    status.textContent = `${status.dataset.count}: ${n}`;
  }
  room.addEventListener("input", ({ target }) => {
    if (!target.matches(".find-reply [name=words]")) return;
    waits = null;
    search(target.closest(".pane"));
  });

  room.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.closest(".replies")) return;
    event.preventDefault();
    if (event.submitter?.name === "reply") take(event.submitter);
  });
  room.addEventListener("keydown", (event) => {
    const { target, key } = event;
    const pane = target.closest(".replies")?.closest(".pane");
    if (!pane || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = rowsOf(pane);
    const at = rows.indexOf(target);
    const field = searchOf(pane);
    if (key === "Enter" && target === field) {
      if (rows[0]) take(rows[0]);
      else if (!pane.querySelector(".ready ul")) waits = pane;
    } else if (key === "ArrowDown") rows[Math.min(at + 1, rows.length - 1)]?.focus();
    else if (key === "ArrowUp") (rows[at - 1] ?? field).focus();
    else if (at >= 0 && key.length === 1 && key !== " ") {
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
      return;
    } else return;
    event.preventDefault();
  });

  // --- Into the field, at the caret, with a space between words. What could not be filled in is selected, to be written over.
  function put(field, text) {
    const { selectionStart: start, selectionEnd: end, value } = field;
    const before = value.slice(0, start);
    const gap = before === "" || /\s$/.test(before) ? "" : " ";
    field.setRangeText(gap + text, start, end, "end");
    const open = text.match(/\{\w+\}/);
    const from = start + gap.length + (open?.index ?? 0);
    if (open) field.setSelectionRange(from, from + open[0].length);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function take(row) {
    const pane = row?.closest(".pane");
    const field = pane && sayOf(pane);
    if (!field) return;
    if (!shown(pane.querySelector(".scroll"))) pane.querySelector(".shut-side").click();
    field.focus();
    put(field, row.querySelector(".ready-text").textContent.trim());
    const address = row.form.getAttribute("action");
    const body = new URLSearchParams({ reply: row.value });
    // Only counted: a failure concerns no one.
    fetch(address, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: true }).catch(() => {});
    searchOf(pane).value = "";
    search(pane);
  }
})();
