// The arrows lead to the next and previous state, also from inside a frame; each frame stands as it was walked to.
function follow(event) {
  const isTyping = event.target.matches?.("input, textarea, select");
  if (isTyping || event.altKey || event.ctrlKey || event.metaKey) return;
  const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (rel) document.querySelector(`a[rel=${rel}]`)?.click();
}

/** What attributes cannot say by themselves (lab/dev/keep.ts). */
function putBack(page) {
  page.addEventListener("keydown", follow);
  for (const dialog of page.querySelectorAll("dialog[data-modal]")) {
    dialog.removeAttribute("open");
    dialog.showModal();
  }
  for (const one of page.querySelectorAll("[data-scrolled]")) {
    const to = one.dataset.scrolled;
    one.scrollTop = to === "end" ? one.scrollHeight : Number(to);
  }
  putBackFrames(page);
}

function putBackFrames(page) {
  for (const frame of page.querySelectorAll("iframe")) {
    const inside = frame.contentDocument;
    // Before it is loaded, an empty page stands in it.
    if (inside?.readyState === "complete" && inside.URL !== "about:blank") putBack(inside);
    else frame.addEventListener("load", () => putBack(frame.contentDocument), { once: true });
  }
}

document.addEventListener("keydown", follow);
putBackFrames(document);
