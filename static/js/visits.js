// The form of a visit on the phone: kept as it is typed, sent in the page, kept in the outbox when that fails.
(function () {
  "use strict";
  var form = document.querySelector("form[data-visit-form]"), phone = window.outbox;
  if (!form || !phone) return;
  var USER = form.dataset.user, NEW = phone.NEW;

  function newName() { // crypto.randomUUID wants https, offices may have none
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var hex = Array.prototype.map.call(bytes, function (b) { return (b + 256).toString(16).slice(1); }).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  // The form, as a list of names and values; files too.
  var LEFT = ["csrfmiddlewaretoken", "act", "find"];
  function typed() {
    var fields = [];
    new FormData(form).forEach(function (value, name) {
      if (LEFT.indexOf(name) >= 0 || (value instanceof File && !value.size)) return;
      fields.push([name, value]);
    });
    return fields;
  }
  function label() {
    var day = (form.elements.occurred_on.value || "").split("-"), way = form.querySelector("[name=way]:checked");
    var words = day.length === 3 ? Number(day[1]) + "月" + Number(day[2]) + "日" : "";
    if (way) words += " " + way.parentNode.textContent.trim();
    return (words + " " + form.elements.place.value).trim();
  }
  function addBlock(prefix) {
    var blocks = form.querySelectorAll("[data-block=" + prefix + "]"), last = blocks[blocks.length - 1];
    var total = form.elements[prefix + "-TOTAL_FORMS"], number = Number(total.value);
    if (!last || number >= Number(form.elements[prefix + "-MAX_NUM_FORMS"].value)) return null;
    var copy = document.createElement("div");
    copy.innerHTML = last.outerHTML.replace(new RegExp(prefix + "-" + (number - 1) + "-", "g"), prefix + "-" + number + "-");
    var made = copy.firstElementChild;
    made.querySelectorAll("input, select, textarea").forEach(function (one) {
      if (one.type === "checkbox" || one.type === "radio") one.checked = one.defaultChecked && prefix === "newcomer" && one.type === "radio";
      else one.value = "";
    });
    made.querySelectorAll(".errorlist").forEach(function (one) { one.remove(); });
    if (made.tagName === "DETAILS") made.open = true;
    last.querySelectorAll("[data-more]").forEach(function (one) { one.remove(); });
    last.parentNode.insertBefore(made, last.nextSibling);
    total.value = number + 1;
    return made;
  }
  function fill(fields) {
    var values = {};
    fields.forEach(function (pair) {
      (values[pair[0]] = values[pair[0]] || []).push(pair[1]);
      var block = /^(matter|newcomer)-(\d+)-/.exec(pair[0]);
      while (block && Number(form.elements[block[1] + "-TOTAL_FORMS"].value) <= Number(block[2])) {
        if (!addBlock(block[1])) break;
      }
    });
    Array.prototype.forEach.call(form.elements, function (one) {
      var held = values[one.name];
      if (!one.name || LEFT.indexOf(one.name) >= 0 || one.type === "submit" || /_FORMS$/.test(one.name)) return;
      if (one.type === "checkbox" || one.type === "radio") one.checked = !!held && held.indexOf(one.value) >= 0;
      else if (one.type === "file") give(one, held || []);
      else if (one.type !== "hidden" ? held : one.name === "shift" && held && held[0]) one.value = held[0];
    });
    form.querySelectorAll("details").forEach(function (one) {
      if (Array.prototype.some.call(one.querySelectorAll("input, textarea, select"), written)) one.open = true;
    });
  }
  function written(one) {
    if (one.type === "hidden" || one.name === "find") return false;
    return one.type === "checkbox" || one.type === "radio" ? one.checked !== one.defaultChecked : !!one.value;
  }
  function give(input, files) {
    var held = new DataTransfer();
    files.forEach(function (file) { if (file instanceof File) held.items.add(file); });
    input.files = held.files;
  }

  // Sending the open form. Whatever happens to it, what was typed is on the phone or at the server.
  var pause;
  function keep() { return phone.put("drafts", { user: USER, fields: typed() }); }
  function forgetDraft() { return phone.remove("drafts", USER); }
  function freshForm() {
    form.reset();
    nameAnew();
    form.querySelectorAll("input[type=file]").forEach(function (one) { one.value = ""; });
  }
  function nameAnew() { form.elements.client_id.value = newName(); }
  function submitted(event) {
    var pressed = event.submitter, act = pressed ? pressed.value : "file";
    event.preventDefault();
    event.stopPropagation();
    if (/^more_/.test(act)) return addOne(act);
    clearTimeout(pause);
    if (form.dataset.sending) return;
    form.dataset.sending = "1";
    if (pressed) pressed.setAttribute("aria-busy", "true");
    (act === "draft" ? saveDraft() : file()).catch(function () { return sendUnkept(act); }).then(function () {
      delete form.dataset.sending;
      if (pressed) pressed.removeAttribute("aria-busy");
    });
  }
  function addOne(act) {
    var made = addBlock(act === "more_matters" ? "matter" : "newcomer");
    if (made) made.querySelector("input:not([type=hidden]), textarea").focus();
    else phone.say("一笔最多记这么多。还有的,请另记一笔。", "warning");
  }
  function entryNow() {
    if (!form.elements.client_id.value) nameAnew();
    return { client_id: form.elements.client_id.value, user: USER, at: Date.now(), busy: Date.now(), label: label(), fields: typed() };
  }
  function file() {
    var entry = entryNow();
    return phone.put("outbox", entry).then(function () { return phone.send(entry, "page"); }).then(function (end) {
      if (end.state === "sent") {
        return phone.arrived(entry, end.url).then(forgetDraft).then(function () { location.href = end.url; });
      }
      if (end.state === "refused") { // the server shows at each field what is wrong
        return phone.remove("outbox", entry.client_id).then(keep).then(function () { native(end.token, "file"); });
      }
      delete entry.busy;
      return phone.put("outbox", entry).then(forgetDraft).then(phone.show).then(function () {
        freshForm();
        phone.say(phone.KEPT[end.why], "warning");
      });
    });
  }
  function saveDraft() {
    var entry = entryNow();
    return keep().then(function () { return phone.send(entry, "page", "draft"); }).then(function (end) {
      if (end.state === "sent") return forgetDraft().then(function () { location.href = end.url; });
      if (end.state === "refused") return native(end.token, "draft");
      phone.say("现在存不到服务器。写的内容已经存在手机里,下次打开“记一笔”接着写。", "warning");
    });
  }
  // The phone keeps nothing, it is full or forbids it: the browser sends the form, with a token of today.
  function sendUnkept(act) {
    return phone.greet(USER).then(function (met) {
      if (met.token) return native(met.token, act);
      phone.say("没有发送,手机里也存不下。请不要关掉这一页,等有网络时再按一次。", "error");
    });
  }
  function native(token, act) {
    hidden("act", act);
    hidden("csrfmiddlewaretoken", token);
    HTMLFormElement.prototype.submit.call(form);
  }
  function hidden(name, value) {
    var held = form.querySelector("input[type=hidden][name=" + name + "]") || form.appendChild(document.createElement("input"));
    held.type = "hidden";
    held.name = name;
    held.value = value;
  }

  function filterPeople() {
    var find = form.elements.find, part = find && find.closest("details");
    if (!part) return;
    part.querySelectorAll("button[value=find]").forEach(function (one) { one.hidden = true; });
    find.addEventListener("keydown", function (event) { if (event.key === "Enter") event.preventDefault(); });
    find.addEventListener("input", function () {
      part.querySelectorAll(".choices label").forEach(function (one) {
        one.hidden = one.textContent.indexOf(find.value.trim()) < 0 && !one.querySelector("input").checked;
      });
    });
  }
  // The form as kept for where there is no connection: it has no name yet, and its day is today, not that of the keeping.
  function renew() {
    var now = new Date(), day = form.elements.occurred_on;
    nameAnew();
    day.max = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
    day.value = day.defaultValue = day.max;
  }
  function begin() {
    form.addEventListener("submit", submitted);
    form.addEventListener("input", function () {
      clearTimeout(pause);
      pause = setTimeout(function () { keep().catch(function () {}); }, 400);
    });
    filterPeople();
    if (form.hasAttribute("data-kept")) renew();
    phone.all("outbox").then(function (entries) { // the name of a form that waits in the outbox is taken
      if (entries.some(function (one) { return one.client_id === form.elements.client_id.value; })) nameAnew();
    }, function () {});
    if (document.querySelector("[role=alert], [data-sent-before]")) return;
    phone.get("drafts", USER).then(function (draft) {
      if (!draft) return;
      fill(draft.fields);
      var told = phone.say("已恢复上次没写完的内容。", "");
      told.appendChild(document.createTextNode(" "));
      told.appendChild(phone.button("清空重写", "", function () {
        forgetDraft().then(function () { location.href = NEW; });
      }));
    }, function () {});
  }
  begin();
})();
