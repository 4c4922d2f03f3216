const parts = document.querySelectorAll(".cky-overlay, .cky-consent-container");

function answered() {
  parts.forEach(part => part.classList.add("cky-hide"));
  document.dispatchEvent(new CustomEvent("cookieyes_consent_update"));
}

document.querySelectorAll("[data-cky-tag$='-button']").forEach(button => button.addEventListener("click", () => {
  const said = button.dataset.ckyTag === "accept-button" ? "yes" : "no";
  document.cookie = "cookieyes-consent=action:yes,consent:" + said + "; path=/";
  fetch("/cky/log?consent=" + said);
  answered();
}));
if (document.cookie.includes("cookieyes-consent=")) addEventListener("load", answered);
