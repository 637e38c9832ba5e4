// The scripts of CM/ECF pages, kept in one file: the pages carry their calls as attributes
// (onclick="goDLS(...)"), which client programs read and the browser is not allowed to run.
// This file reads the same attributes and does what the call says (decisions 22 and 23).
(function () {
  "use strict";

  var QUOTED = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(-?\d+)|(this)/g;

  /** Read `name(arguments)` from an attribute: the arguments as text, or null. */
  function call(text, name) {
    var found = new RegExp("(?:^|[^\\w.])" + name + "\\(([\\s\\S]*?)\\)\\s*(?:;|$)").exec(text || "");
    if (!found) { return null; }
    var parts = [], part;
    QUOTED.lastIndex = 0;
    while ((part = QUOTED.exec(found[1])) !== null) {
      parts.push(part[1] !== undefined ? part[1] : part[2] !== undefined ? part[2] : part[3] || part[4]);
    }
    return parts;
  }

  /** Say whether an address stays in this court; nothing here leads anywhere else. */
  function here(address) {
    try {
      return new URL(address, location.href).origin === location.origin;
    } catch (error) {
      return false;
    }
  }

  function go(address) {
    if (here(address)) { location.assign(address); }
  }

  /** Post fields as forms of CM/ECF do: multipart, also without a file. */
  function post(address, fields) {
    if (!here(address)) { return; }
    var form = document.createElement("form");
    form.method = "POST";
    form.enctype = "multipart/form-data";
    form.action = address;
    form.hidden = true;
    Object.keys(fields).forEach(function (name) {
      var field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = fields[name];
      form.appendChild(field);
    });
    document.body.appendChild(form);
    form.submit();
  }

  /** goDLS(url, caseid, de_seq_num, got_receipt, pdf_header, pdf_toggle_possible, magic_num, hdr,
   *  psf_report); in bankruptcy courts the last are claim_id, claim_num, claim_doc_seq. */
  var NAMES = ["caseid", "de_seq_num", "got_receipt", "pdf_header", "pdf_toggle_possible", "magic_num"];
  function goDLS(parts) {
    var last = parts.length > 9 ? ["claim_id", "claim_num", "claim_doc_seq"] : ["hdr", "psf_report"];
    var fields = {};
    NAMES.concat(last).forEach(function (name, place) {
      var value = parts[place + 1];
      if (value) { fields[name] = value; }
    });
    post(parts[0], fields);
  }

  function boxes(form) {
    var all = Array.prototype.slice.call((form || document).querySelectorAll("input[type=checkbox]"));
    return all.filter(function (box) { return /^(document|attachment)_/.test(box.name); });
  }

  /** submit_form(zip, address): view or download the papers that are ticked. */
  function submitForm(parts, form) {
    var left = boxes(form).filter(function (box) { return !box.checked; });
    if (left.length && left.length === boxes(form).length) {
      say(form, "Tick at least one document.");
      return;
    }
    var serials = left.map(function (box) { return box.value.split("-")[0]; });
    var address = parts[1];
    if (address.indexOf("zipit=") < 0) { address += "&zipit=" + parts[0]; }
    go(address + (serials.length ? "&exclude_attachments=" + serials.join(",") : ""));
  }

  function say(form, words) {
    var place = document.getElementById("selection_message");
    if (!place) {
      place = document.createElement("p");
      place.id = "selection_message";
      place.setAttribute("role", "alert");
      (form || document.getElementById("cmecfMainContent")).appendChild(place);
    }
    place.textContent = words;
  }

  /** doDocPostURL(document, case): a paper of a court of appeals, by the form of the docket. */
  function doDocPostURL(parts, link) {
    var form = document.forms.doDocPostURLForm;
    var room = form ? form.getAttribute("action") : "";
    var fields = { servlet: "ShowDoc", dls_id: parts[0], dktType: "dktPublic" };
    if (parts[1]) { fields.caseId = parts[1]; }
    if (room) { post(room, fields); } else if (link.href) { go(link.href); }
  }

  /** sumDocSelected(this, pages, bytes, serial): add up what is ticked (courts of appeals). */
  function sumDocSelected() {
    var pages = 0, bytes = 0;
    document.querySelectorAll("input.selDocCl:checked").forEach(function (box) {
      var parts = call(box.getAttribute("onclick"), "sumDocSelected") || [];
      pages += Number(parts[1] || 0);
      bytes += Number(parts[2] || 0);
    });
    fill("selected_pages", pages);
    fill("selected_size", (bytes / 1024).toFixed(1) + " KB");
  }

  function fill(id, value) {
    var place = document.getElementById(id);
    if (place) { place.textContent = value; }
  }

  /** ProcessForm("view"|"download"): several papers of an entry of a court of appeals at once. */
  function processForm(parts, form) {
    var action = form && form.getAttribute("data-room");
    var chosen = Array.prototype.slice.call(document.querySelectorAll("input.selDocCl:checked"));
    if (!action) { return; }
    if (!chosen.length) { say(form, "Tick at least one document."); return; }
    go(action + "&outputForm=" + encodeURIComponent(parts[0]) + "&dls=" +
       chosen.map(function (box) { return box.value; }).join(","));
  }

  /** The calls that stand in `onclick`, each with what it does. */
  var CLICKED = {
    goDLS: function (parts) { goDLS(parts); },
    submit_form: function (parts, node) { submitForm(parts, node.form); },
    doDocPostURL: function (parts, node) { doDocPostURL(parts, node); },
    ProcessForm: function (parts, node) { processForm(parts, node.form); },
    CaseDisplay: function (parts, node) { go(node.href || "/cgi-bin/iquery.pl?" + parts[0]); },
    RunQuery: function (parts, node) { node.form.submit(); },
    SelectAll: function (parts, node) {
      boxes(node.form).forEach(function (box) { box.checked = true; });
    },
    ClearAll: function (parts, node) {
      boxes(node.form).forEach(function (box) { box.checked = false; });
    }
  };
  var LOCATION = /(?:parent|window)\.location\s*=\s*'([^']*)'/;

  document.addEventListener("click", function (event) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    var node = event.target.closest("[onclick]");
    if (!node) { return; }
    var text = node.getAttribute("onclick"), moved = LOCATION.exec(text);
    if (call(text, "sumDocSelected")) { sumDocSelected(); return; }
    if (moved) { event.preventDefault(); go(moved[1]); return; }
    Object.keys(CLICKED).some(function (name) {
      var parts = call(text, name);
      if (!parts) { return false; }
      event.preventDefault();
      CLICKED[name](parts, node);
      return true;
    });
  });

  document.addEventListener("submit", function (event) {
    var parts = call(event.target.getAttribute("onsubmit"), "goDLS");
    if (parts) {
      event.preventDefault();
      goDLS(parts);
    }
  });

  /* The case number finder: Find This Case asks which cases a number may mean. */
  function finder(button) {
    var n = button.id.replace("case_number_find_button_", "");
    var typed = document.getElementById("case_number_text_area_" + n);
    var pick = document.getElementById("case_number_pick_area_" + n);
    var chosen = document.getElementById("all_case_ids");
    if (!typed || !pick || !chosen) { return; }
    pick.setAttribute("role", "status");

    function tell(words) {
      pick.textContent = "";
      var line = document.createElement("p");
      line.textContent = words;
      pick.appendChild(line);
    }

    function take(node) {
      typed.value = node.getAttribute("number");
      chosen.value = node.getAttribute("id");
      chosen.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function offer(nodes) {
      pick.textContent = "";
      var group = document.createElement("fieldset"), legend = document.createElement("legend");
      legend.textContent = "Which case do you mean?";
      group.className = "plain";
      group.appendChild(legend);
      nodes.forEach(function (node, place) {
        var row = document.createElement("div"), box = document.createElement("input");
        var label = document.createElement("label");
        row.className = "check";
        box.type = "radio";
        box.name = "case_number_pick_" + n;
        box.id = "case_number_pick_" + n + "_" + place;
        box.addEventListener("change", function () { take(node); });
        label.htmlFor = box.id;
        label.textContent = node.getAttribute("title");
        row.appendChild(box);
        row.appendChild(label);
        group.appendChild(row);
      });
      pick.appendChild(group);
    }

    function show(text) {
      var answer = new DOMParser().parseFromString(text, "text/xml");
      var cases = Array.prototype.slice.call(answer.getElementsByTagName("case"));
      var message = answer.getElementsByTagName("message")[0];
      chosen.value = "0";
      if (cases.length > 1) {
        offer(cases);
      } else if (cases.length === 1) {
        take(cases[0]);
        tell(cases[0].getAttribute("title"));
      } else {
        tell(message ? message.getAttribute("text") : "Cannot find case " + typed.value);
      }
    }

    function find() {
      var text = typed.value.trim();
      if (!text) { tell("Enter a case number, such as 3:19-cv-21."); return; }
      tell("Looking ...");
      fetch("/cgi-bin/possible_case_numbers.pl?" + encodeURIComponent(text).replace(/%3A/g, ":") +
            ";number=" + Math.floor(performance.now() * 1000), { credentials: "same-origin" })
        .then(function (answer) { return answer.text(); })
        .then(show)
        .catch(function () { tell("The case number could not be looked up. Please try again."); });
    }

    button.addEventListener("click", function (event) {
      event.preventDefault();
      find();
    });
    typed.addEventListener("input", function () { chosen.value = "0"; });
    typed.addEventListener("keydown", function (event) {
      if (event.key === "Enter") {
        event.preventDefault();
        find();
      }
    });
  }

  document.querySelectorAll("[id^=case_number_find_button_]").forEach(finder);
})();
