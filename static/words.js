/* Words that were typed and not sent yet: no link and no dead network takes them away. ES5; the pages keep nothing. */
(function () {
  var doc = document;
  var box = byId("text"),
    main = byId("main"),
    start = doc.querySelector("form[action^='/start']"),
    aside = null;
  if (!box) return;

  function fetchPage(method, address, body, done) {
    var request = new XMLHttpRequest();
    request.open(method, address);
    if (body) request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    request.timeout = 20000;
    request.onloadend = function () {
      done(request.status, new DOMParser().parseFromString(request.responseText, "text/html"));
    };
    request.send(body);
  }

  // A page beside the chat is shown in its place while there are words in the box, and the way back brings them back.
  doc.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (aside && link.getAttribute("href") === "/") {
      event.preventDefault();
      aside.parentNode.removeChild(aside);
      aside = null;
      main.hidden = false;
      return;
    }
    if (!box.value || aside || !/^\/(how|help)/.test(link.getAttribute("href"))) return;
    event.preventDefault();
    fetchPage("GET", link.href, null, function (status, page) {
      if (status !== 200) return;
      aside = page.getElementById("main");
      aside.id = "";
      main.hidden = true;
      main.parentNode.insertBefore(aside, main);
      scrollTo(0, 0);
    });
  });

  // The first words go by script too, so that a dead network leaves the page and what is on it as they are.
  if (start) {
    start.onsubmit = function (event) {
      var fields = start.elements,
        body = [],
        i;
      event.preventDefault();
      if (start.getAttribute("aria-busy")) return;
      start.setAttribute("aria-busy", "true");
      for (i = 0; i < fields.length; i++) {
        if (fields[i].name) body.push(fields[i].name + "=" + encodeURIComponent(fields[i].value));
      }
      fetchPage("POST", start.getAttribute("action"), body.join("&"), function (status, page) {
        start.removeAttribute("aria-busy");
        if (status === 200) return location.replace("/");
        var told = status && page.getElementById("refused");
        byId("refused").textContent = (told && told.textContent) || start.getAttribute("data-offline");
        if (status === 422 && !told) main.parentNode.replaceChild(page.getElementById("main"), main);
      });
    };
  }
})();
