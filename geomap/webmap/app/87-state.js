// The state of the page behind the #: what is chosen, filtered and in view, so that it can be linked.
const LONGEST_LINK = 4000;
const ZOOMS = [2, 14];
const KEY_DAY = /^\d{4}(-\d{2}){0,2}$/;
const state = { isOwnView: false, written: null, isQueued: false, isReading: false };

// An incident is linked by its own id, another place of it by that of the row.
function linkId(row) {
  return row.incident && mainRow(row.incident) === row ? row.incident.id : row.id || (row.incident && row.incident.id) || '';
}

function viewText() {
  const { lat, lng } = theMap.getCenter();
  return [theMap.getZoom(), lat.toFixed(4), lng.toFixed(4)].join('/');
}

function hiddenParts() {
  const parts = [];
  for (const facet of ['type', ...FACETS]) {
    const values = [...hidden[facet]].filter((value) => facet !== 'type' || value !== MENTION);
    if (values.length) parts.push(`-${facet}=${values.map(encodeURIComponent).join()}`);
  }
  return parts;
}

function stateText() {
  const parts = [selected ? encodeURIComponent(linkId(selected)) : '', ...hiddenParts()];
  if (INCIDENTS.size && HAS_MENTIONS && !hidden.type.has(MENTION)) parts.push('mentions=1');
  if (hidden.range) parts.push(`from=${hidden.range[0]}`, `to=${hidden.range[1]}`);
  if (hidden.undated) parts.push('undated=1');
  if (HAS_EVENTS && !grouping.byEvent) parts.push('by=article');
  if (hidden.search) parts.push(`q=${encodeURIComponent(hidden.search)}`);
  if (state.isOwnView) parts.push(`map=${viewText()}`);
  if (!$('gm-tab-text').hidden && !$('gm-list').hidden) parts.push('tab=list');
  return parts.filter(Boolean).join('&');
}

function flushState() {
  state.isQueued = false;
  const text = stateText();
  if (text === state.written || text.length > LONGEST_LINK) return;
  state.written = text;
  try {
    window.history.replaceState(null, '', text ? `#${text}` : window.location.pathname + window.location.search);
  } catch (error) {
    if (error.name !== 'SecurityError') throw error; // a frame of a notebook has no address of its own
  }
}

function writeState() {
  if (state.isQueued || state.isReading) return;
  state.isQueued = true;
  queueMicrotask(flushState);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return '';
  }
}

function parseState(text) {
  const found = { id: '' };
  for (const part of text.split('&')) {
    const at = part.indexOf('=');
    if (at < 0) found.id = found.id || decoded(part);
    else found[part.slice(0, at)] = part.slice(at + 1);
  }
  return found;
}

function readFilters(found) {
  clearFilters();
  for (const facet of ['type', ...FACETS]) {
    const values = own(found, `-${facet}`);
    if (values !== undefined) values.split(',').forEach((value) => hidden[facet].add(decoded(value)));
  }
  if (own(found, 'mentions')) hidden.type.delete(MENTION);
  const [from, to] = [own(found, 'from') || '', own(found, 'to') || ''];
  if (KEY_DAY.test(from) && KEY_DAY.test(to)) hidden.range = [from, to];
  hidden.undated = Boolean(own(found, 'undated'));
  setSearch(decoded(own(found, 'q') || ''));
  setGrouping(own(found, 'by') !== 'article');
}

function readView(text) {
  const [zoom, lat, lon] = (text || '').split('/').map(Number);
  if (![zoom, lat, lon].every(Number.isFinite) || Math.abs(lat) > 85 || Math.abs(lon) > 360) return;
  theMap.setView([lat, lon], Math.min(Math.max(zoom, ZOOMS[0]), ZOOMS[1]), { animate: false });
  state.isOwnView = true;
  setMoved(true);
}

function rowOfLink(id) {
  const incident = id && INCIDENTS.get(id);
  if (incident) return mainRow(incident);
  if (EVENTS.has(id)) return leadRow(EVENTS.get(id));
  return id ? ROWS.find((row) => row.id === id) || ROWS.find((row) => row.incident && isNamedBy(id, row)) : undefined;
}

function readState() {
  const text = window.location.hash.slice(1);
  if (text === state.written || (!text && state.written === null)) return;
  const found = parseState(text);
  state.isReading = true;
  readFilters(found);
  refresh();
  if (own(found, 'tab') === 'list') showTab('list');
  const row = rowOfLink(found.id);
  if (row) select(row);
  readView(own(found, 'map'));
  state.isReading = false;
  state.written = text;
}

// The view is the reader's own once a hand has moved the map; what the page moves is told by the choice.
function watchState(map) {
  let isTouched = false;
  const box = map.getContainer();
  for (const name of ['wheel', 'pointerdown', 'keydown']) box.addEventListener(name, () => { isTouched = true; }, { capture: true, passive: true });
  map.on('moveend', () => {
    if (!isTouched) return;
    state.isOwnView = true;
    setMoved(true);
    writeState();
  });
  map.on('popupopen', () => { isTouched = false; state.isOwnView = false; writeState(); });
  window.addEventListener('hashchange', readState);
}
