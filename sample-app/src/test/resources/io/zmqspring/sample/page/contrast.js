// Returns each piece of text whose colour is too close to the colour behind it.
function channels(color) {
  return color.match(/[\d.]+/g).map(Number);
}

function luminance([red, green, blue]) {
  const linear = [red, green, blue].map(value => {
    const part = value / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

function behind(element) {
  for (let each = element; each; each = each.parentElement) {
    const color = channels(getComputedStyle(each).backgroundColor);
    if (color.length === 3 || color[3] > 0) {
      return color;
    }
  }
  return [255, 255, 255];
}

function contrast(element) {
  const text = luminance(channels(getComputedStyle(element).color));
  const ground = luminance(behind(element));
  return (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
}

return [...document.querySelectorAll('body *')]
  .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
  .filter(element => element.checkVisibility() && !element.closest('.said, noscript') && contrast(element) < 4.5)
  .map(element => `${element.tagName} "${element.textContent.trim().slice(0, 30)}": ${contrast(element).toFixed(2)}`);
