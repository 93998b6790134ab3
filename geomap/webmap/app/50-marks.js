// The marks: one focusable element per located row, spread where several stand on one spot.
const CLUSTER_ABOVE = 500;
const SIZE = 34;
const MENTION_SIZE = 16;
const TOUCH = 20; // pixels between two marks below which they count as one stack
const PETALS = 8; // a larger stack stays a pile until it is opened
const DISC_FROM_KM = 1.2;

const marks = new Map(); // row index -> Leaflet marker
const offsets = new Map(); // row index -> [dx, dy]
let openStack = null;
let stackLayer = null;
let holder = null;

function accessibleName(row) {
  const parts = [typeLabel(row), placeName(row), word(`role.${row.role}`), dateWords(row)];
  if (isHollow(row)) parts.push(word(`realis_value.${row.realis}`));
  return parts.filter(Boolean).join(', ');
}

function sizeOf(row) {
  return row.feature_kind === MENTION ? MENTION_SIZE : SIZE;
}

function makeMark(row, makePopup) {
  const size = sizeOf(row);
  const icon = L.divIcon({ className: `mark mark-${row.feature_kind}`, iconSize: [size, size], html: symbol(row) });
  const mark = L.marker(row.at, { icon, keyboard: true, riseOnHover: true, alt: '' });
  mark.on('add', () => {
    const node = mark.getElement();
    put(node, { role: 'button', 'aria-label': accessibleName(row), 'data-row': row.index }, []);
    shiftMark(row, offsets.get(row.index) || [0, 0]);
  });
  mark.bindPopup(() => makePopup(row), { maxWidth: 330, minWidth: 240, autoPanPadding: [24, 24], closeButton: true });
  return mark;
}

function shiftMark(row, offset) {
  const mark = marks.get(row.index);
  const node = mark && mark.getElement();
  offsets.set(row.index, offset);
  if (!node) return;
  const half = sizeOf(row) / 2;
  node.style.marginLeft = `${offset[0] - half}px`;
  node.style.marginTop = `${offset[1] - half}px`;
  mark.getPopup().options.offset = L.point(offset[0], offset[1] - half + 6);
}

function makeMarks(map, makePopup) {
  const located = ROWS.filter((row) => row.at);
  holder = located.length > CLUSTER_ABOVE && L.markerClusterGroup
    ? L.markerClusterGroup({ maxClusterRadius: 44, showCoverageOnHover: false, chunkedLoading: true })
    : L.layerGroup();
  holder.addTo(map);
  stackLayer = L.layerGroup().addTo(map);
  located.forEach((row) => marks.set(row.index, makeMark(row, makePopup)));
}

function isClustered() {
  return Boolean(holder && holder.getVisibleParent);
}

function showMarks(isShown) {
  const shown = ROWS.filter((row) => row.at && isShown(row)).map((row) => marks.get(row.index));
  if (isClustered()) {
    holder.clearLayers();
    holder.addLayers(shown);
    return;
  }
  const wanted = new Set(shown);
  for (const mark of marks.values()) {
    if (wanted.has(mark)) holder.addLayer(mark);
    else holder.removeLayer(mark);
  }
}

function findStacks(map, rows) {
  const stacks = [];
  for (const row of rows) {
    const point = map.latLngToLayerPoint(row.at);
    const near = row.feature_kind === MENTION ? null
      : stacks.find((stack) => stack.point.distanceTo(point) < TOUCH);
    if (near) near.rows.push(row);
    else stacks.push({ point, rows: [row], key: row.index });
  }
  return stacks.filter((stack) => stack.rows.length > 1);
}

function ringOffsets(n) {
  const found = [];
  for (let ring = 0; found.length < n; ring += 1) {
    const radius = ring === 0 ? Math.max(20, (Math.min(n, PETALS) * (SIZE + 2)) / (2 * Math.PI)) : 48 + (ring - 1) * 38;
    const room = ring === 0 ? Math.min(n, PETALS) : Math.floor((2 * Math.PI * radius) / (SIZE + 3));
    const here = Math.min(room, n - found.length);
    for (let i = 0; i < here; i += 1) {
      const angle = -Math.PI / 2 + (2 * Math.PI * i) / here + (n === 2 ? Math.PI / 2 : 0);
      found.push([Math.round(radius * Math.cos(angle)), Math.round(radius * Math.sin(angle))]);
    }
  }
  return found;
}

function hub(map, stack, spread) {
  const lines = stack.rows.map((row, i) => {
    const from = map.latLngToLayerPoint(row.at).subtract(stack.point);
    return svg('path', { class: 'leader', d: `M${from.x} ${from.y}L${spread[i][0]} ${spread[i][1]}` });
  });
  const count = svg('text', { class: 'hub-count', 'text-anchor': 'middle', y: 4, text: String(stack.rows.length) });
  const picture = svg('svg', { class: 'hub', width: 1, height: 1, 'aria-hidden': 'true' },
    ...lines, svg('circle', { r: 8.5 }), count);
  const icon = L.divIcon({ className: 'hub-box', iconSize: [0, 0], html: picture });
  return L.marker(map.layerPointToLatLng(stack.point), { icon, interactive: false, keyboard: false, zIndexOffset: -500 });
}

function pileOffsets(n) {
  return Array.from({ length: n }, (_, i) => [Math.min(i, 4) * 3 - 6, Math.min(i, 4) * -3 + 6]);
}

function pileBadge(map, stack) {
  const node = el('span', { class: 'pile', text: String(stack.rows.length), title: word('stack', { n: stack.rows.length }) });
  const icon = L.divIcon({ className: 'pile-box', iconSize: [0, 0], html: node });
  return L.marker(map.layerPointToLatLng(stack.point), { icon, interactive: false, keyboard: false, zIndexOffset: 4000 });
}

// Put the members of a stack around their spot, each tied to it by a thin line.
function spreadStacks(map, isShown) {
  if (isClustered()) return;
  stackLayer.clearLayers();
  const rows = ROWS.filter((row) => row.at && isShown(row));
  rows.forEach((row) => shiftMark(row, [0, 0]));
  for (const stack of findStacks(map, rows)) {
    const isOpen = stack.rows.length <= PETALS || stack.rows.some((row) => row.index === openStack);
    const spread = isOpen ? ringOffsets(stack.rows.length) : pileOffsets(stack.rows.length);
    stack.rows.forEach((row, i) => {
      const at = map.latLngToLayerPoint(row.at);
      shiftMark(row, [stack.point.x - at.x + spread[i][0], stack.point.y - at.y + spread[i][1]]);
    });
    stackLayer.addLayer(isOpen ? hub(map, stack, spread) : pileBadge(map, stack));
  }
}

function openStackOf(map, row, isShown) {
  if (openStack === row.index) return;
  openStack = row.index;
  spreadStacks(map, isShown);
}

function markBoxes(map, isShown) {
  return ROWS.filter((row) => row.at && isShown(row)).map((row) => {
    const point = map.latLngToContainerPoint(row.at);
    const [dx, dy] = offsets.get(row.index) || [0, 0];
    const half = sizeOf(row) / 2;
    return [point.x + dx - half, point.y + dy - half, point.x + dx + half, point.y + dy + half];
  });
}

// The names that stand under marks: each place once, below the lowest of its marks.
function markedPlaces(map, isShown) {
  const places = new Map();
  for (const row of ROWS) {
    if (!row.at || !row.place || row.feature_kind === MENTION || !isShown(row)) continue;
    const point = map.latLngToLayerPoint(row.at);
    const key = row.place_id || row.place;
    const reach = Math.max(0, (offsets.get(row.index) || [0, 0])[1]) + SIZE / 2;
    const known = places.get(key);
    if (known) known.below = Math.max(known.below, reach);
    else places.set(key, { name: row.place, at: row.at, below: reach, point });
  }
  return [...places.values()];
}
