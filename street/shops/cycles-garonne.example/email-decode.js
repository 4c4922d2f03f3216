// What a visitor's browser does with a coded address: the first byte is the key of all others.
document.querySelectorAll('.__cf_email__').forEach(function (node) {
  var code = node.dataset.cfemail, key = parseInt(code.slice(0, 2), 16), text = '';
  for (var at = 2; at < code.length; at += 2) text += String.fromCharCode(parseInt(code.slice(at, at + 2), 16) ^ key);
  var link = document.createElement('a');
  link.href = 'mailto:' + text;
  link.textContent = text;
  node.replaceWith(link);
});
