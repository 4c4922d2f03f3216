const pen = document.getElementById("lijn").getContext("2d");
pen.font = "28px Arial, sans-serif";
pen.fillStyle = "#1d2433";
pen.fillText(["0595", "555", "068"].join(" "), 4, 34);
