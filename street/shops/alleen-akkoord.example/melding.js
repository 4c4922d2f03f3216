const notice = document.querySelector(".cc-window");

async function accepted() {
  notice.classList.add("cc-gone");
  const box = document.getElementById("bel-widget");
  if (box) box.innerHTML = await (await fetch("/js/bel-widget.html")).text();
}

notice.querySelector(".cc-btn").addEventListener("click", () => {
  document.cookie = "cookieconsent_status=dismiss; path=/";
  accepted();
});
if (document.cookie.includes("cookieconsent_status=dismiss")) accepted();
