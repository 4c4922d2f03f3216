const box = document.getElementById("vragen");
fetch("/js/vragen.json").then(answer => answer.json()).then(list => list.forEach(add));

function add(item, number) {
  const head = document.createElement("button");
  head.type = "button";
  head.className = "vraag";
  head.textContent = item.vraag;
  head.setAttribute("aria-expanded", "false");
  head.setAttribute("aria-controls", "antwoord-" + number);
  const body = document.createElement("div");
  body.id = "antwoord-" + number;
  body.className = "antwoord";
  head.addEventListener("click", () => {
    const open = head.getAttribute("aria-expanded") === "false";
    head.setAttribute("aria-expanded", String(open));
    body.innerHTML = open ? item.antwoord : "";
  });
  box.append(head, body);
}
