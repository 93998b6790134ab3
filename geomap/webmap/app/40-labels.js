// Names on the map: the places of incidents first, then what fits at this zoom.
const LABEL_LIMIT = 140;

function overlaps(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

function textWidth(text, label) {
  const size = { country: 9.6, sea: 7.2 }[label.kind] || 6.6;
  return text.length * size * (label.own ? 1.06 : 1);
}

function labelBox(label, point) {
  const width = textWidth(label.text, label) + 8;
  if (label.centred) return [point.x - width / 2, point.y - 9, point.x + width / 2, point.y + 9];
  if (label.below) return [point.x - width / 2, point.y + label.below, point.x + width / 2, point.y + label.below + 17];
  return [point.x + 4, point.y - 9, point.x + width + 8, point.y + 9];
}

function baseLabels(zoom) {
  if (!DATA.base) return [];
  const shown = DATA.base.labels.filter((label) => zoom + 0.25 >= label[3] && zoom < (label[6] || 99));
  return shown.map(([text, lat, lon, level, kind, radius]) => ({
    text, at: [lat, lon], kind, level, radius, centred: kind !== 'city' && kind !== 'town',
  }));
}

function ownLabels(places) {
  return places.map((place) => ({ text: place.name, at: place.at, kind: 'own', own: true, below: place.below, level: 0 }));
}

// Greedy and stable: earlier labels win, marks are never covered.
function placeLabels(map, labels, taken) {
  const size = map.getSize();
  const pad = 40;
  const placed = [];
  const names = new Set();
  for (const label of labels) {
    const point = map.latLngToContainerPoint(label.at);
    if (point.x < -pad || point.y < -pad || point.x > size.x + pad || point.y > size.y + pad) continue;
    if (names.has(label.text) && !label.own) continue;
    const box = labelBox(label, point);
    if (taken.some((other) => overlaps(box, other))) continue;
    taken.push(box);
    names.add(label.text);
    placed.push(label);
    if (placed.length >= LABEL_LIMIT) break;
  }
  return placed;
}

function drawLabels(map, own, taken) {
  const pane = map.getPane('names');
  const order = { own: 0, country: 1, sea: 2, city: 3 };
  const labels = [...ownLabels(own), ...baseLabels(map.getZoom())];
  labels.sort((a, b) => (order[a.kind] ?? 4) - (order[b.kind] ?? 4) || a.level - b.level);
  const nodes = placeLabels(map, labels, taken).map((label) => {
    const point = map.latLngToLayerPoint(label.at);
    const node = el('span', { class: `lbl l-${label.kind}${label.below ? ' below' : ''}`, text: label.text });
    L.DomUtil.setPosition(node, label.below ? point.add([0, label.below]) : point);
    return node;
  });
  pane.replaceChildren(...nodes);
}

// Big cities are more than a dot when one looks closely: the rough extent of their districts.
function drawDistricts(map) {
  if (!DATA.base) return null;
  const renderer = L.svg({ pane: 'land', padding: 0.5 });
  const discs = DATA.base.labels
    .filter((label) => label[5] && (label[4] === 'district' || label[4] === 'city'))
    .map(([, lat, lon, , kind, radius]) => L.circle([lat, lon], {
      radius: radius * 1000, pane: 'land', renderer, interactive: false, className: `b-${kind}-disc`,
    }));
  const layer = L.layerGroup(discs);
  const update = () => (map.getZoom() >= 8.5 ? layer.addTo(map) : layer.remove());
  map.on('zoomend', update);
  update();
  return layer;
}
