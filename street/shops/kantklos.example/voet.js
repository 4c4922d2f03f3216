addEventListener("load", () => setTimeout(build, 1000));

async function build() {
  const told = await (await fetch("/js/voet.json")).json();
  const foot = document.getElementById("voet");
  const title = document.createElement("h4");
  title.className = "widget-title";
  title.textContent = told.kop;
  foot.append(title, ...told.regels.map(line => {
    const row = document.createElement("p");
    const link = document.createElement("a");
    link.href = line.naar;
    link.textContent = line.tekst;
    row.append(line.label + ": ", link);
    return row;
  }));
}
