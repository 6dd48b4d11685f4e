// Which key sends; and two tabs in which someone writes to the same person: each shows the other's words and replaces nothing
// by itself. The rest of writing is console.js.
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

  // --- Another tab wrote since: its words stand beside the field until it is said what they are for.
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
    box.kept[0] = words;
    box.saved = null;
    if (does === "add") {
      field.value = [field.value.trimEnd(), words].filter(Boolean).join("\n");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    } else saveDraft(box);
    field.focus();
  });

  // --- If nothing was typed since saving, the field shows what another tab has saved.
  async function lookAgain(id) {
    const box = boxOf(id);
    const isQuiet = () => box.text !== null && box.text === box.saved && !box.sending;
    if (!$(`say-${id}`) || !isQuiet()) return;
    const answer = await fetch(`/staff/conversation/${id}/draft`, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) return;
    const kept = await answer.text();
    // No draft is stored after sending or handing over: what stands here may be all there is.
    if (!kept || !isQuiet() || box.text === kept) return;
    box.text = box.saved = box.kept[0] = kept;
    showBox(id);
  }
  const lookAtAll = () => Promise.allSettled(panes().map(lookAgain));
  addEventListener("focus", lookAtAll);
  // A reload may be painted just before the last words of the earlier page are saved.
  if (performance.getEntriesByType("navigation")[0]?.type === "reload") setTimeout(lookAtAll, 250);
})();
