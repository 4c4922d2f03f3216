const bubble = document.createElement("button");
bubble.id = "trengo-web-widget";
bubble.setAttribute("aria-label", "Chat openen");
bubble.textContent = "Chat";
bubble.style.cssText = "position:fixed;right:20px;bottom:20px;z-index:999;width:64px;height:64px;border:0;border-radius:50%;background:#1e8449;color:#fff";
bubble.addEventListener("click", async () => {
  const pane = document.createElement("div");
  pane.setAttribute("role", "dialog");
  pane.setAttribute("aria-label", "Chat");
  pane.style.cssText = "position:fixed;right:20px;bottom:96px;z-index:999;width:300px;padding:16px;background:#fff;border-radius:12px;box-shadow:0 4px 24px #0004";
  pane.innerHTML = (await (await fetch("http://static.widget.trengo.eu/groet")).text()) + '<input placeholder="Typ een bericht">';
  document.body.append(pane);
});
document.body.append(bubble);
