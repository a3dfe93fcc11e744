// The colour switch. Everything else on the page works without a script.
(function () {
  var root = document.documentElement;
  var button = document.querySelector(".bk-theme");
  function label() { button.textContent = root.dataset.theme === "dark" ? "Light" : "Dark"; }
  if (!button) return;
  button.hidden = false;
  button.setAttribute("aria-label", "Switch between light and dark");
  label();
  button.addEventListener("click", function () {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch (e) { /* private window */ }
    label();
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && location.hash === "#contents") location.hash = "#main";
  });
})();
