addEventListener("load", () => { location.href = "/telecharger/catalogue"; });

setTimeout(() => {
  const box = document.getElementById("appel");
  if (box) box.innerHTML = '<p>Téléphone : <a href="tel:+33236491173">02 36 49 11 73</a>, du lundi au vendredi</p>';
}, 600);
