const photo = new Image(320, 120);
let tries = 0;
photo.alt = "Onze winkel";
photo.onerror = () => { photo.src = "/foto/winkel.jpg?" + ++tries; };
photo.src = "/foto/winkel.jpg";
document.querySelector("footer").prepend(photo);

setTimeout(() => {
  const box = document.getElementById("bel");
  if (box) box.innerHTML = '<p>Telefoon: <a href="tel:+31511555029">0511 555 029</a>, dinsdag tot en met zaterdag</p>';
}, 400);
