// Adds sorting and a filter to the table of shops; the page is complete without it.
(function () {
  "use strict";
  var table = document.getElementById("shop-table");
  if (!table) { return; }
  var body = table.tBodies[0], rows = Array.prototype.slice.call(body.rows), heads = table.tHead.rows[0].cells;

  function key(row, column) {
    var cell = row.cells[column], text = (cell.getAttribute("data-sort") || cell.textContent).trim();
    return text === "" || text === "–" ? null : isNaN(text.replace(/,/g, "")) ? text.toLowerCase() : Number(text.replace(/,/g, ""));
  }
  function compare(a, b) {
    if (a === null || b === null) { return (a === null) - (b === null); }
    return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
  }
  function sort(column) {
    var head = heads[column], down = head.getAttribute("aria-sort") === "ascending";
    Array.prototype.forEach.call(heads, function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    rows.map(function (row) { return { row: row, key: key(row, column) }; }).sort(function (a, b) {
      return a.key === null || b.key === null || !down ? compare(a.key, b.key) : compare(b.key, a.key);
    }).forEach(function (item) { body.appendChild(item.row); });
  }
  Array.prototype.forEach.call(heads, function (head, column) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", function () { sort(column); });
    head.textContent = "";
    head.appendChild(button);
  });

  var line = document.createElement("p"), name = document.createElement("label"), input = document.createElement("input"), shown = document.createElement("output");
  line.className = "filter";
  name.textContent = table.getAttribute("data-filter");
  name.htmlFor = input.id = "shop-filter";
  input.type = "search";
  shown.setAttribute("for", input.id);
  input.addEventListener("input", function () {
    var wanted = input.value.trim().toLowerCase(), left = 0;
    rows.forEach(function (row) {
      row.hidden = row.textContent.toLowerCase().indexOf(wanted) < 0;
      left += row.hidden ? 0 : 1;
    });
    shown.textContent = left + " / " + rows.length + " " + table.getAttribute("data-shown");
  });
  line.appendChild(name);
  line.appendChild(input);
  line.appendChild(shown);
  table.parentNode.parentNode.insertBefore(line, table.parentNode);
}());
