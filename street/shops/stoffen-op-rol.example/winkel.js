const goods = {
  "/stoffen/linnen": ["Linnen, zand", "€ 16,95 per meter", "140 centimeter breed, voorgewassen."],
  "/stoffen/tricot": ["Tricot, streep", "€ 14,50 per meter", "160 centimeter breed, met elastaan."],
  "/stoffen/canvas": ["Canvas, groen", "€ 12,95 per meter", "Stevig genoeg voor een tas."],
};
const link = (to, text) => `<a href="${to}">${text}</a>`;
const shelf = () => `<ul>${Object.entries(goods).map(([to, item]) => `<li>${link(to, item[0])}<br>${item[1]}</li>`).join("")}</ul>`;
const pages = {
  "/": ["Stoffen op Rol", () => `<p>Stof per meter, gesneden in Boxtel.</p>${shelf()}`],
  "/stoffen": ["Alle stoffen", shelf],
  "/winkelwagen": ["Winkelwagen", () => "<p>Je winkelwagen is leeg.</p>"],
  "/verzenden": ["Verzenden en ruilen", () => "<p>Voor 17.00 uur besteld, morgen in huis. Gesneden stof nemen wij niet terug.</p>"],
  "/contact": ["Contact", () => '<p>Telefoon: <a href="tel:+31413555044">0413 555 044</a>, op werkdagen van 9.00 tot 17.00 uur.</p><p>Stofweg 8, 5281 AB Boxtel</p>'],
};

function show() {
  const path = location.pathname.replace(/\/$/, "") || "/";
  const item = goods[path];
  const [title, body] = item ? [item[0], () => `<p><strong>${item[1]}</strong></p><p>${item[2]}</p>`] : pages[path] || ["Niet gevonden", () => "<p>Deze pagina is er niet.</p>"];
  document.title = title + " | Stoffen op Rol";
  document.getElementById("app").innerHTML = `
    <header><nav>${link("/", "Stoffen op Rol")}${link("/stoffen", "Stoffen")}${link("/verzenden", "Verzenden en ruilen")}${link("/contact", "Contact")}${link("/winkelwagen", "Winkelwagen")}</nav></header>
    <main><h1>${title}</h1>${body()}</main>
    <footer><p>E-mail: <a href="mailto:meter@stoffen-op-rol.example">meter@stoffen-op-rol.example</a></p></footer>`;
}

document.addEventListener("click", event => {
  const target = event.target.closest("a[href^='/']");
  if (!target) return;
  event.preventDefault();
  history.pushState(null, "", target.getAttribute("href"));
  show();
});
addEventListener("popstate", show);
show();
