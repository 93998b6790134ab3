// The marks: one focusable element per located row, spread where several stand on one spot.
const CLUSTER_ABOVE = 500;
const SIZE = 34;
const MENTION_SIZE = 16;
const ROOM = 35; // pixels from mark to mark
const HUB = 8.5;
const ROUNDS = 60;
// How closely marks may be told apart: `join` pixels between spots that count as one, `petals`
// marks that stand around their spot; more are a pile until it is opened.
const LEVELS = [{ join: 9, petals: 8 }, { join: 20, petals: 5 }, { join: 34, petals: 1 }];
const FARTHEST = 46; // pixels; a mark that had to move on would no longer show where it belongs
const FIRST_RING = 8;
const MANY = 150; // marks; with more, only the last level can hold
const DISC_FROM_KM = 1.2;

const marks = new Map(); // row index -> Leaflet marker
const offsets = new Map(); // row index -> [dx, dy]
let openStack = null;
let stackLayer = null;
let holder = null;

function accessibleName(row) {
  const parts = [typeLabel(row), placeName(row), roleWord(row), dateWords(row)];
  if (isHollow(row)) parts.push(word(`realis_value.${row.realis}`));
  return parts.filter(Boolean).join(', ');
}

function sizeOf(row) {
  return row.feature_kind === MENTION ? MENTION_SIZE : SIZE;
}

const RowIcon = L.DivIcon.extend({
  createIcon() {
    const node = document.createElement('div');
    node.append(symbol(this.options.row));
    this._setIconStyles(node, 'icon');
    return node;
  },
});

// Picture and popup are made when a mark first comes onto the map: most of a corpus never do.
const RowMark = L.Marker.extend({
  options: { riseOnHover: true, alt: '' },
  initialize(row, makePopup) {
    L.Marker.prototype.initialize.call(this, row.at);
    Object.assign(this, { row, makePopup });
  },
  onAdd(map) {
    if (!this.getPopup()) this.furnish();
    L.Marker.prototype.onAdd.call(this, map);
    put(this.getElement(), { role: 'button', 'aria-label': accessibleName(this.row), 'data-row': this.row.index }, []);
    shiftMark(this.row, offsets.get(this.row.index) || [0, 0]);
  },
  furnish() {
    const { row } = this;
    const size = sizeOf(row);
    const kind = row.feature_kind === MENTION ? 'mention' : 'incident';
    this.options.icon = new RowIcon({ className: `mark mark-${kind}`, iconSize: [size, size], row });
    this.bindPopup(() => this.makePopup(row), popupOptions());
  },
});

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
  holder = isClustered()
    ? L.markerClusterGroup({ maxClusterRadius: CLUSTER_REACH[Number(NARROW.matches)], showCoverageOnHover: false, iconCreateFunction: clusterIcon })
    : L.layerGroup();
  holder.addTo(map);
  stackLayer = L.layerGroup().addTo(map);
  for (const row of ROWS) if (row.at) marks.set(row.index, new RowMark(row, makePopup));
}

function isClustered() {
  return LOCATED > CLUSTER_ABOVE;
}

function showMarks(isShown) {
  const shown = ROWS.filter((row) => row.at && isShown(row)).map((row) => marks.get(row.index));
  if (isClustered()) {
    if (holder.getLayers().length) holder.clearLayers();
    holder.addLayers(shown);
    return;
  }
  const wanted = new Set(shown);
  for (const mark of marks.values()) {
    if (wanted.has(mark)) holder.addLayer(mark);
    else holder.removeLayer(mark);
  }
}

// Rows that stand on one spot, and where that spot is on the screen.
function findStacks(map, rows, level) {
  const stacks = [];
  for (const row of rows) {
    if (row.feature_kind === MENTION) continue;
    const point = map.latLngToLayerPoint(row.at);
    const near = stacks.find((stack) => stack.point.distanceTo(point) < level.join);
    if (near) near.rows.push(row);
    else stacks.push({ point, rows: [row], petals: level.petals });
  }
  return stacks;
}

function isPile(stack) {
  return stack.rows.length > stack.petals && !stack.rows.some((row) => row.index === openStack);
}

function ringOffsets(n) {
  const found = [];
  for (let ring = 0; found.length < n; ring += 1) {
    const radius = ring === 0 ? Math.max(26, (Math.min(n, FIRST_RING) * ROOM) / (2 * Math.PI)) : 52 + (ring - 1) * 38;
    const room = ring === 0 ? Math.min(n, FIRST_RING) : Math.floor((2 * Math.PI * radius) / ROOM);
    const here = Math.min(room, n - found.length);
    for (let i = 0; i < here; i += 1) {
      const angle = -Math.PI / 2 + (2 * Math.PI * i) / here + (n === 2 ? Math.PI / 2 : 0);
      found.push([radius * Math.cos(angle), radius * Math.sin(angle)]);
    }
  }
  return found;
}

// A unit is what moves as one: a mark, or a pile of them.
function unitsOf(stack) {
  const n = stack.rows.length;
  if (isPile(stack)) return [{ stack, rows: stack.rows, home: stack.point, at: stack.point.clone(), radius: 25 }];
  const spread = n === 1 ? [[0, 0]] : ringOffsets(n);
  return stack.rows.map((row, i) => {
    const home = stack.point.add(spread[i]);
    return { stack, rows: [row], home, at: home.clone(), radius: ROOM / 2 };
  });
}

function pushApart(a, b, turn) {
  const dx = b.at.x - a.at.x;
  const dy = b.at.y - a.at.y;
  const apart = Math.hypot(dx, dy);
  const wanted = a.radius + b.radius;
  if (apart >= wanted) return false;
  const [ux, uy] = apart > 0.01 ? [dx / apart, dy / apart] : [Math.cos(turn), Math.sin(turn)];
  const share = a.fixed || b.fixed ? 1 : 0.5;
  const step = (wanted - apart) * share;
  if (!a.fixed) a.at = a.at.subtract([ux * step, uy * step]);
  if (!b.fixed) b.at = b.at.add([ux * step, uy * step]);
  return true;
}

// Marks that would cover each other move apart, as little as they must; the same every time.
function settle(units, hubs) {
  const bodies = [...units, ...hubs];
  for (let round = 0; round < ROUNDS; round += 1) {
    let moved = false;
    for (let i = 0; i < units.length; i += 1) {
      for (let j = i + 1; j < bodies.length; j += 1) {
        if (Math.abs(bodies[i].at.x - bodies[j].at.x) > 60) continue;
        moved = pushApart(bodies[i], bodies[j], i + j) || moved;
      }
    }
    if (!moved) return;
    if (round < ROUNDS / 2) units.forEach((unit) => { unit.at = unit.at.add(unit.home.subtract(unit.at).multiplyBy(0.04)); });
  }
}

function leaders(map, stack, units) {
  const lines = [];
  for (const unit of units) {
    const from = map.latLngToLayerPoint(unit.rows[0].at);
    if (unit.at.distanceTo(from) < SIZE / 3) continue;
    const [a, b] = [from.subtract(stack.point), unit.at.subtract(stack.point)];
    lines.push(svg('path', { class: 'leader', d: `M${a.x} ${a.y}L${b.x} ${b.y}` }),
      svg('circle', { class: 'spot', cx: a.x, cy: a.y, r: 2.6 }));
  }
  return lines;
}

function still(map, point, picture, zIndexOffset) {
  const icon = L.divIcon({ className: 'still', iconSize: [0, 0], html: picture });
  return L.marker(map.layerPointToLatLng(point), { icon, interactive: false, keyboard: false, zIndexOffset });
}

function drawHub(map, stack, units) {
  const lines = leaders(map, stack, units);
  const many = stack.rows.length > 1;
  if (!lines.length && !many) return;
  const count = many ? [svg('circle', { class: 'hub-disc', r: HUB }), svg('text', { class: 'hub-count', 'text-anchor': 'middle', y: 4, text: String(stack.rows.length) })] : [];
  const picture = svg('svg', { class: 'hub', width: 1, height: 1, 'aria-hidden': 'true' }, ...lines, ...count);
  stackLayer.addLayer(still(map, stack.point, picture, -9000));
}

function drawPile(map, unit) {
  const n = unit.rows.length;
  const node = el('span', { class: 'pile', text: String(n), title: countWords('stack', n) });
  stackLayer.addLayer(still(map, unit.at, node, 9000));
}

function placeUnit(map, unit) {
  unit.rows.forEach((row, i) => {
    const pile = unit.rows.length > 1 ? [Math.min(i, 4) * 3 - 6, 6 - Math.min(i, 4) * 3] : [0, 0];
    const at = unit.at.subtract(map.latLngToLayerPoint(row.at));
    shiftMark(row, [Math.round(at.x + pile[0]), Math.round(at.y + pile[1])]);
  });
}

function arrange(map, rows) {
  const levels = rows.length > MANY ? LEVELS.slice(-1) : LEVELS;
  let found = null;
  for (const level of levels) {
    const stacks = findStacks(map, rows, level);
    const unitsByStack = stacks.map(unitsOf);
    const hubs = stacks.filter((stack) => stack.rows.length > 1 && !isPile(stack))
      .map((stack) => ({ at: stack.point, radius: HUB - 1, fixed: true }));
    settle(unitsByStack.flat(), hubs);
    found = { stacks, unitsByStack };
    if (unitsByStack.flat().every((unit) => unit.at.distanceTo(unit.home) <= FARTHEST)) break;
  }
  return found;
}

// Every mark beside its spot, tied to it by a thin line where it had to move.
function spreadStacks(map, isShown) {
  stackLayer.clearLayers();
  const rows = ROWS.filter((row) => row.at && isShown(row));
  rows.forEach((row) => shiftMark(row, [0, 0]));
  const { stacks, unitsByStack } = arrange(map, rows);
  stacks.forEach((stack, i) => {
    unitsByStack[i].forEach((unit) => placeUnit(map, unit));
    if (isPile(stack)) drawPile(map, unitsByStack[i][0]);
    else drawHub(map, stack, unitsByStack[i]);
  });
}

function openStackOf(map, row, isShown) {
  if (openStack === row.index) return;
  openStack = row.index;
  if (!isClustered()) spreadStacks(map, isShown);
}

function markBoxes(map, isShown) {
  return ROWS.filter((row) => row.at && isShown(row)).map((row) => {
    const point = map.latLngToContainerPoint(row.at);
    const [dx, dy] = offsets.get(row.index) || [0, 0];
    const half = sizeOf(row) / 2;
    return [point.x + dx - half, point.y + dy - half, point.x + dx + half, point.y + dy + half];
  });
}

// The names that stand at marks: each place once, with the room its marks take around it.
function markedPlaces(isShown) {
  const places = new Map();
  const half = SIZE / 2;
  for (const row of ROWS) {
    if (!row.at || !row.place || row.feature_kind === MENTION || !isShown(row)) continue;
    const name = placeName(row);
    const [dx, dy] = offsets.get(row.index) || [0, 0];
    const box = [dx - half, dy - half, dx + half, dy + half];
    const known = places.get(name);
    if (!known) places.set(name, { name, at: row.at, reach: box });
    else known.reach = known.reach.map((edge, i) => (i < 2 ? Math.min(edge, box[i]) : Math.max(edge, box[i])));
  }
  return [...places.values()];
}
