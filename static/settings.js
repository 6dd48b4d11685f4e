// A page of what an admin sets, in the browser: the young person's page beside the form follows while somebody types, and
// what is typed and not saved is not lost by a slip of the hand. Without this script a button repaints the picture.
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

  // Each picture comes in a frame of its own and takes the place of the one before when it is there: nothing flickers, and
  // the Back button does not go through pictures.
  function repaint() {
    coming?.remove();
    count += 1;
    const next = shown.cloneNode(false);
    next.removeAttribute("src");
    next.name = `preview-${count}`;
    next.className = "coming";
    coming = next;
    shown.after(next);
    next.addEventListener("load", () => arrived(next));
    button.formTarget = next.name;
    form.requestSubmit(button);
    button.formTarget = "preview";
  }

  function arrived(next) {
    if (next !== coming || next.contentWindow.location.href === "about:blank") return;
    const { scrollX, scrollY } = shown.contentWindow;
    next.contentWindow.scrollTo(scrollX, scrollY);
    next.className = "";
    shown.remove();
    shown = next;
    coming = null;
  }

  function soon(event) {
    if (!event.target.name) return;
    if (unsaved && !event.target.name.startsWith("preview_")) unsaved.textContent = unsaved.dataset.text;
    if (!button || event.target.type === "file") return;
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
