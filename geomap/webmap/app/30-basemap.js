// Land, borders and rivers, drawn once: a closer view is the same drawing, scaled.
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const DIGITS = new Uint8Array(128);
[...LETTERS].forEach((letter, digit) => { DIGITS[letter.charCodeAt(0)] = digit; });
const GROUND_ZOOM = 14; // at which a unit of the drawing is a pixel: 6 m in Ukraine
const WORLD = 256 * 2 ** GROUND_ZOOM;
const ORDER = ['country', 'admin1', 'built', 'river', 'border']; // from below to above
const LINES = new Set(['river', 'border']);
const lands = new Map(); // code of a country -> its path

// A ring of letters as the steps of an SVG path: longitude and latitude by turns, five bits a letter.
function ringSteps(text, decimals) {
  const degree = Math.PI / 180 / 10 ** decimals;
  const unit = WORLD / (2 * Math.PI);
  const steps = [];
  let lon = 0;
  let lat = 0;
  let x = 0;
  let y = 0;
  let isLat = false;
  let value = 0;
  let shift = 0;
  for (let i = 0; i < text.length; i += 1) {
    const digit = DIGITS[text.charCodeAt(i)];
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit >= 32) continue;
    const step = value & 1 ? -(value + 1) / 2 : value / 2;
    if (isLat) {
      lat += step;
      const east = Math.round(lon * degree * unit);
      const south = Math.round(-Math.atanh(Math.sin(lat * degree)) * unit);
      steps.push(east - x, south - y);
      x = east;
      y = south;
    } else lon += step;
    isLat = !isLat;
    value = 0;
    shift = 0;
  }
  steps[0] = `M${steps[0]}`;
  steps[1] = `${steps[1]}l`;
  return steps.join(' ');
}

function landPath([kind, code, fine, decimals, rings]) {
  const end = LINES.has(kind) ? '' : 'z';
  const d = rings.split(' ').map((ring) => ringSteps(ring, decimals) + end).join('');
  const path = svg('path', { class: `b-${kind} c-${code}${fine && kind === 'country' ? ' fine' : ''}`, d });
  if (kind === 'country') lands.set(code, path);
  return path;
}

// Where the drawing lies under the view: scaled to the zoom, moved to the map's own origin.
function placeGround(map, ground) {
  const origin = map.getPixelOrigin();
  const scale = map.getZoomScale(map.getZoom(), GROUND_ZOOM);
  const half = (WORLD * scale) / 2;
  ground.setAttribute('transform', `translate(${half - origin.x} ${half - origin.y}) scale(${scale})`);
}

// The lines are generalised: seen closely they step back instead of pretending.
function soften(map) {
  for (const [name, zoom] of [['near', 8], ['close', 8.5], ['closer', 10]]) map.getContainer().classList.toggle(name, map.getZoom() >= zoom);
}

function drawBasemap(map) {
  for (const [name, level] of [['land', 150], ['names', 550]]) {
    map.createPane(name).style.zIndex = level;
    map.getPane(name).style.pointerEvents = 'none';
  }
  if (!DATA.base) return;
  map.on('zoomend', () => soften(map));
  soften(map);
  const depth = ([kind, , fine]) => fine * ORDER.length + ORDER.indexOf(kind);
  const parts = [...DATA.base.parts].sort((a, b) => depth(a) - depth(b));
  const ground = svg('g', { class: 'ground' }, ...parts.map(landPath));
  const renderer = L.svg({ pane: 'land', padding: 0.5 }).addTo(map);
  map.getPane('land').querySelector('svg').append(ground);
  renderer.on('update', () => placeGround(map, ground));
  placeGround(map, ground);
}

function landBounds(map, code) {
  const path = lands.get(code);
  if (!path) return null;
  const { x, y, width, height } = path.getBBox();
  const corners = [[x, y], [x + width, y + height]];
  return L.latLngBounds(corners.map((corner) => map.unproject(L.point(corner).add([WORLD / 2, WORLD / 2]), GROUND_ZOOM)));
}

// Mark the land of countries that the article names only as a whole.
function showCountries(codes) {
  for (const [code, path] of lands) path.classList.toggle('named', codes.has(code));
}
