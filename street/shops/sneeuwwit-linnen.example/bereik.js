const line = document.createElement("p");
line.className = "zacht";
line.textContent = "Telefoon: 0522 555 061";
document.getElementById("bereik").append(line);
