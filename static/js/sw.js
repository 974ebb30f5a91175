// Served at /my/sw.js, below two lines that say VERSION and FILES. Keeps the form of a visit, the list of what is on the
// phone, and what they need, for where there is no connection. Nothing else of the site is kept, and these two pages are
// put in by the page itself (outbox.js), without a token; whatever the server answers goes through untouched.
"use strict";
var SHELL = "liaison-shell-" + VERSION, PAGES = "liaison-kept", KEPT = ["/my/visits/new/", "/my/outbox/"], OFFLINE = "/my/offline/";
var WAIT = 8000;

self.addEventListener("install", function (event) {
  event.waitUntil(caches.open(SHELL).then(function (cache) { return cache.addAll(FILES); }).then(function () { return self.skipWaiting(); }));
});

self.addEventListener("activate", function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) {
      return name.indexOf("liaison-") === 0 && name !== SHELL && name !== PAGES;
    }).map(function (name) { return caches.delete(name); }));
  }).then(function () { return self.clients.claim(); }));
});

function late() {
  return new Promise(function (_, failed) { setTimeout(failed, WAIT); });
}

// The page as it was kept; any other says that there is no connection.
function kept(path) {
  return caches.match(KEPT.indexOf(path) >= 0 ? path : OFFLINE).then(function (found) { return found || caches.match(OFFLINE); });
}

self.addEventListener("fetch", function (event) {
  var url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && url.pathname.indexOf("/my/") === 0) {
    var asked = fetch(event.request), mayBeLate = KEPT.indexOf(url.pathname) < 0;
    event.respondWith((mayBeLate ? asked : Promise.race([asked, late()])).catch(function () { return kept(url.pathname); }));
  } else if (FILES.indexOf(url.pathname) >= 0) {
    event.respondWith(fetch(event.request).catch(function () { return caches.match(url.pathname); }));
  }
});
