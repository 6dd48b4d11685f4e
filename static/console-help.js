// Help among colleagues: calls are heard and seen, and someone who has just asked can say what about.
(() => {
  const room = document.getElementById("console");
  if (!room) return;
  const wanted = () => (document.getElementById("help-wanted")?.dataset.ids ?? "").split(" ").filter(Boolean);
  let known = wanted();
  let asking = null;
  room.addEventListener("submit", ({ target }) => {
    asking = target.id.match(/^ask-help-(\d+)$/)?.[1] ?? asking;
  });
  document.addEventListener("htmx:after:swap", () => {
    const now = wanted();
    const isNews = now.some((one) => !known.includes(one));
    known = now;
    if (isNews) {
      document.dispatchEvent(new CustomEvent("signal", { detail: "help" }));
      const place = document.getElementById("arrived");
      place.textContent = "";
      setTimeout(() => {
        place.textContent = document.getElementById("help-wanted").dataset.said;
      }, 100);
    }
    const menu = asking && document.getElementById(`asked-help-${asking}`);
    if (!menu) return;
    const isOwnAct = [document.body, menu.querySelector("summary")].includes(document.activeElement);
    menu.open = true;
    const words = document.getElementById(`help-words-${asking}`);
    if (isOwnAct || !document.activeElement.matches("input, textarea")) words.focus();
    asking = null;
  });
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    const menu = ctx.sourceElement.closest?.(".asked-help");
    if (!menu || ctx.response?.status !== 204) return;
    menu.open = false;
    const field = menu.closest(".pane")?.querySelector("[id^=say-]");
    if (menu.contains(document.activeElement) || document.activeElement === document.body)
      field?.focus({ preventScroll: true });
  });
})();
