// What is written where there is no connection is kept on the phone and sent when there is one: the store, the sending,
// and the list of what is kept and what was sent. Every page works without this. Entries belong to the account that
// wrote them; each has a name of its own (client_id), by which the server knows one that arrives a second time.
(function () {
  "use strict";
  var box = document.querySelector("[data-outbox]");
  if (!box || !window.indexedDB || !window.fetch || !window.FormData) return;
  var NEW = "/my/visits/new/", OUTBOX = "/my/outbox/", PAGES = "liaison-kept", USER = box.dataset.user;
  var WAIT = 20000, PER_BYTE = 0.1, AGAIN = 60000, BUSY = 120000, MOST_SENT = 30; // milliseconds; how many are listed

  // The store: "drafts" by account, what is being written; by client_id "outbox", what waits, and "sent", what arrived.
  function open() {
    return new Promise(function (done, failed) {
      var asked = indexedDB.open("liaison", 2);
      asked.onupgradeneeded = function () {
        [["drafts", "user"], ["outbox", "client_id"], ["sent", "client_id"]].forEach(function (one) {
          if (!asked.result.objectStoreNames.contains(one[0])) asked.result.createObjectStore(one[0], { keyPath: one[1] });
        });
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
  function all(name) { return store(name, "readonly", function (s) { return s.getAll(); }); }
  function own(entries) {
    return entries.filter(function (one) { return one.user === USER; }).sort(function (a, b) { return a.at - b.at; });
  }

  // Words on the page.
  function make(tag, words, kind) {
    var made = document.createElement(tag);
    made.textContent = words || "";
    if (kind) made.className = kind;
    return made;
  }
  function say(text, kind) {
    var place = document.getElementById("said-by-phone");
    if (!place) {
      place = make("p");
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
    var made = make("button", words, "button " + kind);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }
  function show() {
    return all("outbox").then(function (entries) {
      var mine = own(entries), others = entries.length - mine.length;
      box.textContent = "";
      box.hidden = !entries.length && !box.hasAttribute("data-always");
      if (mine.length) box.appendChild(make("h2", "还在手机里、没有发送的 " + mine.length + " 笔"));
      else if (!box.hidden) box.appendChild(make("h2", "手机里没有等着发送的记录"));
      mine.forEach(function (one) { box.appendChild(card(one)); });
      if (others) {
        box.appendChild(make("p", "这部手机上还有另一个账号写的 " + others + " 笔没有发送,用那个账号登录后才会发送。", "soft"));
      }
    }).then(showSent);
  }
  function card(entry) {
    var made = make("article"), actions = make("div", "", "actions");
    made.appendChild(make("p", entry.label + (entry.why ? "。没有被接受:" + entry.why : "。等有网络时自动发送。"), entry.why ? "message warning" : ""));
    if (entry.why) actions.appendChild(button("打开修改", "primary", function () { reopen(entry); }));
    actions.appendChild(button("现在发送", "", function () { sendAgain(entry); }));
    actions.appendChild(button("删除", "danger", function () {
      if (confirm("删除后找不回来。确定删除“" + entry.label + "”?")) remove("outbox", entry.client_id).then(show);
    }));
    made.appendChild(actions);
    return made;
  }
  function showSent() {
    var list = document.querySelector("[data-sent]");
    if (!list) return;
    return all("sent").then(function (entries) {
      var mine = own(entries).reverse();
      list.textContent = "";
      list.appendChild(make("h2", mine.length ? "已经发送的 " + mine.length + " 笔" : "还没有从这部手机发送过"));
      mine.forEach(function (one) {
        var line = make("p"), link = make("a", one.label), when = new Date(one.at);
        link.href = one.url;
        line.appendChild(link);
        line.appendChild(make("span", " " + (when.getMonth() + 1) + "月" + when.getDate() + "日 " + when.toTimeString().slice(0, 5) + " 已发送", "soft"));
        list.appendChild(line);
      });
    });
  }

  // Sending: first a light page of the server's, for who is signed in and a token of today; then the entry itself.
  function ask(url, options, more) {
    var timer, late = new Promise(function (_, failed) {
      timer = setTimeout(function () { failed(new Error("late")); }, WAIT + (more || 0));
    });
    options = Object.assign({ credentials: "same-origin", cache: "no-store" }, options);
    return Promise.race([fetch(url, options), late]).finally(function () { clearTimeout(timer); });
  }
  function page(answer) {
    return answer.text().then(function (text) { return new DOMParser().parseFromString(text, "text/html"); });
  }
  function pathOf(answer) { return new URL(answer.url).pathname; }
  // → {token} | {state: "kept", why}
  function greet(user) {
    if (navigator.onLine === false) return Promise.resolve({ state: "kept", why: "offline" });
    return ask(OUTBOX).then(function (answer) {
      if (answer.status >= 400) return { state: "kept", why: "server" };
      if (pathOf(answer) !== OUTBOX) return { state: "kept", why: "signed out" };
      return page(answer).then(function (doc) {
        var who = doc.querySelector("[data-outbox]"), token = doc.querySelector("[name=csrfmiddlewaretoken]");
        if (!who || !token) return { state: "kept", why: "server" };
        return who.dataset.user === user ? { token: token.value } : { state: "kept", why: "another" };
      });
    }).catch(function () { return { state: "kept", why: "offline" }; });
  }
  // → {state: "sent", url} | {state: "kept", why} | {state: "refused", why, token}
  function send(entry, from, act) {
    return greet(entry.user).then(function (met) { return met.token ? post(entry, met.token, from, act || "file") : met; });
  }
  function post(entry, token, from, act) {
    var body = new FormData(), bytes = 0;
    entry.fields.forEach(function (pair) {
      body.append(pair[0], pair[1]);
      bytes += pair[1].size || 0;
    });
    body.set("client_id", entry.client_id);
    body.set("act", act);
    var options = { method: "POST", body: body, headers: { "X-CSRFToken": token, "X-Phone": from } };
    return ask(NEW, options, bytes * PER_BYTE).then(function (answer) {
      if (answer.status === 201) return { state: "sent", url: answer.headers.get("Location") };
      if (answer.status >= 500 || answer.status === 403) return { state: "kept", why: "server" };
      if (answer.status === 413) return { state: "refused", why: "照片太大。请打开修改,去掉几张,发送后再补。", token: token };
      if (pathOf(answer) !== NEW) return { state: "kept", why: "signed out" };
      return page(answer).then(function (doc) { return { state: "refused", why: reasons(doc), token: token }; });
    }).catch(function () { return { state: "kept", why: "offline" }; });
  }
  function reasons(doc) {
    var said = [];
    doc.querySelectorAll("[role=alert] p:not(.soft), .errorlist li").forEach(function (one) {
      var text = one.textContent.trim();
      if (said.indexOf(text) < 0 && !/请看下面标出/.test(text)) said.push(text);
    });
    return said.join(" ") || "服务器没有接受,请打开修改后再发送。";
  }
  var KEPT = {
    offline: "没有网络,这一笔先存在手机里,有网络时自动发送。",
    server: "服务器暂时不通,这一笔先存在手机里,稍后自动发送。",
    "signed out": "已经退出登录,这一笔先存在手机里。重新登录后自动发送。",
    another: "这一笔是另一个账号写的,不会用现在的账号发送。用那个账号登录后再发送。"
  };
  // Not what was refused, nor what its own page is sending just now.
  function waits(entry) { return !entry.why && !(entry.busy > Date.now() - BUSY); }
  var sending = false;
  function flush() {
    if (sending || navigator.onLine === false) return Promise.resolve();
    sending = true;
    return all("outbox").then(function (entries) {
      return own(entries).filter(waits).reduce(function (before, entry) {
        return before.then(function (go) {
          return go === false ? false : send(entry, "outbox").then(function (end) { return after(entry, end); });
        });
      }, Promise.resolve());
    }).catch(function () {}).then(function () { sending = false; return show(); }).catch(function () {});
  }
  // What became of an entry of the outbox; false when the rest need not be tried.
  function after(entry, end) {
    if (end.state === "sent") return arrived(entry, end.url).then(function () { say("已发送:" + entry.label + "。", "success"); });
    if (end.state === "refused") {
      entry.why = end.why;
      return put("outbox", entry).then(function () { say("有一笔没有被接受:" + end.why + "内容还在手机里。", "error"); });
    }
    return Promise.resolve(end.why === "server");
  }
  function arrived(entry, url) {
    var line = { client_id: entry.client_id, user: entry.user, label: entry.label, at: Date.now(), url: url };
    return put("sent", line).then(function () { return remove("outbox", entry.client_id); }).then(function () { return all("sent"); })
      .then(function (lines) {
        return Promise.all(own(lines).slice(0, -MOST_SENT).map(function (one) { return remove("sent", one.client_id); }));
      });
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
      }).then(function () { location.href = NEW; });
    });
  }

  // Signing out: what is unsent is told of, and the pages kept for offline use go.
  document.addEventListener("submit", function (event) {
    if (!/\/logout\//.test(event.target.action) || event.target.dataset.asked) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    function leave() {
      event.target.dataset.asked = "1";
      event.target.submit();
    }
    all("outbox").then(function (entries) {
      var mine = own(entries).length;
      if (mine && !confirm("手机里还有 " + mine + " 笔没有发送,退出后要重新登录才会发送。确定退出?")) return;
      return forget().then(leave, leave);
    }, leave);
  }, true);

  // The pages that work without a connection: fetched once a day, without a token and without the name of a form.
  function forget() {
    sessionStorage.removeItem("kept");
    return window.caches ? caches.delete(PAGES) : Promise.resolve();
  }
  function keepPages() {
    if (!("serviceWorker" in navigator)) return;
    var mark = USER + " " + new Date().toDateString(), before = localStorage.getItem("kept-for");
    navigator.serviceWorker.register("/my/sw.js", { scope: "/my/" }).then(function () {
      return before === USER ? null : forget(); // somebody else's
    }).then(function () {
      localStorage.setItem("kept-for", USER);
      if (navigator.onLine === false || sessionStorage.getItem("kept") === mark) return;
      return Promise.all([NEW, OUTBOX].map(keepPage)).then(function () { sessionStorage.setItem("kept", mark); });
    }).catch(function () {});
  }
  function keepPage(path) {
    return ask(path + "?kept=1").then(function (answer) {
      if (answer.status !== 200 || pathOf(answer) !== path) throw new Error("another page");
      return answer.text().then(function (text) {
        return caches.open(PAGES).then(function (cache) { return cache.put(path, new Response(text, { headers: answer.headers })); });
      });
    });
  }

  window.outbox = {
    user: USER, put: put, get: get, remove: remove, all: all, say: say, button: button, show: show,
    greet: greet, send: send, arrived: arrived, KEPT: KEPT, NEW: NEW
  };
  show().then(flush, function () {});
  window.addEventListener("online", flush);
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "visible") flush();
  });
  setInterval(flush, AGAIN);
  window.addEventListener("load", keepPages);
})();
