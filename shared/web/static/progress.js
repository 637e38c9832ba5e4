// Follows a <progress data-url> until the work is done, then shows the page anew. The answer is
// {done, of, ready, seats}; without this script the page still says how far it is.
(function () {
  "use strict";
  var bar = document.querySelector("progress[data-url]");
  if (!bar) { return; }
  var said = document.getElementById("progress-said");
  function ask() {
    fetch(bar.dataset.url, {credentials: "same-origin"}).then(function (answer) {
      return answer.ok ? answer.json() : null;
    }).then(function (now) {
      if (!now) { return; }
      bar.max = now.of;
      bar.value = now.done;
      if (said) { said.textContent = now.ready + " of " + now.seats; }
      if (now.ready === now.seats) { location.reload(); } else { setTimeout(ask, 700); }
    }).catch(function () { setTimeout(ask, 3000); });
  }
  setTimeout(ask, 400);
}());
