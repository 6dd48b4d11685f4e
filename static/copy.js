// Buttons that copy the line before them. They stay hidden if a page may not write to the clipboard, as over plain http.
(() => {
  if (!navigator.clipboard) return;
  const shownMs = 4_000;

  function show() {
    for (const button of document.querySelectorAll("button[data-copied]")) button.hidden = false;
  }

  async function copy(button) {
    const line = button.previousElementSibling;
    try {
      await navigator.clipboard.writeText(line.value ?? line.textContent);
    } catch {
      // Refused: what is marked can be copied by hand.
      if (line.select) line.select();
      else getSelection().selectAllChildren(line);
      return;
    }
    if (button.dataset.copy) return;
    button.dataset.copy = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => {
      button.textContent = button.dataset.copy;
      delete button.dataset.copy;
    }, shownMs);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copied]");
    if (button) copy(button);
  });
  // A piece of page that was painted again hides them again.
  document.addEventListener("htmx:after:swap", show);
  show();
})();
