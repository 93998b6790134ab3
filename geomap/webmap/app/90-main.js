// Wiring: one selection, one filter, one map.
const SMOOTH = window.matchMedia('(prefers-reduced-motion: no-preference)').matches;
const NARROW = window.matchMedia('(max-width: 800px)');
const FEW_POINTS = 5; // so few are all shown at first, however far apart
const SAMPLE = 1000; // points that tell where most of them lie
const OUTLYING = 0.2; // share of the points, the farthest, that the first view may leave out
let theMap = null;
let selected = null;

const isShown = (row) => passes(row);

function mapOptions(options) {
  return {
    center: [49, 31], zoom: 6, minZoom: 2, maxZoom: MAX_ZOOM, zoomSnap: 0.5, zoomDelta: 1, wheelPxPerZoomLevel: 90,
    zoomControl: false, attributionControl: false, worldCopyJump: false, zoomAnimation: SMOOTH, fadeAnimation: SMOOTH,
    markerZoomAnimation: SMOOTH, ...options,
  };
}

function highlight(row) {
  selected = row;
  for (const node of document.querySelectorAll('.mark.on, tr.on')) node.classList.remove('on');
  const mark = row && marks.get(row.index);
  if (mark && mark.getElement()) mark.getElement().classList.add('on');
  if (row && row.incident) knownLines(row.incident).forEach((node) => node.classList.add('on'));
  showExtentOf(row);
  showCountries(countriesOf(row));
  writeState();
  return markWords(row);
}

// Countries that are named only as a whole are outlined, never pinned; of a large corpus only the
// chosen one's, since together they would be nearly all.
function countriesOf(row) {
  const rows = row && !row.at ? [row] : isClustered() ? [] : ROWS.filter((other) => other.precision === 'country' && other.incident && passes(other));
  return new Set(rows.filter((other) => !other.at && other.country).flatMap((other) => other.country.split(';')));
}

function showTab(name) {
  for (const tab of ['text', 'list']) {
    $(`gm-tab-${tab}`).setAttribute('aria-selected', String(tab === name));
    $(`gm-tab-${tab}`).tabIndex = tab === name ? 0 : -1;
    $(`gm-${tab}`).hidden = tab !== name;
  }
  if (theMap) writeState();
}

function openTab(name) {
  if (document.body.classList.contains('no-panel')) togglePanel();
  showTab(name);
}

function reveal(node) {
  if (!node) return;
  const fold = node.closest('details');
  if (fold) fold.open = true;
  node.scrollIntoView({ block: 'center', behavior: SMOOTH ? 'smooth' : 'auto' });
}

// The text follows the map, unless the reader is already looking at the words.
function followWords(node) {
  if (!node || NARROW.matches || $('gm-text').hidden) return;
  const pane = $('gm-text').getBoundingClientRect();
  const box = node.getBoundingClientRect();
  const isSeen = box.height > 0 && box.top > pane.top && box.bottom < pane.bottom;
  if (!isSeen) reveal(node);
}

function showText(row) {
  openTab('text');
  reveal(markWords(row));
}

function zoomFor(row) {
  const radius = row.radius_km || 5;
  const wanted = radius > 100 ? 6 : radius > 25 ? 7 : radius > 8 ? 8.5 : 10;
  return Math.max(theMap.getZoom(), wanted);
}

function showCountryOf(row) {
  const found = (row.country || '').split(';').map((code) => landBounds(theMap, code)).filter(Boolean);
  if (!found.length) return;
  const bounds = found.reduce((all, one) => all.extend(one));
  if (!theMap.getBounds().contains(bounds)) theMap.fitBounds(bounds, { maxZoom: 6, animate: false, paddingTopLeft: [legendWidth(), 0] });
}

function select(row) {
  highlight(row);
  $('gm-status').textContent = row.at ? accessibleName(row) : `${accessibleName(row)}. ${word('not_on_map')}`;
  if (!row.at) {
    theMap.closePopup();
    highlight(row);
    showCountryOf(row);
    return;
  }
  if (!isShown(row)) revealRow(row);
  const mark = marks.get(row.index);
  if (isClustered()) {
    holder.zoomToShowLayer(mark, () => mark.openPopup());
    return;
  }
  theMap.setView(row.at, zoomFor(row), { animate: false });
  openStackOf(theMap, row, isShown);
  mark.openPopup();
}

function revealRow(row) {
  if (grouping.byEvent && row.incident) row.incident.event.chosen = tellingsOf(row.incident.event).find(({ rows }) => rows.includes(row));
  hidden.type.delete(valueOf(row, 'type'));
  FACETS.forEach((facet) => hidden[facet].delete(valueOf(row, facet)));
  hidden.range = null;
  hidden.undated = false;
  setSearch('');
  refresh();
}

function layOut() {
  refreshOutside();
  if (isClustered()) {
    requestAnimationFrame(() => drawLabels(theMap, [], spreadClusters(theMap))); // once the clusters stand
    return;
  }
  spreadStacks(theMap, isShown);
  drawLabels(theMap, markedPlaces(isShown), markBoxes(theMap, isShown));
}

function refresh() {
  judge();
  showMarks(isShown);
  showExtents(isShown);
  clearInside(theMap);
  refreshFilters();
  refreshTable();
  refreshTimeline();
  refreshReading();
  layOut();
  highlight(selected && isShown(selected) ? selected : null);
}

// Paper is measured before it is laid out, so the map takes the size it will have there.
let screenTheme = '';
let folded = [];

function openFolds(on) {
  if (on) folded = [...document.querySelectorAll('.pane details:not([open]), #gm-legend:not([open])')];
  folded.forEach((node) => { node.open = on; });
}

function sizeForPaper(on) {
  const root = document.documentElement;
  if (on) screenTheme = root.dataset.theme || '';
  root.dataset.theme = on ? 'light' : screenTheme;
  document.body.classList.toggle('on-paper', on);
  openFolds(on);
  if (on) showRows(PAPER_ROWS);
  theMap.closePopup();
  theMap.invalidateSize({ animate: false });
  fit(on ? mainBounds : boxOf);
  layOut();
}

// On paper the map is wider than the sheet and centred, so that any width of paper is filled.
const PAPER_SIDE = 245;

function isOnPaper() {
  return document.body.classList.contains('on-paper');
}

function legendWidth() {
  return isOnPaper() || NARROW.matches || !$('gm-legend').open ? 0 : $('gm-legend').offsetWidth;
}

function boxOf(points) {
  const edge = (axis, most) => points.reduce((found, point) => most(found, point[axis]), points[0][axis]);
  return L.latLngBounds([[edge(0, Math.min), edge(1, Math.min)], [edge(0, Math.max), edge(1, Math.max)]]);
}

// Where most of the points lie; a few far-off places must not make the rest a dot.
function mainBounds(all) {
  if (all.length < FEW_POINTS) return boxOf(all);
  const points = all.filter((_, i) => i % Math.ceil(all.length / SAMPLE) === 0);
  const [lat, lon] = [0, 1].map((axis) => Float64Array.from(points, (point) => point[axis]).sort()[points.length >> 1]);
  const shrink = Math.cos((lat * Math.PI) / 180); // of a degree of longitude
  const distance = (point) => Math.hypot(point[0] - lat, (point[1] - lon) * shrink);
  const edge = Float64Array.from(points, distance).sort()[Math.ceil(points.length * (1 - OUTLYING)) - 1];
  const core = boxOf(points.filter((point) => distance(point) <= edge));
  const around = core.pad(0.5);
  points.forEach((point) => { if (around.contains(point)) core.extend(point); });
  const whole = boxOf(all);
  const width = (box) => box.getEast() - box.getWest();
  return width(core) * 2 < width(whole) ? core : whole;
}

// The room that marks, their names, the legend and the buttons take at the edges of the map.
function paddings() {
  if (isOnPaper()) return { paddingTopLeft: [PAPER_SIDE, 55], paddingBottomRight: [PAPER_SIDE, 55] };
  if (NARROW.matches) return { paddingTopLeft: [42, 70], paddingBottomRight: [42, 56] };
  const left = Math.min(legendWidth() + 62, theMap.getSize().x / 3 + 20);
  return { paddingTopLeft: [left, 55], paddingBottomRight: [60, 55] };
}

function fitAll() {
  fit(boxOf);
  setMoved(false);
}

function fit(boundsOf) {
  const shown = ROWS.filter((row) => row.at && isShown(row));
  const rows = shown.filter((row) => row.feature_kind !== MENTION);
  const points = (rows.length ? rows : shown).map((row) => row.at);
  if (!points.length) return;
  theMap.fitBounds(boundsOf(points), { ...paddings(), maxZoom: 11, animate: false });
}

function togglePanel() {
  const off = document.body.classList.toggle('no-panel');
  $('gm-panel').setAttribute('aria-pressed', String(!off));
  theMap.invalidateSize({ animate: false });
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : window.matchMedia('(prefers-color-scheme: dark)').matches;
}

function toggleTheme() {
  document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
  $('gm-theme').setAttribute('aria-pressed', String(isDark()));
}

function writeCounts() {
  const places = new Set(ROWS.filter((row) => row.at && row.incident).map((row) => row.place_id || row.place || row.index)).size;
  const unplaced = [...INCIDENTS.values()].filter((incident) => !incident.rows.some((row) => row.at)).length;
  const parts = [countWords('count_incidents', INCIDENTS.size), countWords('count_places', places)];
  if (EVENTS.size) parts.unshift(countWords('count_events', EVENTS.size));
  if (unplaced) parts.push(countWords('count_unplaced', unplaced));
  $('gm-counts').textContent = parts.join(' · ');
  for (const node of document.querySelectorAll('time[data-day]')) node.textContent = formatDay(node.dataset.day, DAY);
}

function makeTabs() {
  const order = ['text', 'list'];
  order.forEach((name, i) => {
    $(`gm-tab-${name}`).addEventListener('click', () => showTab(name));
    $(`gm-tab-${name}`).addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      showTab(order[1 - i]);
      $(`gm-tab-${order[1 - i]}`).focus();
    });
  });
  if (pieces.size > 1) $('gm-tab-text').textContent = word('articles');
  if (!document.querySelector('article[data-article]')) {
    $('gm-tab-text').hidden = true;
    showTab('list');
  } else showTab('text');
}

function makeControls() {
  L.control.zoom({ position: 'topright', zoomInTitle: word('zoom_in'), zoomOutTitle: word('zoom_out') }).addTo(theMap);
  L.control.scale({ position: 'bottomright', imperial: false, maxWidth: 120 }).addTo(theMap);
  $('gm-fit').addEventListener('click', fitAll);
  $('gm-link').addEventListener('click', (event) => copyText(window.location.href, event.currentTarget));
  $('gm-theme').addEventListener('click', toggleTheme);
  $('gm-panel').addEventListener('click', togglePanel);
  $('gm-theme').setAttribute('aria-pressed', String(isDark()));
  document.querySelector('.skip').addEventListener('click', () => showTab('list'));
}

function watchMap() {
  theMap.on('zoomend moveend resize', layOut);
  if (isClustered()) holder.on('animationend', layOut); // when the clusters stand where they stay
  theMap.on('zoomend moveend', () => clearInside(theMap));
  theMap.on('popupopen', (event) => {
    const row = event.popup._source && event.popup._source.row;
    if (!row) return;
    followWords(highlight(row));
    openStackOf(theMap, row, isShown);
    showAboveSheet(theMap, event.popup);
  });
  theMap.on('popupclose', () => highlight(null));
  new ResizeObserver(() => theMap.invalidateSize({ animate: false })).observe(theMap.getContainer());
  window.addEventListener('beforeprint', () => sizeForPaper(true));
  window.addEventListener('afterprint', () => sizeForPaper(false));
}

// Leaflet slides to a popup whatever the reader's system asks for.
function calmMotion(map) {
  if (SMOOTH) return;
  const slide = map.panBy;
  map.panBy = (offset, options) => slide.call(map, offset, { ...options, animate: false });
}

function start(map) {
  theMap = map;
  calmMotion(map);
  L.Icon.Default.imagePath = '';
  L.Icon.Default.mergeOptions(DATA.icons);
  makeControls();
  makeOutside();
  makeExtents(map);
  makeArcs(map);
  makeSheet(map);
  makeFilters(refresh);
  makeTable(select, refresh);
  makeTimeline(refresh);
  makeReading(select);
  makeTabs();
  writeCounts();
  // Now the map has its size: what is drawn before its view is known would be drawn again.
  map.invalidateSize({ animate: false });
  fit(mainBounds);
  drawBasemap(map);
  drawTiles(map);
  focusPopups(map);
  makeMarks(map, (row) => popupNode(row, { hasText, showText }));
  refresh();
  watchMap();
  watchPreview();
  watchState(map);
  readState();
  document.documentElement.dataset.ready = 'true';
}

window.geomap = { mapOptions, start };
