// The live component (lib/report/live.py): walks the book's formulas as trees. Nothing is evaluated
// as code, so it runs under a strict content policy. State stands in the address: #?name=value.
(function () {
  "use strict";
  var OPERATIONS = {
    "+": function (a) { return a.reduce(function (x, y) { return x + y; }); },
    "*": function (a) { return a.reduce(function (x, y) { return x * y; }); },
    "/": function (a) { return a[0] / a[1]; },
    "^": function (a) { return Math.pow(a[0], a[1]); },
    max: function (a) { return Math.max.apply(null, a); },
    min: function (a) { return Math.min.apply(null, a); },
    "not": function (a) { return !a[0]; },
    "<": function (a) { return a[0] < a[1]; }, "<=": function (a) { return a[0] <= a[1]; },
    ">": function (a) { return a[0] > a[1]; }, ">=": function (a) { return a[0] >= a[1]; },
    "==": function (a) { return a[0] === a[1]; }, "!=": function (a) { return a[0] !== a[1]; },
    "and": function (a) { return a.every(Boolean); }, "or": function (a) { return a.some(Boolean); }
  };
  ["ceil", "floor", "abs", "exp", "expm1", "log", "log1p", "sqrt"].forEach(function (name) {
    OPERATIONS[name] = function (a) { return Math[name](a[0]); };
  });

  // A tree becomes a function of the values by name.
  function compile(tree) {
    if (typeof tree === "string") return function (values) {
      if (!(tree in values)) throw new Error("no value for " + tree);
      return values[tree];
    };
    if (!Array.isArray(tree)) return function () { return tree; };
    var parts = tree.slice(1).map(compile);
    if (tree[0] === "where") return function (v) { return parts[0](v) ? parts[1](v) : parts[2](v); };
    var act = Object.prototype.hasOwnProperty.call(OPERATIONS, tree[0]) && OPERATIONS[tree[0]];
    if (!act) throw new Error("unknown operation " + tree[0]);
    return function (v) { return act(parts.map(function (p) { return p(v); })); };
  }

  // Numbers as lib/report/formats.py prints them.
  function grouped(text) {
    var halves = text.split(".");
    halves[0] = halves[0].replace(/\B(?=(\d{3})+$)/g, ",");
    return halves.join(".");
  }
  function significant(x) {
    if (x === 0) return "0";
    var text = Number(x.toPrecision(3));
    if (text >= 1e6) return grouped(String(text));
    if (text >= 1000) return grouped(String(Math.round(x)));
    if (text < 1e-6) return x.toExponential(2);
    var places = Math.max(0, 2 - Math.floor(Math.log10(text)));
    return text.toFixed(places);
  }
  function stripped(text) { return text.indexOf(".") < 0 || /e/.test(text) ? text : text.replace(/\.?0+$/, ""); }
  function digits(x, money, brief) {
    if (brief && x > 0 && x < 100) return stripped(x >= 1 ? x.toFixed(1) : x.toPrecision(2));
    if (money && x >= 0.1 && x < 100 && x !== Math.round(x)) {
      var text = stripped(significant(x));
      return x < 1 && (text.split(".")[1] || "").length >= 2 ? text : x.toFixed(2);
    }
    return stripped(significant(x));
  }
  function show(value, unit) {
    var x = Math.abs(value) * (unit.kind === "share" ? 100 : 1), scale = 1, letters = "";
    if (unit.kind === "money") [[1e12, "tn"], [1e9, "bn"], [1e6, "m"]].some(function (s) {
      if (x >= s[0] * 0.9995) { scale = s[0]; letters = s[1]; return true; }
    });
    var text = digits(x / scale, unit.kind === "money" && scale === 1, unit.kind === "share" || unit.kind === "brief");
    return (value < 0 && /[1-9]/.test(text) ? "\u2212" : "") + unit.before + text + letters + (text === "1" && unit.one || unit.after);
  }
  function percent(p) { return p < 0.01 ? "under 1%" : p > 0.99 ? "over 99%" : Math.round(p * 100) + "%"; }

  // Draws come as two letters a number (lib/report/packed.py).
  var LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  function unpack(column) {
    var found = [], text = column.packed;
    for (var i = 0; i < text.length; i += 2) {
      var place = LETTERS.indexOf(text[i]) * 64 + LETTERS.indexOf(text[i + 1]);
      found.push(column.low + (column.high - column.low) * place / 4095);
    }
    return found;
  }

  function model(content) {
    var draws = {};
    Object.keys(content.draws).forEach(function (n) { draws[n] = unpack(content.draws[n]); });
    var rows = content.rows.map(function (r) { return { label: r.label, f: compile(r.tree) }; });
    var lower = content.better === "lower";
    function margin(values) {
      var mine, best = lower ? Infinity : -Infinity;
      rows.forEach(function (r) {
        var v = r.f(values);
        if (r.label === content.subject) mine = v;
        else best = lower ? Math.min(best, v) : Math.max(best, v);
      });
      return lower ? best - mine : mine - best;
    }
    var decisive = content.inputs.filter(function (i) { return i.name === content.decisive; })[0];
    function breakEven(values) {
      var low = decisive.low, high = decisive.high, steps = 400;
      function at(x) {
        var there = Object.assign({}, values);
        there[content.decisive] = x;
        return margin(there) > 0;
      }
      var left = low, holds = at(low);
      for (var i = 1; i <= steps; i++) {
        var right = low + (high - low) * i / steps;
        if (at(right) !== holds) {
          for (var k = 0; k < 200; k++) {
            var middle = (left + right) / 2;
            if (middle === left || middle === right) break;
            if (at(middle) === holds) left = middle; else right = middle;
          }
          return (left + right) / 2;
        }
        left = right;
      }
      return null;
    }
    function probability(moved) {
      var names = Object.keys(draws);
      if (!names.length) return null;
      var count = draws[names[0]].length, won = 0, values = {};
      content.inputs.forEach(function (i) { values[i.name] = i.default; });
      for (var k = 0; k < count; k++) {
        names.forEach(function (n) { values[n] = draws[n][k]; });
        Object.assign(values, moved);
        if (margin(values) > 0) won++;
      }
      return won / count;
    }
    return { rows: rows, margin: margin, breakEven: breakEven, probability: probability, decisive: decisive };
  }

  function fromAddress() {
    return location.hash.slice(0, 2) === "#?" ? new URLSearchParams(location.hash.slice(2)) : new URLSearchParams();
  }

  function start(box) {
    var content = JSON.parse(box.querySelector(".cuc-live-data").textContent), made = model(content);
    var form = box.querySelector("form"), answer = box.querySelector(".cuc-answer");
    var cells = box.querySelectorAll(".cuc-rows tbody tr"), shown = {};
    content.inputs.forEach(function (i) { if (i.shown) shown[i.name] = i; });

    function moved() {
      var found = {};
      Object.keys(shown).forEach(function (name) {
        var value = Number(form.elements[name].value);
        if (value !== shown[name].default) found[name] = value;
      });
      return found;
    }
    function draw() {
      var changed = moved(), values = {};
      content.inputs.forEach(function (i) { values[i.name] = i.default; });
      Object.assign(values, changed);
      Object.keys(shown).forEach(function (name) {
        form.elements[name].parentNode.querySelector("output").textContent = show(values[name], shown[name].unit);
      });
      var found = made.rows.map(function (r) { return r.f(values); });
      var longest = Math.max.apply(null, found.map(Math.abs)) || 1;
      found.forEach(function (value, i) {
        cells[i].querySelector(".cuc-num").textContent = show(value, content.unit);
        cells[i].querySelector("rect").setAttribute("width", Math.max(100 * value / longest, 0).toFixed(1));
      });
      var turn = made.breakEven(values), p = made.probability(changed), label = made.decisive.label;
      answer.textContent = content.statement + ": " + (made.margin(values) > 0 ? "yes" : "no") + " at these values. " +
        (turn === null ? "Nothing within its bounds turns it (" + label + ")."
          : "It turns at " + show(turn, made.decisive.unit) + " (" + label + ").") +
        (p === null ? "" : " Probability over the inputs left alone: " + percent(p) + ".");
      return changed;
    }
    function remember(changed) {
      var state = fromAddress();
      Object.keys(shown).forEach(function (name) {
        if (name in changed) state.set(name, String(changed[name])); else state.delete(name);
      });
      var text = state.toString();
      history.replaceState(null, "", text ? "#?" + text : location.pathname + location.search);
    }
    function restore() {
      var state = fromAddress();
      Object.keys(shown).forEach(function (name) {
        var value = parseFloat(state.get(name));
        form.elements[name].value = isFinite(value) ? value : shown[name].default;
      });
      draw();
    }
    form.addEventListener("input", function () { remember(draw()); });
    form.addEventListener("reset", function (event) {
      event.preventDefault();
      Object.keys(shown).forEach(function (name) { form.elements[name].value = shown[name].default; });
      remember(draw());
    });
    window.addEventListener("hashchange", restore);
    restore();
  }

  window.cucLive = { compile: compile, model: model, show: show };
  Array.prototype.forEach.call(document.querySelectorAll(".cuc-live"), start);
})();
