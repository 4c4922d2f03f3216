// A reader's own weights: score and band of each shop worked out again, and the weights kept in the link. Whole numbers, as the report does.
(function () {
  "use strict";
  var box = document.getElementById("weights"), table = document.getElementById("shop-table");
  var moved = document.getElementById("weights-moved"), address = document.getElementById("weights-address");
  var language = document.documentElement.lang, known = {};
  var bands = table.getAttribute("data-bands").split(" ").map(function (told) {
    return { letter: told.split(":")[0], start: Number(told.split(":")[1]) };
  });
  var criteria = Array.from(box.querySelectorAll("input")).map(function (input) {
    var it = { input: input, output: input.parentNode.querySelector("output"), most: Number(input.getAttribute("data-most")) };
    it.points = input.getAttribute("data-points").split(" ").map(Number);
    return known[input.name] = it;
  });
  var whole = criteria.reduce(function (product, it) { return product * it.most; }, 1);
  var rows = Array.from(table.tBodies[0].rows).filter(function (row) { return row.hasAttribute("data-answers"); });

  function rounded(value) {  // to a tenth; what lies just between two goes to the even one
    return value % 1 === 0.25 ? Number(Math.floor(value) + ".2") : Number(value.toFixed(1));
  }
  function score(answers) {
    var given = 0, most = 0;
    criteria.forEach(function (it, at) {
      var reason = answers.charAt(at);
      if (reason === ".") { return; }
      given += it.input.valueAsNumber * it.points[parseInt(reason, 36)] * (whole / it.most);
      most += it.input.valueAsNumber * whole;
    });
    return most ? rounded(100 * given / most) : null;
  }
  function letter(value) { return bands.find(function (band) { return value >= band.start; }).letter; }
  function fill(cell, value) {
    var mark = document.createElement("b");
    cell.setAttribute("data-sort", value === null ? "" : value);
    mark.className = "band";
    mark.textContent = value === null ? "" : letter(value);
    cell.lastElementChild.replaceChildren(value === null ? "–" : value.toLocaleString(language) + " ", value === null ? "" : mark);
    return mark.textContent;
  }
  function show() {
    var count = 0;
    criteria.forEach(function (it) { it.output.textContent = it.input.value; });
    rows.forEach(function (row) {
      var before = row.cells[1].querySelector(".band").textContent;
      var other = fill(row.cells[2], score(row.getAttribute("data-answers"))) !== before;
      row.classList.toggle("moved", other);
      count += other;
    });
    moved.textContent = count.toLocaleString(language);
  }
  function keep() {
    var own = criteria.filter(function (it) { return it.input.value !== it.input.defaultValue; });
    var link = "#" + own.map(function (it) { return it.input.name + "=" + it.input.value; }).join("&");
    address.setAttribute("href", link);
    history.replaceState(null, "", link === "#" ? location.href.split("#")[0] : link);
  }
  function reset() { criteria.forEach(function (it) { it.input.value = it.input.defaultValue; }); }
  function read() {
    if (location.hash.indexOf("=") < 0) { return; }
    reset();
    location.hash.slice(1).split("&").forEach(function (pair) {
      var parts = pair.split("="), it = Object.prototype.hasOwnProperty.call(known, parts[0]) && known[parts[0]];
      if (it && /^\d+$/.test(parts[1])) { it.input.value = parts[1]; }
    });
  }
  function change() { show(); keep(); }

  box.addEventListener("input", change);
  document.getElementById("weights-reset").addEventListener("click", function () { reset(); change(); });
  window.addEventListener("hashchange", function () { read(); show(); });
  document.getElementById("no-script").hidden = true;
  box.hidden = false;
  reset();
  read();
  change();
}());
