customElements.define("kontakt-karte", class extends HTMLElement {
  connectedCallback() {
    const root = this.attachShadow({ mode: "closed" });
    root.innerHTML = `
      <style>div { padding: 16px 20px; border: 1px solid #ddd; border-radius: 8px; max-width: 440px; }</style>
      <div><p>Telefon: <a href="tel:+4938345550173">03834 555 0173</a><br>Montag bis Freitag, 10 bis 16 Uhr</p>
      <p>E-Mail: <a href="mailto:masche@wollvergnuegen.example">masche@wollvergnuegen.example</a></p></div>`;
  }
});
