// Every page works without this; with it, it is a little kinder.
(function () {
  "use strict";

  // A form is sent once: a second press while the first is on its way does nothing.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  });

  // The back button may bring the page as it was left: make its forms usable again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-busy]").forEach(function (button) {
        button.removeAttribute("aria-busy");
      });
    });
  });

  // Downloads do not leave the page, so their buttons come back by themselves.
  document.addEventListener("submit", function (event) {
    if (!event.target.hasAttribute("data-download")) return;
    var form = event.target;
    setTimeout(function () {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-busy]").forEach(function (button) {
        button.removeAttribute("aria-busy");
      });
    }, 3000);
  });

  // Filters apply as they are chosen.
  document.addEventListener("change", function (event) {
    var form = event.target.closest("form[data-filters]");
    if (form && event.target.tagName === "SELECT") form.requestSubmit();
  });

  // What belongs to some choices only is shown with them: data-when names the choice, then the values.
  function fit(part) {
    var words = part.dataset.when.split(" ");
    var chosen = part.closest("form").querySelector("[name=" + words[0] + "]:checked");
    part.hidden = !chosen || words.indexOf(chosen.value, 1) < 0;
    part.querySelectorAll("input, select").forEach(function (one) { one.disabled = part.hidden; }); // nor looked at
  }
  function fitAll() {
    document.querySelectorAll("[data-when]").forEach(fit);
  }
  document.addEventListener("change", fitAll);
  window.addEventListener("pageshow", fitAll);
  fitAll();

  // The bar of a list comes when something is chosen, and says how much.
  function count(bar) {
    var chosen = bar.closest("form").querySelectorAll("td input[type=checkbox]:checked").length;
    bar.hidden = !chosen;
    bar.querySelector("[data-count]").textContent = "已选 " + chosen + " 条";
  }
  function countAll() {
    document.querySelectorAll("[data-bulk]").forEach(count);
  }
  document.addEventListener("change", countAll);
  window.addEventListener("pageshow", countAll);

  // What is being made is looked at again until it is done; the part of the page that shows it is put in place.
  function watch(part) {
    setTimeout(function () {
      fetch(location.href, { redirect: "error" })
        .then(function (answer) { return answer.text(); })
        .then(function (page) {
          var fresh = new DOMParser().parseFromString(page, "text/html").querySelector("main > section");
          part.replaceChildren.apply(part, fresh.childNodes);
          if (fresh.hasAttribute("data-watch")) watch(part);
        })
        .catch(function () { watch(part); }); // no connection, or signed out: the page stays as it is
    }, 1500);
  }
  document.querySelectorAll("[data-watch]").forEach(watch);

  // A text box grows with what is written in it.
  function grow(area) {
    area.style.height = "auto";
    area.style.height = area.scrollHeight + 4 + "px";
  }
  document.addEventListener("input", function (event) {
    if (event.target.tagName === "TEXTAREA") grow(event.target);
  });
  document.querySelectorAll("textarea").forEach(function (area) {
    if (area.value) grow(area);
  });

  // Text for a WeChat group: without this it is selected by hand. Clipboards proper want https, offices have none.
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    button.hidden = false;
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button) return;
    document.getElementById(button.dataset.copy).select();
    button.textContent = document.execCommand("copy") ? "已复制" : "请按住文字复制";
  });

  // Print buttons.
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });
})();
