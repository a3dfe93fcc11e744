// What pages do beyond reading: charts come alive when they come into view, copy buttons, filters,
// sorting, the search over facts. Every part works on what the page already shows without scripts.
(function () {
  "use strict";
  var doc = document;
  doc.documentElement.classList.add("cuc-js");
  var here = (doc.currentScript && doc.currentScript.src) || "";
  var folder = here.slice(0, here.lastIndexOf("/") + 1);

  function each(selector, act) { Array.prototype.forEach.call(doc.querySelectorAll(selector), act); }
  function script(src, done) {
    var tag = doc.createElement("script");
    tag.src = src;
    tag.onload = done;
    doc.head.appendChild(tag);
  }

  // One local Vega, loaded once, when the first chart comes near.
  var waiting = null;
  function withVega(act) {
    if (window.vega && window.vega.expressionInterpreter) return act(window.vega);
    if (waiting) return void waiting.push(act);
    waiting = [act];
    script(folder + "vendor/vega.min.js", function () {
      script(folder + "vendor/vega-interpreter.js", function () {
        waiting.forEach(function (f) { f(window.vega); });
      });
    });
  }

  function tip(box, view) {
    var note = doc.createElement("div");
    note.className = "cuc-tip";
    note.hidden = true;
    box.appendChild(note);
    view.tooltip(function (_, event, __, value) {
      note.hidden = value == null || value === "";
      if (note.hidden) return;
      note.textContent = "";
      Object.keys(value).forEach(function (key) {
        var line = doc.createElement("div"), name = doc.createElement("b");
        name.textContent = key + ": ";
        line.append(name, String(value[key]));
        note.appendChild(line);
      });
      var area = box.getBoundingClientRect();
      var x = event.clientX - area.left + 12, y = event.clientY - area.top + 12;
      note.style.left = Math.max(0, Math.min(x, area.width - note.offsetWidth - 4)) + "px";
      note.style.top = y + "px";
    });
  }

  function bringToLife(box) {
    var holder = box.querySelector("script.cuc-spec");
    if (!holder || box.dataset.live) return;
    box.dataset.live = "waiting";
    withVega(function (vega) {
      var specs = JSON.parse(holder.textContent);
      var narrow = box.clientWidth < 580;
      var spec = narrow ? specs.narrow : specs.wide;
      var still = box.querySelector(narrow ? "svg.cuc-narrow" : "svg.cuc-wide");
      var stage = doc.createElement("div");
      stage.className = "cuc-view";
      var runtime = vega.parse(spec, null, { ast: true });
      var view = new vega.View(runtime, { expr: vega.expressionInterpreter, renderer: "svg", hover: true });
      tip(box, view);
      view.initialize(stage).runAsync().then(function () {
        var svg = stage.querySelector("svg");
        svg.setAttribute("viewBox", "0 0 " + svg.getAttribute("width") + " " + svg.getAttribute("height"));
        svg.setAttribute("aria-hidden", "true"); // the stage around it is the described image
        svg.removeAttribute("width");
        svg.removeAttribute("height");
        svg.style.maxWidth = narrow ? "460px" : "none";
        stage.setAttribute("role", "img");
        stage.setAttribute("aria-label", still.querySelector("desc").textContent);
        box.insertBefore(stage, holder);
        box.classList.add("cuc-is-live");
        box.dataset.live = "yes";
      });
    });
  }

  if ("IntersectionObserver" in window) {
    var watch = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting) return;
        watch.unobserve(entry.target);
        bringToLife(entry.target);
      });
    }, { rootMargin: "120px" });
    each(".cuc-chart", function (box) { if (box.querySelector("script.cuc-spec")) watch.observe(box); });
  }

  // Copying. A page from a folder may lack the clipboard: then the text is selected instead.
  function copy(text, button, node) {
    function say(words) {
      var before = button.dataset.words || (button.dataset.words = button.textContent);
      button.textContent = words;
      setTimeout(function () { button.textContent = before; }, 1600);
    }
    function select() {
      if (!node) return say("Not copied");
      window.getSelection().selectAllChildren(node);
      say(doc.execCommand && doc.execCommand("copy") ? "Copied" : "Selected");
    }
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(function () { say("Copied"); }, select);
    } else select();
  }
  doc.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button) return;
    var node = doc.getElementById(button.dataset.copy);
    copy(node.textContent, button, node);
  });

  // Sorting by a column: the head of a sortable table becomes a button.
  function key(row, column) {
    var cell = row.cells[column];
    var raw = cell.dataset.value || cell.textContent.trim();
    var number = parseFloat(raw.replace(/[$,%]/g, ""));
    return /^[\s$\d.\u2212-]/.test(raw) && !/^\d{4}-/.test(raw) && !isNaN(number) ? number : raw.toLowerCase();
  }
  each("table[data-sortable] thead th", function (head) {
    var button = doc.createElement("button");
    button.type = "button";
    button.className = "cuc-sort";
    button.textContent = head.textContent;
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () {
      var table = head.closest("table"), body = table.tBodies[0], column = head.cellIndex;
      var up = head.getAttribute("aria-sort") !== "ascending";
      Array.prototype.forEach.call(table.tHead.rows[0].cells, function (h) { h.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      Array.prototype.slice.call(body.rows).sort(function (a, b) {
        var x = key(a, column), y = key(b, column);
        var order = typeof x === typeof y ? (x < y ? -1 : x > y ? 1 : 0) : typeof x === "number" ? -1 : 1;
        return up ? order : -order;
      }).forEach(function (row) { body.appendChild(row); });
    });
  });

  function words(text) { return text.toLowerCase().split(/\s+/).filter(Boolean); }
  function hasAll(text, wanted) { return wanted.every(function (w) { return text.indexOf(w) >= 0; }); }

  // Filter the rows of the table on this page.
  each("form[data-filter]", function (form) {
    var rows = doc.getElementById(form.dataset.filter).tBodies[0].rows;
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("input", function () {
      var wanted = words(form.elements.q.value);
      Array.prototype.forEach.call(rows, function (row) {
        row.hidden = !hasAll((row.id + " " + row.textContent).toLowerCase(), wanted);
      });
    });
  });

  // Search over all facts; the rows come as a script, because a page from a folder cannot fetch.
  each("form[data-facts]", function (form) {
    var found = form.parentNode.querySelector(".cuc-found"), most = 100, asked = false;
    function show() {
      var facts = window.cucFacts;
      if (!facts) {
        if (!asked) { asked = true; script(form.dataset.facts, show); }
        return;
      }
      var wanted = words(form.elements.q.value), grade = form.elements.grade.value, kind = form.elements.kind.value;
      found.textContent = "";
      if (!wanted.length && !grade && !kind) return;
      var hits = facts.filter(function (f) {
        return (!grade || f[6] === grade) && (!kind || f[7] === kind) && hasAll(f.join(" ").toLowerCase(), wanted);
      });
      var count = doc.createElement("p"), list = doc.createElement("ul");
      count.textContent = hits.length + " facts" + (hits.length > most ? ", the first " + most + " shown" : "");
      hits.slice(0, most).forEach(function (f) {
        var item = doc.createElement("li"), link = doc.createElement("a");
        link.href = form.dataset.root + "data/" + f[2] + ".html#" + f[0];
        link.textContent = f[1] + ", " + f[3] + ": " + f[4];
        item.append(link, " (" + f[5] + ", grade " + f[6] + ")");
        list.appendChild(item);
      });
      found.append(count, list);
    }
    form.addEventListener("submit", function (event) { event.preventDefault(); show(); });
    form.addEventListener("input", show);
  });
})();
