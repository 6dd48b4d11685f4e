// The button of what is to be printed. Without this script it stays hidden: a browser prints by itself.
(() => {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  // What is folded is not on the paper.
  addEventListener("beforeprint", () => {
    for (const paper of document.querySelectorAll("details .paper")) paper.closest("details").open = true;
  });
})();
