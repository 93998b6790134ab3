// Land, borders and rivers, decoded from short strings; colours come from the style sheet.
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const DIGIT = new Map([...LETTERS].map((letter, index) => [letter, index]));

function decodeRing(text, decimals) {
  const scale = 10 ** decimals;
  const points = [];
  const at = [0, 0];
  let value = 0;
  let shift = 0;
  let axis = 0;
  for (const letter of text) {
    const digit = DIGIT.get(letter);
    value += (digit & 31) * 2 ** shift;
    shift += 5;
    if (digit >= 32) continue;
    at[axis] += value % 2 ? -(value + 1) / 2 : value / 2;
    if (axis) points.push([at[1] / scale, at[0] / scale]);
    axis = 1 - axis;
    value = 0;
    shift = 0;
  }
  return points;
}

const LINES = new Set(['river', 'border']);
const countryLayers = new Map();

function drawBasemap(map) {
  for (const [name, level] of [['land', 200], ['names', 550]]) {
    map.createPane(name).style.zIndex = level;
    map.getPane(name).style.pointerEvents = 'none';
  }
  if (!DATA.base) return;
  // The lines are generalised: seen closely they step back instead of pretending.
  const soften = () => {
    map.getContainer().classList.toggle('near', map.getZoom() >= 8);
    map.getContainer().classList.toggle('close', map.getZoom() >= 8.5);
    map.getContainer().classList.toggle('closer', map.getZoom() >= 10);
  };
  map.on('zoomend', soften);
  map.whenReady(soften);
  const renderer = L.svg({ pane: 'land', padding: 0.5 });
  const order = ['country', 'admin1', 'lake', 'built', 'river', 'border'];
  const parts = [...DATA.base.parts].sort((a, b) => a.fine - b.fine || order.indexOf(a.kind) - order.indexOf(b.kind));
  for (const part of parts) {
    const rings = part.rings.map((ring) => decodeRing(ring, part.decimals));
    const options = { pane: 'land', renderer, interactive: false, smoothFactor: 0.6, className: `b-${part.kind} c-${part.code}` };
    const layer = LINES.has(part.kind) ? L.polyline(rings, options) : L.polygon(rings, options);
    layer.addTo(map);
    if (part.kind === 'country') {
      countryLayers.set(part.code, layer);
      if (part.fine) layer.getElement().classList.add('fine');
    }
  }
}

// Mark the land of countries that the article names only as a whole.
function showCountries(codes) {
  for (const [code, layer] of countryLayers) {
    const path = layer.getElement();
    if (path) path.classList.toggle('named', codes.has(code));
  }
}
