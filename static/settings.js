// A settings page: the young person's page beside the form follows while someone types, and a slip loses no unsaved words.
// Without this script a button repaints the picture.
(() => {
  const form = document.querySelector("form[data-preview]");
  if (!form) return;
  const pauseMs = 400;
  const unsaved = document.getElementById("unsaved");
  const button = document.getElementById("preview-button");
  let shown = document.querySelector("iframe[name='preview']");
  let coming = null;
  let timer;
  let count = 0;
  let sending = false;
  // A file is sent once; then what was drawn of it comes with the picture, and is sent in its place.
  const file = form.querySelector("input[type='file']");
  const drawn = form.elements.logo_kept;
  const drawnAtFirst = drawn?.value;
  let isFileNew = false;

  // Each picture comes in a new frame that replaces the last one: nothing flickers, and Back does not go through pictures.
  function repaint() {
    coming?.remove();
    count += 1;
    const next = shown.cloneNode(false);
    next.removeAttribute("src");
    next.name = `preview-${count}`;
    next.className = "coming";
    // The keyboard must not reach what is not there yet.
    next.inert = true;
    coming = next;
    shown.after(next);
    next.addEventListener("load", () => arrived(next));
    button.formTarget = next.name;
    next.fileInIt = isFileNew ? file.files[0] : null;
    const left = isFileNew || !file?.files.length ? [] : [file, form.elements.logo_remove];
    leaveOut(left, true);
    form.requestSubmit(button);
    leaveOut(left, false);
    button.formTarget = "preview";
  }

  function leaveOut(fields, isOut) {
    for (const field of fields) if (field) field.disabled = isOut;
  }

  function arrived(next) {
    if (next !== coming || next.contentWindow.location.href === "about:blank") return;
    const { scrollX, scrollY } = shown.contentWindow;
    next.contentWindow.scrollTo(scrollX, scrollY);
    next.className = "";
    next.inert = false;
    shown.remove();
    shown = next;
    coming = null;
    if (next.fileInIt && next.fileInIt === file.files[0]) keepDrawn(next.contentDocument);
  }

  function keepDrawn(page) {
    isFileNew = false;
    const [, png] = page.querySelector("img[src^='data:image/png;base64,']")?.src.split(",") ?? [];
    if (png) drawn.value = png;
  }

  function choseFile() {
    isFileNew = file.files.length > 0;
    drawn.value = drawnAtFirst;
  }

  function soon(event) {
    if (!event.target.name) return;
    if (unsaved && !event.target.name.startsWith("preview_")) unsaved.textContent = unsaved.dataset.text;
    if (event.target === file) choseFile();
    if (!button) return;
    clearTimeout(timer);
    timer = setTimeout(repaint, pauseMs);
  }
  form.addEventListener("input", soon);

  form.addEventListener("submit", (event) => {
    if (event.submitter !== button) sending = true;
  });
  addEventListener("pageshow", () => {
    sending = false;
  });
  addEventListener("beforeunload", (event) => {
    if (!sending && unsaved?.textContent) event.preventDefault();
  });
  document.documentElement.classList.add("follows");
})();
