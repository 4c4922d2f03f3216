function answered() {
  document.getElementById("koekjes")?.remove();
  document.body.style.overflow = "";
  const box = document.getElementById("bellen");
  if (box) box.innerHTML = '<p>Telefoon: <a href="tel:+31577555095">0577 555 095</a>, op werkdagen tot 17.00 uur</p>';
}

function ask() {
  const wall = document.createElement("div");
  wall.id = "koekjes";
  wall.setAttribute("role", "dialog");
  wall.setAttribute("aria-modal", "true");
  wall.setAttribute("aria-label", "Cookies");
  wall.style.cssText = "position:fixed;inset:0;z-index:99;display:grid;place-content:center;gap:12px;padding:24px;text-align:center;background:#fff7f9";
  wall.innerHTML = "<h2>Een koekje erbij?</h2><p>Wij bewaren graag cookies om te zien welke jam het lekkerst gevonden wordt.</p>";
  for (const [text, said] of [["Alles accepteren", "ja"], ["Weigeren", "nee"]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", () => {
      document.cookie = "koekjes=" + said + "; path=/";
      fetch("/koekjes/" + said);
      answered();
    });
    wall.append(button);
  }
  document.body.style.overflow = "hidden";
  document.body.append(wall);
}

if (document.cookie.includes("koekjes=")) answered();
else ask();
