/* In a rush the browser does a small task and the form goes on by itself, or when the minute is over if it cannot.
   ES5, no storage; without it the button does the same. */
(function () {
  var form = byId("busy"),
    fields = form.elements,
    task = JSON.parse(fields.task.value).parameters,
    subtle = window.crypto && crypto.subtle,
    nonce = bytes(task.nonce),
    salt = bytes(task.salt),
    counter = 0,
    going;

  function bytes(hex) {
    return new Uint8Array(
      hex.match(/../g).map(function (two) {
        return parseInt(two, 16);
      })
    );
  }
  function hex(buffer) {
    return [].map
      .call(new Uint8Array(buffer), function (byte) {
        return (byte + 256).toString(16).slice(1);
      })
      .join("");
  }

  // altcha-lib, version 2: the nonce and a 4-byte counter are the password, until the key begins as it must.
  function next() {
    var password = new Uint8Array(nonce.length + 4),
      tried = counter++;
    if (going) return;
    password.set(nonce);
    new DataView(password.buffer).setUint32(nonce.length, tried);
    subtle
      .importKey("raw", password, "PBKDF2", false, ["deriveBits"])
      .then(function (key) {
        var how = { name: "PBKDF2", hash: "SHA-256", salt: salt, iterations: task.cost };
        return subtle.deriveBits(how, key, task.keyLength * 8);
      })
      .then(function (bits) {
        var key = hex(bits);
        if (key.indexOf(task.keyPrefix) !== 0) return next();
        fields.solution.value = tried + "." + key;
        go();
      });
  }

  // Back from the chat leads to the door, not here. A refusal says why on its own page; a dead network is tried again.
  function go() {
    var body = [],
      i;
    if (going) return;
    going = true;
    for (i = 0; i < fields.length; i++) {
      if (fields[i].name) body.push(fields[i].name + "=" + encodeURIComponent(fields[i].value));
    }
    ask(form.action, body.join("&"), 20000, function (status) {
      if (status === 204) return location.replace("/");
      if (status) return form.submit();
      going = false;
      setTimeout(go, 3000);
    });
  }

  form.onsubmit = function (event) {
    event.preventDefault();
    go();
  };
  byId("then").textContent = form.dataset.self;
  setTimeout(go, form.dataset.seconds * 1000 + 1000);
  if (subtle) for (; counter < 4; ) next();
})();
