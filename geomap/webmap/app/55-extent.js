// Where a thing may be, and where it came from: areas, discs, lines with a direction.
const extents = []; // {rows, layer}
const arcs = []; // {incident, layer}
let extentLayer = null;
let extentRenderer = null;

function latLngs(coordinates) {
  return typeof coordinates[0] === 'number' ? [coordinates[1], coordinates[0]] : coordinates.map(latLngs);
}

const COARSE = new Set(['region', 'area', 'sea', 'country']);
const COARSE_KM = 25;

function isCoarse(row) {
  return COARSE.has(row.precision) || row.radius_km >= COARSE_KM;
}

// Lines across what is only roughly known, in the colour of each group.
function makeHatches() {
  const patterns = Object.keys(DATA.groups).map((group) => (
    svg('pattern', { id: `hatch-${group}`, class: `g-${group}`, width: 8, height: 8, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      svg('rect', { class: 'hatch-tint', width: 8, height: 8 }), svg('path', { class: 'hatch-line', d: 'M0 0V8' }))));
  document.body.append(svg('svg', { class: 'hatches', width: 0, height: 0, 'aria-hidden': 'true' }, svg('defs', {}, ...patterns)));
}

function extentOf(row, shape) {
  const className = `unc g-${groupOf(row)}${isCoarse(row) ? ` coarse h-${groupOf(row)}` : ''}${row.precision === 'sea' ? ' water' : ''}`;
  const options = { className, interactive: false, pane: 'extent', renderer: extentRenderer };
  if (shape && shape.type.endsWith('LineString')) {
    return L.polyline(latLngs(shape.coordinates), { ...options, className: `${className} band` });
  }
  if (shape) return L.polygon(latLngs(shape.coordinates), { ...options, className: `${className} area` });
  if (row.feature_kind !== MENTION && row.radius_km >= DISC_FROM_KM) {
    return L.circle(row.at, { ...options, radius: row.radius_km * 1000 });
  }
  return null;
}

function makeExtents(map) {
  makeHatches();
  map.createPane('extent').style.zIndex = 350;
  extentRenderer = L.svg({ pane: 'extent', padding: 0.6 }); // so that dragging shows no cut edge
  extentLayer = L.layerGroup().addTo(map);
  if (isClustered()) return; // of thousands, only the chosen one's extent is drawn
  const shapes = new Map(DATA.areas.map((area) => [area.id, area]));
  const known = new Map();
  for (const row of ROWS) {
    if (!row.at || row.feature_kind === MENTION) continue;
    const shape = shapes.get(row.id);
    // What lies "between A and B" is one shape, though it is a row of each.
    const key = shape ? String(shape.coordinates) : `${row.place_id}|${row.relation}`;
    if (row.place_id && known.has(key)) {
      known.get(key).rows.push(row);
      continue;
    }
    const layer = extentOf(row, shape);
    if (!layer) continue;
    const extent = { rows: [row], layer };
    known.set(key, extent);
    extents.push(extent);
  }
}

// The extent of the one row that a reader has chosen, where they are not all drawn.
let chosenExtent = null;

function showExtentOf(row) {
  if (!isClustered()) return;
  if (chosenExtent) extentLayer.removeLayer(chosenExtent);
  const shape = row && DATA.areas.find((area) => area.id === row.id);
  chosenExtent = row && row.at ? extentOf(row, shape) : null;
  if (chosenExtent) extentLayer.addLayer(chosenExtent);
}

// A gentle bow keeps lines between the same places apart; it is no flight path.
function bow(from, to) {
  const points = [];
  const middle = [(from[0] + to[0]) / 2 + (to[1] - from[1]) * 0.12, (from[1] + to[1]) / 2 - (to[0] - from[0]) * 0.12];
  for (let i = 0; i <= 32; i += 1) {
    const u = i / 32;
    const v = 1 - u;
    points.push([0, 1].map((k) => v * v * from[k] + 2 * v * u * middle[k] + u * u * to[k]));
  }
  return points;
}

function arrowHead(map, points, at, group) {
  const [a, b] = [map.project(points[at - 1], 10), map.project(points[Math.min(at + 1, points.length - 1)], 10)];
  const angle = (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;
  const picture = svg('svg', { viewBox: '-9 -9 18 18', class: `arrow g-${group}`, 'aria-hidden': 'true' },
    svg('path', { d: 'M-6-6L7 0L-6 6L-3 0z', transform: `rotate(${angle})` }));
  const icon = L.divIcon({ className: 'arrow-box', iconSize: [18, 18], html: picture });
  return L.marker(points[at], { icon, interactive: false, keyboard: false, zIndexOffset: -800 });
}

function makeArcs(map) {
  for (const link of DATA.links) {
    const incident = INCIDENTS.get(link.incident_id);
    const line = link.type === 'LineString' ? link.coordinates : link.coordinates.flat();
    if (!incident || line.length < 2) continue;
    const ends = [line[0], line[line.length - 1]].map(([lon, lat]) => [lat, lon]);
    // Where they went is not said: a short arrow that ends nowhere.
    const points = link.open ? ends : bow(...ends);
    const at = link.open ? 1 : 20;
    const group = groupOf(incident.first);
    const stroke = L.polyline(points, { className: `arc g-${group}`, interactive: false, pane: 'extent', renderer: extentRenderer });
    arcs.push({ incident, layer: L.layerGroup([stroke, arrowHead(map, points, at, group)]) });
  }
}

function showExtents(isShown) {
  for (const { rows, layer } of extents) {
    const first = rows.find(isShown);
    if (!first) {
      extentLayer.removeLayer(layer);
      continue;
    }
    extentLayer.addLayer(layer);
    const path = layer.getElement();
    path.setAttribute('class', path.getAttribute('class').replace(/\b([gh])-\w+/g, `$1-${groupOf(first)}`));
  }
  for (const { incident, layer } of arcs) {
    if (isAnyShown(incident)) extentLayer.addLayer(layer);
    else extentLayer.removeLayer(layer);
  }
}

// From inside an extent nothing is left to see of it but a tint over everything.
function clearInside(map) {
  const view = map.getBounds();
  for (const { layer } of extents) {
    const path = extentLayer.hasLayer(layer) && layer.getElement();
    if (path) path.classList.toggle('inside', layer.getBounds().pad(-0.15).contains(view));
  }
}
