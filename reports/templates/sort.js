// The table of shops with script: heads sort in place, words are found, what is shown is counted. Without it the page is complete.
(function () {
  "use strict";
  var table = document.getElementById("shop-table");
  if (!table) { return; }
  var body = table.tBodies[0], rows = Array.from(body.rows), heads = Array.from(table.tHead.rows[0].cells);

  function key(row, column) {
    var cell = row.cells[column], order = cell.getAttribute("data-sort");
    return order === null ? cell.textContent.trim() : order === "" ? null : Number(order);
  }
  function compare(a, b) {
    if (a === null || b === null) { return (a === null) - (b === null); }
    return typeof a === "number" ? a - b : a.localeCompare(b, document.documentElement.lang);
  }
  function sort(column) {
    var head = heads[column], down = head.getAttribute("aria-sort") === "ascending";
    heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    rows.map(function (row) { return { row: row, key: key(row, column) }; }).sort(function (a, b) {
      return a.key === null || b.key === null || !down ? compare(a.key, b.key) : compare(b.key, a.key);
    }).forEach(function (item) { body.appendChild(item.row); });
  }
  heads.forEach(function (head, column) {
    var button = document.createElement("button"), paper = document.createElement("span");
    button.type = "button";
    button.textContent = paper.textContent = head.textContent;
    paper.className = "paper";  // a browser prints no buttons in the heads it repeats on each sheet
    button.addEventListener("click", function () { sort(column); });
    head.replaceChildren(button, paper);
  });

  var list = table.closest(".list"), find = document.getElementById("shop-find");
  if (!find) { return; }
  var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
  var output = list.querySelector("output"), nothing = list.querySelector(".nothing");
  function show() {
    var wanted = find.value.trim().toLowerCase(), left;
    rows.forEach(function (row, at) { row.hidden = texts[at].indexOf(wanted) < 0; });
    left = rows.filter(function (row) { return row.getClientRects().length > 0; }).length;
    output.textContent = left.toLocaleString(document.documentElement.lang) + output.getAttribute("data-of");
    nothing.hidden = left > 0;
  }
  find.addEventListener("input", show);
  list.querySelector(".choose").addEventListener("change", show);
  list.querySelector(".count").remove();
  find.parentNode.hidden = output.parentNode.hidden = false;
  show();
}());
