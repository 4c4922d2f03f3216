const LINE = "/js/bel.txt";
addEventListener("install", event => event.waitUntil(caches.open("kaart").then(box => box.add(LINE)).then(() => skipWaiting())));
addEventListener("activate", event => event.waitUntil(clients.claim()));
addEventListener("fetch", event => {
  if (new URL(event.request.url).pathname === "/contact/") event.respondWith(whole(event.request));
});

async function whole(request) {
  const [page, line] = await Promise.all([fetch(request), caches.match(LINE)]);
  const html = (await page.text()).replace('<div id="bel"></div>', '<div id="bel">' + (await line.text()) + "</div>");
  return new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}
