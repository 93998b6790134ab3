// Wiring: one selection, one filter, one map.
const SMOOTH = window.matchMedia('(prefers-reduced-motion: no-preference)').matches;
const NARROW = window.matchMedia('(max-width: 800px)');
let theMap = null;
let selected = null;

const isShown = (row) => passes(row);

function mapOptions(options) {
  return {
    center: [49, 31], zoom: 6, minZoom: 2, maxZoom: 14, zoomSnap: 0.5, zoomDelta: 1, wheelPxPerZoomLevel: 90,
    zoomControl: false, attributionControl: false, worldCopyJump: false, zoomAnimation: SMOOTH, fadeAnimation: SMOOTH,
    markerZoomAnimation: SMOOTH, ...options,
  };
}

function highlight(row) {
  selected = row;
  for (const [index, mark] of marks) {
    const node = mark.getElement();
    if (node) node.classList.toggle('on', Boolean(row) && index === row.index);
  }
  for (const node of $('gm-list').querySelectorAll('tr.on')) node.classList.remove('on');
  if (row && row.incident && tableRows.has(row.incident.id)) tableRows.get(row.incident.id).classList.add('on');
  showExtentOf(row);
  showCountries(countriesOf(row));
  return markWords(row);
}

// Countries that are named only as a whole are outlined, never pinned.
function countriesOf(row) {
  const rows = row && !row.at ? [row] : ROWS.filter((other) => other.precision === 'country' && other.incident && passes(other));
  return new Set(rows.filter((other) => !other.at && other.country).flatMap((other) => other.country.split(';')));
}

function showTab(name) {
  for (const tab of ['text', 'list']) {
    $(`gm-tab-${tab}`).setAttribute('aria-selected', String(tab === name));
    $(`gm-tab-${tab}`).tabIndex = tab === name ? 0 : -1;
    $(`gm-${tab}`).hidden = tab !== name;
  }
}

function showText(row) {
  if (document.body.classList.contains('no-panel')) togglePanel();
  showTab('text');
  const node = markWords(row);
  if (node) node.scrollIntoView({ block: 'center', behavior: SMOOTH ? 'smooth' : 'auto' });
}

function zoomFor(row) {
  const radius = row.radius_km || 5;
  const wanted = radius > 100 ? 6 : radius > 25 ? 7 : radius > 8 ? 8.5 : 10;
  return Math.max(theMap.getZoom(), wanted);
}

function select(row, from) {
  const node = highlight(row);
  $('gm-status').textContent = row.at ? accessibleName(row) : `${accessibleName(row)}. ${word('not_on_map')}`;
  if (from === 'list' && node && !$('gm-text').hidden) node.scrollIntoView({ block: 'center' });
  if (!row.at) {
    theMap.closePopup();
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
  if (NARROW.matches) $('gm-legend').parentElement.scrollIntoView({ block: 'start', behavior: SMOOTH ? 'smooth' : 'auto' });
}

function revealRow(row) {
  hidden.type.delete(valueOf(row, 'type'));
  FACETS.forEach((facet) => hidden[facet].delete(valueOf(row, facet)));
  hidden.date = null;
  refresh();
}

function layOut() {
  spreadStacks(theMap, isShown);
  if (!DATA.base && isClustered()) return;
  const boxes = isClustered() ? [] : markBoxes(theMap, isShown);
  drawLabels(theMap, isClustered() ? [] : markedPlaces(isShown), boxes);
}

function refresh() {
  showMarks(isShown);
  showExtents(isShown);
  refreshFilters();
  refreshTable();
  refreshTimeline();
  refreshReading();
  layOut();
  highlight(selected && isShown(selected) ? selected : null);
}

function legendWidth() {
  return NARROW.matches || !$('gm-legend').open ? 0 : $('gm-legend').offsetWidth;
}

function fit() {
  const shown = ROWS.filter((row) => row.at && isShown(row));
  const rows = shown.filter((row) => row.feature_kind !== MENTION);
  const bounds = L.latLngBounds((rows.length ? rows : shown).map((row) => row.at));
  if (!bounds.isValid()) return;
  const left = Math.min(legendWidth() + 30, theMap.getSize().x / 3);
  theMap.fitBounds(bounds, { paddingTopLeft: [left + 20, 55], paddingBottomRight: [60, 55], maxZoom: 11, animate: false });
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
  if (!document.querySelector('article[data-article]')) {
    $('gm-tab-text').hidden = true;
    showTab('list');
  } else showTab('text');
}

function makeControls() {
  L.control.zoom({ position: 'topright', zoomInTitle: word('zoom_in'), zoomOutTitle: word('zoom_out') }).addTo(theMap);
  L.control.scale({ position: 'bottomright', imperial: false, maxWidth: 120 }).addTo(theMap);
  $('gm-fit').addEventListener('click', fit);
  $('gm-theme').addEventListener('click', toggleTheme);
  $('gm-panel').addEventListener('click', togglePanel);
  $('gm-theme').setAttribute('aria-pressed', String(isDark()));
  document.querySelector('.skip').addEventListener('click', () => showTab('list'));
}

function watchMap() {
  theMap.on('zoomend moveend resize', layOut);
  theMap.on('popupopen', (event) => {
    const row = event.popup._source && event.popup._source.row;
    if (!row) return;
    highlight(row);
    openStackOf(theMap, row, isShown);
  });
  theMap.on('popupclose', () => highlight(null));
  new ResizeObserver(() => theMap.invalidateSize({ animate: false })).observe(theMap.getContainer());
  window.addEventListener('beforeprint', () => { theMap.invalidateSize({ animate: false }); fit(); });
}

function start(map) {
  theMap = map;
  L.Icon.Default.imagePath = '';
  L.Icon.Default.mergeOptions(DATA.icons);
  makeControls();
  drawBasemap(map);
  drawDistricts(map);
  makeExtents(map);
  makeArcs(map);
  makeMarks(map, (row) => popupNode(row, { hasText, showText }));
  makeFilters(refresh);
  makeTable(select);
  makeTimeline(refresh);
  makeReading(select);
  makeTabs();
  writeCounts();
  fit();
  refresh();
  watchMap();
  document.documentElement.dataset.ready = 'true';
}

window.geomap = { mapOptions, start };
