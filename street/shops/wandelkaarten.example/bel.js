setTimeout(async () => {
  const box = document.getElementById("bel");
  if (!box.firstElementChild) box.innerHTML = await (await fetch("/js/bel.txt")).text();
}, 500);
