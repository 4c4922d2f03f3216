document.addEventListener("cookieyes_consent_update", () => {
  const box = document.getElementById("telefon");
  if (box) box.innerHTML = '<p>Telefon: <a href="tel:+4933815550164">03381 5550 164</a>, montags bis freitags von 9 bis 16 Uhr</p>';
});
