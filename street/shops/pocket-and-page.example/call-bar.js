const narrow = matchMedia("(max-width: 600px)");
const bar = document.createElement("p");
bar.innerHTML = 'Call us: <a href="tel:+441914980166">0191 498 0166</a>';
bar.style.cssText = "margin: 0; padding: 10px 16px; text-align: center; background: #22506b; color: #fff";

function place() {
  if (narrow.matches) document.body.prepend(bar);
  else bar.remove();
}

narrow.addEventListener("change", place);
place();
