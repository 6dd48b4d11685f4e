// Writing in the staff console beside what console.js does for it: which key sends, and two tabs in which somebody writes to
// the same person: what one has written is shown in the other, and neither takes the place of the other by itself.
(() => {
  const room = document.getElementById("console");
  if (!room) return;
  const $ = (id) => document.getElementById(id);
  const { boxOf, showBox, saveDraft } = room.writing;
  const panes = () => [...room.querySelectorAll(".pane")].map((pane) => Number(pane.dataset.id));

  // --- Enter sends, or Ctrl + Enter: kept on this device.
  let sendBy = localStorage.getItem("porchlight.send") ?? "enter";
  const box = $("send-ctrl");
  function dress() {
    document.documentElement.dataset.send = sendBy;
    box.checked = sendBy === "ctrl";
  }
  box.addEventListener("change", () => {
    sendBy = box.checked ? "ctrl" : "enter";
    localStorage.setItem("porchlight.send", sendBy);
    dress();
  });
  room.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !field.matches("[id^=say-]")) return;
    const isCtrl = event.ctrlKey || event.metaKey;
    // On a touch keyboard Enter is the only way to a new line; there the button sends.
    if (!isCtrl && (sendBy === "ctrl" || matchMedia("(pointer: coarse)").matches)) return;
    event.preventDefault();
    if (field.value.trim()) field.form.requestSubmit();
  });
  dress();

  // --- Another tab wrote since this one read: its words are shown beside the field until it is said what they are for.
  room.addEventListener("draft-told", ({ detail: { box, words } }) => {
    const note = $(`other-draft-${box.id}`);
    if (!note) return;
    const quote = note.querySelector("blockquote");
    if (quote.textContent !== words) quote.textContent = words;
    note.hidden = words === "";
  });
  room.addEventListener("click", ({ target }) => {
    const does = target.closest("[data-draft]")?.dataset.draft;
    if (!does) return;
    const note = target.closest(".other-draft");
    const box = boxOf(Number(note.id.slice("other-draft-".length)));
    const field = $(`say-${box.id}`);
    const words = note.querySelector("blockquote").textContent;
    note.hidden = true;
    // From here on they are known, and may be written over.
    box.kept[0] = words;
    box.saved = null;
    if (does === "add") {
      field.value = [field.value.trimEnd(), words].filter(Boolean).join("\n");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    } else saveDraft(box);
    field.focus();
  });

  // --- Where nothing was typed since it was kept, the field shows what another tab has kept by now.
  async function lookAgain(id) {
    const box = boxOf(id);
    const isQuiet = () => box.text !== null && box.text === box.saved && !box.sending;
    if (!$(`say-${id}`) || !isQuiet()) return;
    const answer = await fetch(`/staff/conversation/${id}/draft`, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) return;
    const kept = await answer.text();
    // None is kept after the words were sent, or when the chat was given on: what stands here may be all there is of it.
    if (!kept || !isQuiet() || box.text === kept) return;
    box.text = box.saved = box.kept[0] = kept;
    showBox(id);
  }
  const lookAtAll = () => Promise.allSettled(panes().map(lookAgain));
  addEventListener("focus", lookAtAll);
  // A reload may have been painted a moment before the last words of the page before it were kept.
  if (performance.getEntriesByType("navigation")[0]?.type === "reload") setTimeout(lookAtAll, 250);
})();
