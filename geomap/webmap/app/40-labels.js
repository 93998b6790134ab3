// Names on the map: the places of incidents first, then what fits at this zoom.
const LABEL_LIMIT = 140;
const EDGE = 4; // pixels between a name and the edge of the map

function overlaps(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

// Rough on purpose: measuring every name would cost more than the room it wins.
const LETTER_WIDTH = { country: 12.6, sea: 8.5, own: 8 };

function textWidth(text, label) {
  return text.length * (LETTER_WIDTH[label.kind] || 6.7);
}

function labelBox(label, point) {
  const width = textWidth(label.text, label) + 8;
  const half = label.centred ? width / 2 : 0;
  return [point.x - half + (half ? 0 : 4), point.y - 9, point.x + (half || width + 8), point.y + 9];
}

// A marked place has its name below its marks, or where else there is room around them.
function ownSpots(label) {
  const [west, north, east, south] = label.reach;
  return [[0, south + 10, ''], [0, north - 10, ''], [east + 5, 0, 'east'], [west - 5, 0, 'west'], [0, south + 25, ''], [0, north - 25, '']];
}

// How far a name at the edge of the map moves aside rather than being cut off.
function pushedIn(box, width) {
  return Math.max(0, EDGE - box[0]) - Math.max(0, box[2] + EDGE - width);
}

function keptInside(label, point, [dx, dy, side], width) {
  return side ? [dx, dy, side] : [dx + pushedIn(ownBox(label, point, [dx, dy, side]), width), dy, side];
}

function isInside(box, size) {
  return box[0] >= 0 && box[2] <= size.x && box[1] >= 0 && box[3] <= size.y;
}

function ownBox(label, point, [dx, dy, side]) {
  const width = textWidth(label.text, label) + 4;
  const left = side === 'east' ? point.x + dx : side === 'west' ? point.x + dx - width : point.x + dx - width / 2;
  return [left, point.y + dy - 8, left + width, point.y + dy + 8];
}

function baseLabels(zoom) {
  if (!DATA.base || isTiled) return [];
  return Object.entries(DATA.base.labels).flatMap(([kind, labels]) => labels.filter((label) => zoom + 0.25 >= label[3])
    .map(([text, lat, lon, level]) => ({ text, at: [lat, lon], kind, level, centred: kind !== 'city' && kind !== 'town' })));
}

function ownLabels(places) {
  return places.map((place) => ({ text: place.name, at: place.at, reach: place.reach, kind: 'own', own: true, level: 0 }));
}

function isFree(box, taken) {
  return !taken.some((other) => overlaps(box, other));
}

// The name of a district may move a little, since it names an area and not a spot.
const NUDGES = { district: [0, 15, -15, 28, -28] };

// A name of the ground is whole or absent; that of an area moves aside as far as it must.
function groundSpot(label, point, taken, size) {
  if (!isInside([point.x, point.y, point.x, point.y], size)) return null;
  const dx = label.centred ? pushedIn(labelBox(label, point), size.x) : 0;
  for (const dy of NUDGES[label.kind] || [0]) {
    const box = labelBox(label, point.add([dx, dy]));
    if (isInside(box, size) && isFree(box, taken)) return { box, spot: [dx, dy, ''] };
  }
  return null;
}

function ownSpot(label, point, taken, size) {
  const spots = ownSpots(label).map((candidate) => keptInside(label, point, candidate, size.x));
  const free = spots.filter((candidate) => isFree(ownBox(label, point, candidate), taken));
  const isWhole = (candidate) => isInside(ownBox(label, point, candidate), size);
  const spot = free.find(isWhole) || (isInside([point.x, point.y, point.x, point.y], size) ? null : free[0]);
  return spot ? { box: ownBox(label, point, spot), spot } : null;
}

// A cheap first look: of a thousand names most are elsewhere.
function isInView(view, [lat, lon]) {
  return lat > view.getSouth() && lat < view.getNorth() && lon > view.getWest() && lon < view.getEast();
}

// Greedy and stable: earlier labels win, marks are never covered.
function placeLabels(map, labels, taken) {
  const size = map.getSize();
  const pad = 40;
  const view = map.getBounds().pad(0.1);
  const placed = [];
  const names = new Set();
  for (const label of labels) {
    if (!isInView(view, label.at)) continue;
    const point = map.latLngToContainerPoint(label.at);
    if (point.x < -pad || point.y < -pad || point.x > size.x + pad || point.y > size.y + pad) continue;
    if (names.has(label.text)) continue;
    const found = label.own ? ownSpot(label, point, taken, size) : groundSpot(label, point, taken, size);
    if (!found) continue;
    taken.push(found.box);
    names.add(label.text);
    placed.push({ label, spot: found.spot });
    if (placed.length >= LABEL_LIMIT) break;
  }
  return placed;
}

// Panels over the map hide what is under them, so no name goes there.
function panelBoxes(map) {
  if (isOnPaper()) return [];
  const origin = map.getContainer().getBoundingClientRect();
  return [...document.querySelectorAll('.legend, .leaflet-control, .outside:not([hidden])')].map((node) => {
    const box = node.getBoundingClientRect();
    return [box.left - origin.left, box.top - origin.top, box.right - origin.left, box.bottom - origin.top];
  });
}

function drawLabels(map, own, marked) {
  const taken = [...panelBoxes(map), ...marked];
  const pane = map.getPane('names');
  const order = { own: 0, country: 1, sea: 2, city: 3, district: 4 };
  const labels = [...ownLabels(own), ...baseLabels(map.getZoom())];
  labels.sort((a, b) => (order[a.kind] ?? 5) - (order[b.kind] ?? 5) || a.level - b.level);
  const nodes = placeLabels(map, labels, taken).map(({ label, spot: [dx, dy, side] }) => {
    const node = el('span', { class: `lbl l-${label.kind} ${side}`, text: label.text });
    L.DomUtil.setPosition(node, map.latLngToLayerPoint(label.at).add([dx, dy]));
    return node;
  });
  pane.replaceChildren(...nodes);
}
