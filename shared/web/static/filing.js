// The screens of a filing: lists that narrow as one types, trees that fold, rows for attachments,
// and how far an upload has come. Every screen works without this file.
(function () {
  "use strict";

  function all(scope, selector) { return Array.prototype.slice.call(scope.querySelectorAll(selector)); }

  /* Type-ahead: only lines that hold what was typed; what is ticked stays. */
  function typeahead(row) {
    var list = document.getElementById(row.getAttribute("data-typeahead"));
    var typed = row.querySelector("input"), told = document.getElementById("event_count");
    if (!list || !typed) { return; }
    row.hidden = false;
    function narrow() {
      var words = typed.value.trim().toLowerCase(), shown = 0;
      all(list, ".pick-group").forEach(function (group) {
        var some = 0;
        all(group, "[data-word]").forEach(function (line) {
          var fits = line.getAttribute("data-word").indexOf(words) >= 0 || line.querySelector("input").checked;
          line.hidden = !fits;
          if (fits) { some += 1; }
        });
        group.hidden = !some;
        shown += some;
      });
      told.textContent = words ? shown + (shown === 1 ? " event" : " events") : "";
    }
    typed.addEventListener("input", narrow);
    typed.addEventListener("keydown", function (event) {
      if (event.key === "Enter") { event.preventDefault(); }
    });
    list.closest("form").addEventListener("reset", function () { setTimeout(narrow, 0); });
  }

  /* The events that are ticked, once more beside the list. */
  function selected(section) {
    var list = document.getElementById(section.getAttribute("data-selected"));
    var target = section.querySelector("ul");
    if (!list) { return; }
    section.hidden = false;
    function draw() {
      var ticked = all(list, "input:checked");
      target.textContent = "";
      (ticked.length ? ticked : [null]).forEach(function (box) {
        var line = document.createElement("li");
        line.textContent = box ? box.parentNode.querySelector("label").firstChild.textContent.trim() : "none yet";
        target.appendChild(line);
      });
    }
    list.addEventListener("change", draw);
    list.closest("form").addEventListener("reset", function () { setTimeout(draw, 0); });
    draw();
  }

  function tree(row) {
    var target = document.getElementById(row.getAttribute("data-tree")), buttons = all(row, "button");
    row.hidden = false;
    buttons.forEach(function (button, place) {
      button.addEventListener("click", function () {
        all(target, "details").forEach(function (branch) { branch.open = place === 1; });
      });
    });
  }

  function ticks(row) {
    var target = document.getElementById(row.getAttribute("data-ticks"));
    row.hidden = false;
    all(row, "button").forEach(function (button, place) {
      button.addEventListener("click", function () {
        all(target, "input[type=checkbox]").forEach(function (box) { box.checked = place === 0; });
      });
    });
  }

  /* Attachments: one empty row, and another when it is asked for. */
  function rows(button) {
    var hidden = all(document, "[data-new-row]").filter(function (row, place) {
      return place > 0 && !row.querySelector("[aria-invalid]");
    });
    hidden.forEach(function (row) { row.hidden = true; });
    button.hidden = !hidden.length;
    button.addEventListener("click", function () {
      var row = hidden.shift();
      if (row) {
        row.hidden = false;
        row.querySelector("input").focus();
      }
      button.hidden = !hidden.length;
    });
  }

  /* An upload shows how far it has come; what the court answers is shown as if nothing were between. */
  function upload(form) {
    var box = document.getElementById("upload_progress"), words = document.getElementById("upload_words");
    if (!box || !window.FormData) { return; }
    form.addEventListener("submit", function (event) {
      var files = all(form, "input[type=file]").some(function (field) { return field.files.length; });
      if (!files) { return; }
      event.preventDefault();
      var data = new FormData(form), sent = new XMLHttpRequest(), bar = box.querySelector("progress");
      if (event.submitter && event.submitter.name) { data.append(event.submitter.name, event.submitter.value); }
      box.hidden = false;
      all(form, "button, input[type=submit]").forEach(function (button) { button.disabled = true; });
      sent.upload.addEventListener("progress", function (step) {
        if (!step.lengthComputable) { return; }
        bar.value = Math.round(100 * step.loaded / step.total);
        words.textContent = bar.value < 100 ? bar.value + " % sent" : "Checking the documents ...";
      });
      sent.addEventListener("load", function () { show(sent, form); });
      sent.addEventListener("error", function () {
        all(form, "button, input[type=submit]").forEach(function (button) { button.disabled = false; });
        words.textContent = "The upload was interrupted. Please try again.";
      });
      sent.open("POST", form.action);
      sent.send(data);
    });
  }

  function show(sent, form) {
    if (sent.responseURL && sent.responseURL !== form.action) {
      location.assign(sent.responseURL);
      return;
    }
    var page = new DOMParser().parseFromString(sent.responseText, "text/html");
    var fresh = page.getElementById("main"), here = document.getElementById("main");
    if (!fresh || sent.status !== 422) { location.assign(form.action); return; }
    here.replaceWith(fresh);
    begin();
    var errors = document.querySelector(".errors");
    if (errors) {
      errors.tabIndex = -1;
      errors.focus();
    }
  }

  function begin() {
    all(document, "[data-typeahead]").forEach(typeahead);
    all(document, "[data-selected]").forEach(selected);
    all(document, "[data-tree]").forEach(tree);
    all(document, "[data-ticks]").forEach(ticks);
    all(document, "form[data-upload]").forEach(upload);
    var more = document.getElementById("add_row");
    if (more) { rows(more); }
  }

  begin();
})();
