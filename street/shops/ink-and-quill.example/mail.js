const button = document.getElementById("mail");
button.addEventListener("click", () => {
  const link = document.createElement("a");
  link.textContent = ["nib", location.hostname].join(String.fromCharCode(64));
  link.href = "mailto:" + link.textContent;
  button.replaceWith("E-mail: ", link);
});
