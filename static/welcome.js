// The page behind a one-time link in the browser: what is typed is kept on the server, so that whoever closes the browser
// or loses the link goes on where they were. Never a password.
(() => {
  // Whoever sits alone may look at the password they type.
  for (const button of document.querySelectorAll("button[data-show]")) {
    const field = document.getElementById(button.dataset.show);
    const words = [button.textContent, button.dataset.hide];
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = field.type === "text";
      field.type = shown ? "password" : "text";
      button.textContent = words[shown ? 0 : 1];
    });
    // No browser keeps a password that was shown as something to suggest.
    field.form.addEventListener("submit", () => {
      field.type = "password";
    });
  }

  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const pauseMs = 500;
  let timer;

  function keep() {
    clearTimeout(timer);
    timer = undefined;
    const fields = new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "password"));
    // What cannot be kept now is kept with the next letter, or with the button.
    fetch(form.dataset.draft, { method: "POST", headers: { "X-Chat": "1" }, body: fields, keepalive: true }).then(
      told,
      () => {},
    );
  }

  // A link that was withdrawn or used meanwhile takes nothing any more: better to know it now than at the end.
  const over = document.getElementById("over");
  function told({ status }) {
    if (over && status === 410) over.textContent = form.dataset.over;
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, pauseMs);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = undefined;
  });
  addEventListener("pagehide", () => {
    if (timer !== undefined) keep();
  });
})();
