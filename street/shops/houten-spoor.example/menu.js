const link = document.createElement("a");
link.href = ["", "wij", "vragen", ""].join("/");
link.textContent = "Klantenservice";
document.querySelector(".service").prepend(link);
