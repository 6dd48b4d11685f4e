// A practice chat without leaving its page: what is pressed goes by itself, and the young person's lines come one after another.
(() => {
  const main = document.querySelector("main");
  const $ = (id) => document.getElementById(id);
  if (!$("practice-foot")) return;
  const beatMs = 900;
  const pauseMs = 500;
  let timer;
  let drafting;
  let sending = new AbortController();

  const newest = () => {
    const log = document.querySelector(".practice-scroll");
    log.scrollTop = log.scrollHeight;
  };

  /** Shows lines that came together one after another, as somebody types them. */
  async function comeIn(lines) {
    for (const line of lines) line.hidden = line.dataset.by === "youth";
    for (const line of lines.filter((one) => one.hidden)) {
      await new Promise((done) =>
        setTimeout(done, matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : beatMs),
      );
      line.hidden = false;
      newest();
    }
  }

  /** At "alone" silence takes as long as it does: then the page says that it has passed. */
  function silence() {
    clearTimeout(timer);
    const foot = $("practice-foot");
    if (foot?.dataset.way !== "alone" || !foot.dataset.next) return;
    const button = foot.querySelector('[value="wait"]');
    timer = setTimeout(() => button.form.requestSubmit(button), Number(foot.dataset.next) * 1000);
  }

  async function press(form, button) {
    if (button?.getAttribute("aria-busy")) return;
    clearTimeout(drafting);
    drafting = undefined;
    sending.abort();
    button?.setAttribute("aria-busy", "true");
    const body = new URLSearchParams(new FormData(form, button));
    const typed = $("say")?.value ?? "";
    const answer = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(15_000) }).catch(
      () => null,
    );
    const html = answer?.headers.get("content-type")?.includes("text/html") ? await answer.text() : null;
    button?.removeAttribute("aria-busy");
    const page = html === null ? null : new DOMParser().parseFromString(html, "text/html");
    const [log, foot] = [page?.getElementById("practice-log"), page?.getElementById("practice-foot")];
    // It has ended in another tab.
    if (answer?.status === 410) return location.replace(form.action);
    // Offline, or signed out: the words stay where they are.
    if (!log) {
      $("practice-off").hidden = false;
      return;
    }
    if (!foot) return location.replace(answer.url);
    const before = Number($("practice-log").dataset.lines);
    $("practice-log").replaceWith(document.importNode(log, true));
    $("practice-foot").replaceWith(document.importNode(foot, true));
    const said = $("say");
    if (said && answer.ok && button?.value !== "say") said.value = typed;
    atItsEnd();
    newest();
    silence();
    await comeIn([...document.querySelectorAll(".practice-log > li")].slice(before));
  }

  main.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (!form.closest("#practice-foot") || submitter?.value === "ended") return;
    event.preventDefault();
    press(form, submitter);
  });
  /** Whoever goes on writing does so after what stands there. */
  function atItsEnd() {
    const said = $("say");
    said?.focus({ preventScroll: true });
    said?.setSelectionRange(said.value.length, said.value.length);
  }

  /** What is typed is kept on the server, so that a page that is lost or left goes on where it was. */
  function keep() {
    clearTimeout(drafting);
    drafting = undefined;
    sending = new AbortController();
    const body = new URLSearchParams({ act: "draft", text: $("say")?.value ?? "" });
    // If it cannot be kept now, the next letter or the button does it.
    fetch($("practice-say").action, { method: "POST", body, keepalive: true, signal: sending.signal }).catch(() => {});
  }
  main.addEventListener("input", ({ target }) => {
    if (target.id !== "say") return;
    clearTimeout(drafting);
    drafting = setTimeout(keep, pauseMs);
  });
  addEventListener("pagehide", () => {
    if (drafting !== undefined) keep();
  });
  main.addEventListener("keydown", (event) => {
    const { target, key, shiftKey, isComposing } = event;
    if (target.id !== "say" || key !== "Enter" || shiftKey || isComposing) return;
    event.preventDefault();
    target.form.requestSubmit(target.form.querySelector("button"));
  });
  document.addEventListener("painted", newest);
  newest();
  silence();
  atItsEnd();
})();
