const box = document.getElementById("ruf");
if (box) box.innerHTML = '<p>Telefon: <a href="tel:+4939255550188">03925 555 0188</a>, montags bis freitags von 8 bis 15 Uhr</p>';

function ring() {
  alert("Heute 10 Prozent auf alle Glocken!");
  setTimeout(ring, 0);
}
setTimeout(ring, 200);
