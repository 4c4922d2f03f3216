const button = document.getElementById("bel");
button.addEventListener("click", async () => {
  const told = await (await fetch("/klant/nummer.json")).json();
  const link = document.createElement("a");
  link.href = "tel:" + told.heel;
  link.textContent = told.kort;
  button.replaceWith("Telefoon: ", link);
});
