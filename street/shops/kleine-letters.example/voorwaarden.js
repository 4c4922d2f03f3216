fetch("/js/voorwaarden.json").then(answer => answer.json()).then(parts => {
  document.getElementById("tekst").innerHTML = parts.map(([head, text]) => `<h2>${head}</h2><p>${text}</p>`).join("");
});
