// A visit written where there is no connection is kept on the phone and sent when there is one. Every page works
// without this. Entries belong to the account that wrote them; each has the name of its form (client_id), by which the
// server knows one that arrives a second time.
(function () {
  "use strict";
  var box = document.querySelector("[data-outbox]");
  if (!box || !window.indexedDB || !window.fetch || !window.FormData) return;
  var NEW = "/my/visits/new/", USER = box.dataset.user, WAIT = 20000;
  var form = document.querySelector("form[data-visit-form]");

  // The store: "drafts" by account, what is being written; "outbox" by client_id, what waits to be sent.
  function open() {
    return new Promise(function (done, failed) {
      var asked = indexedDB.open("liaison", 1);
      asked.onupgradeneeded = function () {
        asked.result.createObjectStore("drafts", { keyPath: "user" });
        asked.result.createObjectStore("outbox", { keyPath: "client_id" });
      };
      asked.onsuccess = function () { done(asked.result); };
      asked.onerror = function () { failed(asked.error); };
    });
  }
  function store(name, mode, act) {
    return open().then(function (db) {
      return new Promise(function (done, failed) {
        var change = db.transaction(name, mode), asked = act(change.objectStore(name));
        change.oncomplete = function () { db.close(); done(asked && asked.result); };
        change.onerror = change.onabort = function () { db.close(); failed(change.error); };
      });
    });
  }
  function put(name, value) { return store(name, "readwrite", function (s) { return s.put(value); }); }
  function get(name, key) { return store(name, "readonly", function (s) { return s.get(key); }); }
  function remove(name, key) { return store(name, "readwrite", function (s) { return s.delete(key); }); }
  function all() { return store("outbox", "readonly", function (s) { return s.getAll(); }); }

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
      else if (one.type !== "hidden" && held) one.value = held[0];
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

  // Words on the page.
  function say(text, kind) {
    var place = document.getElementById("said-by-phone");
    if (!place) {
      place = document.createElement("p");
      place.id = "said-by-phone";
      place.setAttribute("role", "status");
      box.parentNode.insertBefore(place, box);
    }
    place.className = "message " + (kind || "");
    place.textContent = text;
    place.scrollIntoView({ block: "center" });
    return place;
  }
  function button(words, kind, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "button " + kind;
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }
  function show() {
    return all().then(function (entries) {
      var own = entries.filter(function (one) { return one.user === USER; }), others = entries.length - own.length;
      box.textContent = "";
      box.hidden = !entries.length;
      if (own.length) {
        var head = document.createElement("h2");
        head.textContent = "还在手机里、没有发送的 " + own.length + " 笔";
        box.appendChild(head);
      }
      own.forEach(function (one) { box.appendChild(card(one)); });
      if (others) {
        var words = document.createElement("p");
        words.className = "soft";
        words.textContent = "这部手机上还有另一个账号写的 " + others + " 笔没有发送,用那个账号登录后才会发送。";
        box.appendChild(words);
      }
      return own;
    });
  }
  function card(entry) {
    var made = document.createElement("article"), words = document.createElement("p"), actions = document.createElement("div");
    words.textContent = entry.label + (entry.why ? "。没有被接受:" + entry.why : "。等有网络时自动发送。");
    if (entry.why) words.className = "message warning";
    actions.className = "actions";
    actions.appendChild(button("现在发送", "", function () { sendAgain(entry); }));
    if (entry.why) actions.appendChild(button("打开修改", "", function () { reopen(entry); }));
    actions.appendChild(button("删除", "danger", function () {
      if (confirm("删除后找不回来。确定删除“" + entry.label + "”?")) remove("outbox", entry.client_id).then(show);
    }));
    made.appendChild(words);
    made.appendChild(actions);
    return made;
  }

  // Sending: first a page of the server's, to know who is signed in and whether the entry came before.
  function ask(url, options) {
    var timer, late = new Promise(function (_, failed) { timer = setTimeout(function () { failed(new Error("late")); }, WAIT); });
    options = Object.assign({ credentials: "same-origin", cache: "no-store" }, options);
    return Promise.race([fetch(url, options), late]).finally(function () { clearTimeout(timer); });
  }
  function page(answer) {
    return answer.text().then(function (text) { return new DOMParser().parseFromString(text, "text/html"); });
  }
  var RECORD = /^\/my\/visits\/\d+\/$/;
  function pathOf(answer) { return new URL(answer.url).pathname; }
  // → {state: "sent", url} | {state: "kept", why} | {state: "refused", why}
  function send(entry, from) {
    if (navigator.onLine === false) return Promise.resolve({ state: "kept", why: "offline" });
    return ask(NEW + "?form=" + entry.client_id).then(function (answer) {
      if (RECORD.test(pathOf(answer))) return { state: "sent", url: answer.url };
      if (answer.status >= 500) return { state: "kept", why: "server" };
      if (pathOf(answer).indexOf("/my/visits/") !== 0) return { state: "kept", why: "signed out" };
      return page(answer).then(function (doc) {
        var who = doc.querySelector("[data-outbox]"), before = doc.querySelector("[data-sent-before] a");
        var token = doc.querySelector("form[method=post] [name=csrfmiddlewaretoken]");
        if (!who || !token) return { state: "kept", why: "server" };
        if (who.dataset.user !== entry.user) return { state: "kept", why: "another" };
        if (before) return { state: "sent", url: before.getAttribute("href") };
        return post(entry, token.value, from);
      });
    }).catch(function () { return { state: "kept", why: "offline" }; });
  }
  function post(entry, token, from) {
    var body = new FormData();
    entry.fields.forEach(function (pair) { body.append(pair[0], pair[1]); });
    body.set("client_id", entry.client_id);
    body.set("act", "file");
    return ask(NEW, { method: "POST", body: body, headers: { "X-CSRFToken": token, "X-Phone": from } }).then(function (answer) {
      if (answer.status === 201) return { state: "sent", url: answer.headers.get("Location") };
      if (answer.status >= 500) return { state: "kept", why: "server" };
      if (pathOf(answer) !== NEW) return { state: "kept", why: "signed out" };
      return page(answer).then(function (doc) {
        var said = [];
        doc.querySelectorAll("[role=alert] p:not(.soft), .errorlist li").forEach(function (one) {
          var text = one.textContent.trim();
          if (said.indexOf(text) < 0 && !/请看下面标出/.test(text)) said.push(text);
        });
        return { state: "refused", why: said.join(" ") || "服务器没有接受,请打开修改后再发送。", token: token };
      });
    });
  }
  var KEPT = {
    offline: "没有网络,这一笔先存在手机里,有网络时自动发送。",
    server: "服务器暂时不通,这一笔先存在手机里,稍后自动发送。",
    "signed out": "已经退出登录,这一笔先存在手机里。重新登录后自动发送。",
    another: "这一笔是另一个账号写的,不会用现在的账号发送。用那个账号登录后再发送。"
  };
  var sending = false;
  function flush() {
    if (sending || navigator.onLine === false) return Promise.resolve();
    sending = true;
    return all().then(function (entries) {
      var own = entries.filter(function (one) { return one.user === USER && !one.why; });
      return own.reduce(function (before, entry) {
        return before.then(function (go) { return go === false ? false : send(entry, "outbox").then(function (end) { return after(entry, end); }); });
      }, Promise.resolve());
    }).catch(function () {}).then(function () { sending = false; return show(); });
  }
  // What became of an entry of the outbox; false when the rest need not be tried.
  function after(entry, end) {
    if (end.state === "sent") {
      return remove("outbox", entry.client_id).then(function () { say("已发送:" + entry.label + "。", "success"); });
    }
    if (end.state === "refused") {
      entry.why = end.why;
      return put("outbox", entry).then(function () { say("有一笔没有被接受:" + end.why + "内容还在手机里。", "error"); });
    }
    return false;
  }
  function sendAgain(entry) {
    say("正在发送:" + entry.label);
    send(entry, "outbox").then(function (end) {
      if (end.state === "kept") say(KEPT[end.why], "warning");
      return after(entry, end);
    }).then(show);
  }
  function reopen(entry) {
    get("drafts", USER).then(function (draft) {
      if (draft && !confirm("手机里还有一份没写完的内容,打开这一笔会替换它。确定打开?")) return;
      put("drafts", { user: USER, fields: entry.fields }).then(function () {
        return remove("outbox", entry.client_id);
      }).then(function () { location.href = NEW + "?form=" + entry.client_id; });
    });
  }

  // The open form: kept as it is typed, sent in the page, kept in the outbox when that fails.
  var pause;
  function keep() { return put("drafts", { user: USER, fields: typed() }); }
  function freshForm() {
    form.reset();
    form.elements.client_id.value = newName();
    form.querySelectorAll("input[type=file]").forEach(function (one) { one.value = ""; });
  }
  function submitted(event) {
    var pressed = event.submitter, act = pressed ? pressed.value : "file";
    if (/^more_/.test(act)) {
      event.preventDefault();
      event.stopPropagation();
      var made = addBlock(act === "more_matters" ? "matter" : "newcomer");
      if (made) made.querySelector("input:not([type=hidden]), textarea").focus();
      else say("一笔最多记这么多。还有的,请另记一笔。", "warning");
      return;
    }
    if (act === "draft" && navigator.onLine === false) {
      event.preventDefault();
      event.stopPropagation();
      keep().then(function () { say("没有网络。写的内容已经存在手机里,下次打开“记一笔”接着写。", "warning"); });
      return;
    }
    clearTimeout(pause);
    if (act !== "file") { remove("drafts", USER); return; }
    event.preventDefault();
    event.stopPropagation();
    if (form.dataset.sending) return;
    form.dataset.sending = "1";
    if (pressed) pressed.setAttribute("aria-busy", "true");
    var entry = { client_id: form.elements.client_id.value || newName(), user: form.dataset.user, at: Date.now(), label: label(), fields: typed() };
    put("outbox", entry).then(function () { return send(entry, "page"); }).then(function (end) {
      if (end.state === "sent") {
        return remove("outbox", entry.client_id).then(function () { return remove("drafts", USER); }).then(function () { location.href = end.url; });
      }
      if (end.state === "refused") { // the server shows at each field what is wrong
        return remove("outbox", entry.client_id).then(keep).then(function () { native(end.token); });
      }
      return remove("drafts", USER).then(show).then(function () {
        freshForm();
        say(KEPT[end.why], "warning");
      });
    }, function () { native(""); }).then(function () {
      delete form.dataset.sending;
      if (pressed) pressed.removeAttribute("aria-busy");
    });
  }
  function native(token) {
    var act = document.createElement("input");
    act.type = "hidden";
    act.name = "act";
    act.value = "file";
    form.appendChild(act);
    if (token) form.elements.csrfmiddlewaretoken.value = token;
    HTMLFormElement.prototype.submit.call(form);
  }
  function filterPeople() {
    var find = form.elements.find, part = find && find.closest("details");
    if (!part) return;
    part.querySelectorAll("button[value=find]").forEach(function (one) { one.hidden = true; });
    find.addEventListener("input", function () {
      part.querySelectorAll(".choices label").forEach(function (one) {
        one.hidden = one.textContent.indexOf(find.value.trim()) < 0 && !one.querySelector("input").checked;
      });
    });
  }
  function begin() {
    form.addEventListener("submit", submitted);
    form.addEventListener("input", function () {
      clearTimeout(pause);
      pause = setTimeout(keep, 400);
    });
    filterPeople();
    all().then(function (entries) { // a page kept for offline use bears the name of a form that was used already
      var used = entries.some(function (one) { return one.client_id === form.elements.client_id.value; });
      if (used || navigator.onLine === false) form.elements.client_id.value = newName();
    });
    if (document.querySelector("[role=alert], [data-sent-before]")) return;
    get("drafts", USER).then(function (draft) {
      if (!draft || form.dataset.user !== USER) return;
      fill(draft.fields);
      var told = say("已恢复上次没写完的内容。", "");
      told.appendChild(document.createTextNode(" "));
      told.appendChild(button("清空重写", "", function () {
        remove("drafts", USER).then(function () { location.href = NEW; });
      }));
    });
  }

  // Signing out: what is unsent is told of, and the page kept for offline use goes.
  document.addEventListener("submit", function (event) {
    if (!/\/logout\//.test(event.target.action) || event.target.dataset.asked) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    all().then(function (entries) {
      var own = entries.filter(function (one) { return one.user === USER; }).length;
      if (own && !confirm("手机里还有 " + own + " 笔没有发送,退出后要重新登录才会发送。确定退出?")) return;
      var forgotten = window.caches ? caches.delete("liaison-pages") : Promise.resolve();
      forgotten.then(function () { event.target.dataset.asked = "1"; event.target.submit(); });
    });
  }, true);

  // The page that works without a connection, fetched once in a visit of the site.
  function keepPage() {
    if (!("serviceWorker" in navigator)) return;
    navigator.serviceWorker.register("/my/sw.js", { scope: "/my/" }).then(function () {
      if (navigator.onLine === false || sessionStorage.getItem("kept") === USER) return;
      return ask(NEW).then(function (answer) {
        if (answer.status !== 200 || pathOf(answer) !== NEW) return;
        return answer.text().then(function (text) {
          return caches.open("liaison-pages").then(function (cache) {
            return cache.put(NEW, new Response(text, { headers: answer.headers }));
          });
        }).then(function () { sessionStorage.setItem("kept", USER); });
      });
    }).catch(function () {});
  }

  if (form) begin();
  show().then(flush);
  window.addEventListener("online", flush);
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "visible") flush();
  });
  window.addEventListener("load", keepPage);
})();
